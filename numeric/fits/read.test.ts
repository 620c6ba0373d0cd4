import { describe, expect, test } from 'vitest';
import { EMPTY_PRIMARY, fileOf, imageLines, tableLines } from './building.js';
import { FitsError } from './errors.js';
import { readFits, readPrimaryHeader, type ImageHdu, type OtherHdu, type TableHdu } from './read.js';

const image = (bitpix: number, data: readonly number[], more: readonly string[] = []) => {
  const axes = [(8 * data.length) / Math.abs(bitpix)];
  return readFits(fileOf([imageLines(bitpix, axes, more), data])).hdus[0] as ImageHdu;
};
const table = (rowBytes: number, rows: number, data: readonly number[], more: readonly string[], kind?: string) =>
  readFits(fileOf(EMPTY_PRIMARY, [tableLines(rowBytes, rows, data.length - rowBytes * rows, more, kind), data])).hdus[1] as TableHdu;
const ascii = (text: string) => Array.from(text, (character) => character.charCodeAt(0));

describe('pixels, from bytes written by hand', () => {
  const UNSIGNED = (zero: string) => [`BZERO   = ${zero}`, 'BSCALE  = 1'];
  test.each<[name: string, bitpix: number, more: string[], bytes: number[], values: ArrayLike<number | bigint>]>([
    ['8 bit', 8, [], [0, 127, 128, 255], Uint8Array.of(0, 127, 128, 255)],
    ['8 bit signed', 8, UNSIGNED('-128'), [0, 128, 255], Int8Array.of(-128, 0, 127)],
    ['16 bit', 16, [], [0x80, 0, 0x7f, 0xff, 0, 1], Int16Array.of(-32768, 32767, 1)],
    ['16 bit unsigned', 16, UNSIGNED('32768'), [0x80, 0, 0x7f, 0xff, 0, 1], Uint16Array.of(0, 65535, 32769)],
    ['16 bit unsigned, its offset as text', 16, UNSIGNED("'32768'"), [0x80, 0, 0x7f, 0xff, 0, 1], Uint16Array.of(0, 65535, 32769)],
    ['16 bit, its offset no number', 16, UNSIGNED("'half'"), [0x80, 0, 0, 1], Int16Array.of(-32768, 1)],
    ['32 bit', 32, [], [0xff, 0xff, 0xff, 0xfe], Int32Array.of(-2)],
    ['32 bit unsigned', 32, UNSIGNED('2147483648'), [0x7f, 0xff, 0xff, 0xff, 0x80, 0, 0, 0], Uint32Array.of(4294967295, 0)],
    ['64 bit', 64, [], [0x80, 0, 0, 0, 0, 0, 0, 1], BigInt64Array.of(-(2n ** 63n) + 1n)],
    ['64 bit unsigned', 64, UNSIGNED('9223372036854775808'), [0x7f, 255, 255, 255, 255, 255, 255, 255], BigUint64Array.of(2n ** 64n - 1n)],
    ['float32', -32, [], [0x3f, 0x80, 0, 0, 0xff, 0x80, 0, 0, 0x80, 0, 0, 0], Float32Array.of(1, -Infinity, -0)],
    ['float64', -64, [], [0xc0, 0x09, 0x21, 0xfb, 0x54, 0x44, 0x2d, 0x18], Float64Array.of(-Math.PI)],
    ['scaled 16 bit', 16, ['BSCALE  = 0.5', 'BZERO   = 10'], [0, 3, 0xff, 0xff], Float32Array.of(11.5, 9.5)],
    ['scaled 32 bit', 32, ['BSCALE  = 0.1'], [0, 0, 0, 3], Float64Array.of(0.1 * 3)],
    ['scaled float32', -32, ['BZERO   = 32768'], [0x3f, 0x80, 0, 0], Float32Array.of(32769)],
    ['blank', 16, ['BLANK   = -32768'], [0x80, 0, 0, 7], Float32Array.of(NaN, 7)],
    ['unsigned with blank', 16, ['BLANK   = -32768', ...UNSIGNED('32768')], [0x80, 0, 0, 7], Float32Array.of(NaN, 32775)],
    ['64 bit blank', 64, ['BLANK   = 5'], [0, 0, 0, 0, 0, 0, 0, 5], Float64Array.of(NaN)],
  ])('%s', (_name, bitpix, more, bytes, values) => {
    const hdu = image(bitpix, bytes, more);
    expect(hdu.physical()).toEqual(values);
    expect(hdu.float32()).toEqual(Float32Array.from(values as ArrayLike<number>, Number));
  });

  test('float32 fills an array of the caller, shared memory too', () => {
    const into = new Float32Array(new SharedArrayBuffer(8));
    expect(image(16, [0, 1, 0, 2]).float32(into)).toBe(into);
    expect(Array.from(into)).toEqual([1, 2]);
    expect(() => image(16, [0, 1]).float32(into)).toThrow(/room for 2 values, the image has 1/);
  });

  test('the bytes may stand anywhere in a larger buffer', () => {
    const file = fileOf([imageLines(-64, [2]), [0x3f, 0xf0, 0, 0, 0, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0]]);
    const shifted = new Uint8Array(file.length + 3);
    shifted.set(file, 3);
    expect((readFits(shifted.subarray(3)).hdus[0] as ImageHdu).physical()).toEqual(Float64Array.of(1, 2));
  });

  test('NAXIS3 = 1 keeps its axis, NAXIS = 0 has no pixels', () => {
    const file = readFits(fileOf([imageLines(8, [2, 3, 1]), [1, 2, 3, 4, 5, 6]]));
    expect(file.hdus[0]).toMatchObject({ kind: 'image', name: 'PRIMARY', shape: [2, 3, 1], dataOffset: 2880, dataLength: 6 });
    expect((readFits(fileOf(EMPTY_PRIMARY)).hdus[0] as ImageHdu).physical()).toHaveLength(0);
  });
});

describe('binary tables, from bytes written by hand', () => {
  test('every type of column', () => {
    const row = [84, 0, 0b10110000, 200, 255, 254, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 7, ...ascii('ab \0x'), 0x3f, 0x80, 0, 0, 0x40, 0, 0, 0];
    const forms = ['2L', '5X', 'B', '1I', 'J', '1K', '5A', '1C'];
    const hdu = table(row.length, 1, row, ['TFIELDS = 8', ...forms.map((form, i) => `TFORM${i + 1}  = '${form}'`)]);
    expect(hdu.columns.map((column) => column.values())).toEqual([
      [true, undefined],
      Uint8Array.of(1, 0, 1, 1, 0),
      Uint8Array.of(200),
      Int16Array.of(-2),
      Int32Array.of(9),
      BigInt64Array.of(7n),
      ['ab'],
      Float32Array.of(1, 2),
    ]);
    expect(hdu.columns[3]).toMatchObject({ name: 'col4', format: '1I', repeat: 1, variable: false });
  });

  test('scaling, null, unsigned and signed conventions', () => {
    const row = [0, 2, 0, 99, 0x80, 0, 0];
    const more = ["TFORM1  = 'I'", 'TSCAL1  = 0.5', 'TZERO1  = 1', "TFORM2  = 'I'", 'TNULL2  = 99', "TFORM3  = 'I'", 'TZERO3  = 32768', "TFORM4  = 'B'", 'TZERO4  = -128'];
    const values = table(7, 1, row, ['TFIELDS = 4', ...more]).columns.map((column) => column.values());
    expect(values).toEqual([Float64Array.of(2), Float64Array.of(NaN), Uint16Array.of(0), Int8Array.of(-128)]);
  });

  test('strings by TDIM and by the width in their format', () => {
    const more = ["TFORM1  = '6A'", "TDIM1   = '(3,2)'", "TFORM2  = '4A2'", "TTYPE2  = 'Pair'", "TUNIT2  = 'm'", "TDISP2  = 'A2'"];
    const hdu = table(10, 1, ascii('abcd  efgh'), ['TFIELDS = 2', ...more]);
    expect(hdu.columns.map((column) => column.values())).toEqual([['abc', 'd'], ['ef', 'gh']]);
    expect(hdu.columns[0].dimensions).toEqual([3, 2]);
    expect(hdu.column('PAIR')).toMatchObject({ unit: 'm', display: 'A2' });
  });

  test('arrays of variable length, 32 and 64 bit descriptors, behind a gap', () => {
    const p = [0, 0, 0, 2, 0, 0, 0, 0];
    const q = [0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 4];
    const none = [...p.map(() => 0), ...q.map(() => 0)];
    const data = [...p, ...q, ...none, 1, 2, 3, 4, 0, 7, 0, 8, ...ascii('hi')];
    const hdu = table(24, 2, data, ['TFIELDS = 2', 'THEAP   = 52', "TFORM1  = '1PI(2)'", "TFORM2  = 'QA'"]);
    expect(hdu.columns.map((column) => column.values())).toEqual([[Int16Array.of(7, 8), new Int16Array(0)], ['hi', '']]);
  });
});

describe('ASCII tables', () => {
  test('numbers as Fortran writes them', () => {
    const rows = ['  12 1.5D+2  123a ', '  -3  -4.5   0  b ', '     1.0+3   *   c'];
    const forms = ['TFIELDS = 4', "TFORM1  = 'I4'", 'TBCOL1  = 1', "TFORM2  = 'D7.2'", 'TBCOL2  = 5', "TFORM3  = 'F5.2'", 'TBCOL3  = 12', "TNULL3  = '*'", "TFORM4  = 'A2'", 'TBCOL4  = 17'];
    const hdu = table(18, 3, ascii(rows.map((row) => row.padEnd(18)).join('')), forms, 'TABLE');
    expect(hdu.encoding).toBe('ascii');
    expect(hdu.columns[0].values()).toEqual(Int32Array.of(12, -3, 0));
    expect(hdu.columns[1].values()).toEqual(Float64Array.of(150, -4.5, 1000));
    expect(hdu.columns[2].values()).toEqual(Float64Array.of(1.23, 0, NaN));
    expect(hdu.columns[3].values()).toEqual(['a', 'b', ' c']);
  });

  test('a cell that is no number says where it stands', () => {
    const hdu = table(3, 1, ascii('1x2'), ['TFIELDS = 1', "TFORM1  = 'I3'", 'TBCOL1  = 1'], 'TABLE');
    expect(() => hdu.columns[0].values()).toThrow(`"1x2" is no number (byte ${hdu.dataOffset})`);
  });
});

describe('files that break the standard and can be read', () => {
  const warningsOf = (bytes: Uint8Array) => readFits(bytes).warnings.map(({ message }) => message);

  test('data not filled up to a block', () => {
    const bytes = fileOf([imageLines(8, [5]), [1, 2, 3, 4, 5]]).slice(0, 2885);
    expect(warningsOf(bytes)).toEqual([expect.stringMatching(/last block.*2875 bytes are missing/)]);
    expect((readFits(bytes).hdus[0] as ImageHdu).physical()).toEqual(Uint8Array.of(1, 2, 3, 4, 5));
  });

  test('bytes behind the last HDU, a lost value of SIMPLE, cards out of order', () => {
    expect(warningsOf(Uint8Array.from([...fileOf(EMPTY_PRIMARY), 0, 0]))).toEqual(['2 empty bytes behind the last HDU are ignored.']);
    expect(warningsOf(fileOf([['SIMPLE  =', 'BITPIX  = 8', 'NAXIS   = 0'], []]))).toEqual([expect.stringMatching(/SIMPLE has no value/)]);
    expect(warningsOf(fileOf([['SIMPLE  = T', 'NAXIS   = 0', 'BITPIX  = 8'], []]))).toHaveLength(2);
  });

  test('SIMPLE = F and foreign extensions are left alone', () => {
    const foreign = ["XTENSION= 'FOREIGN'", 'BITPIX  = 8', 'NAXIS   = 0', 'PCOUNT  = 3', 'GCOUNT  = 1', "EXTNAME = 'x'"];
    const file = readFits(fileOf(EMPTY_PRIMARY, [foreign.map((line) => line.replace('NAXIS   = 0', 'NAXIS   = 1')).concat('NAXIS1  = 0'), [1, 2, 3]], EMPTY_EXTENSION));
    expect(file.hdus.map(({ kind, name }) => [kind, name])).toEqual([['image', 'PRIMARY'], ['other', 'x'], ['image', '']]);
    expect(readFits(fileOf([['SIMPLE  = F', 'WHATEVER= 1'], [1, 2]])).hdus).toMatchObject([{ kind: 'other', dataLength: 2880 }]);
  });
});

const EMPTY_EXTENSION: readonly [string[], number[]] = [["XTENSION= 'IMAGE'", 'BITPIX  = 8', 'NAXIS   = 0', 'PCOUNT  = 0', 'GCOUNT  = 1'], []];

describe('files that cannot be read say what, where and what to do', () => {
  const swap = (line: string, by: string) => fileOf([imageLines(16, [2]).map((old) => (old.startsWith(line) ? by : old)), [0, 0, 0, 0]]);
  const inTable = (more: readonly string[], rowBytes = 4, rows = 1) => fileOf(EMPTY_PRIMARY, [tableLines(rowBytes, rows, 0, more), new Array<number>(rowBytes * rows).fill(255)]);
  test.each<[name: string, bytes: Uint8Array, message: RegExp]>([
    ['nothing', new Uint8Array(0), /empty/],
    ['text', Uint8Array.from(ascii('hello, world')), /does not start with SIMPLE.*byte 0/],
    ['.Z', Uint8Array.of(0x1f, 0x9d, 0x90), /compress.*uncompress/],
    ['.bz2', Uint8Array.from(ascii('BZh9')), /bunzip2/],
    ['.gz', Uint8Array.of(0x1f, 0x8b, 8), /gzip: unpack it first/],
    ['10 GB in one block', swap('NAXIS1', 'NAXIS1  = 5000000000'), /HDU 0 declares 10000000000 bytes.*9999997120 bytes too early/],
    ['more than 2^53', fileOf([imageLines(8, [2 ** 30, 2 ** 30]), []]), /more than any file holds/],
    ['a negative axis', swap('NAXIS1', 'NAXIS1  = -2'), /NAXIS1 is -2.*byte 240, card "NAXIS1/],
    ['an axis that is no number', swap('NAXIS1', "NAXIS1  = 'two'"), /NAXIS1 must be an integer/],
    ['a missing axis', swap('NAXIS1', 'COMMENT'), /NAXIS1 is missing/],
    ['1000 axes', swap('NAXIS ', 'NAXIS   = 1000'), /NAXIS is 1000, outside 0 to 999/],
    ['BITPIX 12', swap('BITPIX', 'BITPIX  = 12'), /BITPIX must be one of 8, 16/],
    ['no BITPIX', swap('BITPIX', 'COMMENT'), /BITPIX is missing/],
    ['a cut file', fileOf([imageLines(16, [1440]), new Array<number>(2880).fill(1)]).slice(0, 5000), /ends 760 bytes too early: transfer it again \(byte 5000\)/],
    ['an extension alone', fileOf(EMPTY_EXTENSION), /starts with an extension/],
  ])('%s', (_name, bytes, message) => {
    expect(() => readFits(bytes)).toThrow(FitsError);
    expect(() => readFits(bytes)).toThrow(message);
  });

  test.each<[name: string, bytes: Uint8Array, message: RegExp]>([
    ['a billion columns', inTable(['TFIELDS = 1000000000']), /TFIELDS is 1000000000/],
    ['columns wider than the row', inTable(['TFIELDS = 1', "TFORM1  = '2J'"]), /Column 1 ends at byte 8 of a row of 4/],
    ['an unknown format', inTable(['TFIELDS = 1', "TFORM1  = '1Z'"]), /"1Z" is no format/],
    ['no format', inTable(['TFIELDS = 1']), /TFORM1 is missing/],
    ['an axis too many', fileOf([imageLines(8, [1]), [7]], [[...tableLines(4, 1, 0, ['TFIELDS = 0']), 'NAXIS3  = 1'].map((line) => line.replace('NAXIS   = 2', 'NAXIS   = 3')), [1, 2, 3, 4]]), /NAXIS 2, not 3/],
    ['a cut table', fileOf([imageLines(8, [1]), [7]], [tableLines(2880, 2, 0, ['TFIELDS = 0']), new Array<number>(5760).fill(1)]).slice(0, -3000), /ends 3000 bytes too early/],
    ['a cut header', fileOf([imageLines(8, [1]), [7]], EMPTY_EXTENSION).slice(0, -2800), /no END card/],
    ['no BITPIX', fileOf([imageLines(8, [1]), [7]], [["XTENSION= 'IMAGE'", 'NAXIS   = 0'], []]), /BITPIX is missing/],
  ])('an extension that is broken is a warning, and the image before it is read: %s', (_name, bytes, message) => {
    const { hdus, warnings } = readFits(bytes);
    expect((hdus[0] as ImageHdu).kind).toBe('image');
    expect((hdus[1] as OtherHdu).problem).toMatch(message);
    expect(warnings.map((warning) => warning.message)).toContainEqual(expect.stringMatching(new RegExp(`HDU 1 cannot be read and is left out: .*${message.source}`)));
  });

  test('heap pointers outside the heap, and pointers that all name the same bytes', () => {
    const outside = readFits(inTable(['TFIELDS = 1', "TFORM1  = '1PJ'"], 8)).hdus[1] as TableHdu;
    expect(() => outside.columns[0].values()).toThrow(/row 0 .* outside the heap/);
    const row = [0, 0, 1, 0, 0, 0, 0, 0];
    const bomb = table(8, 100, [...Array.from({ length: 100 }, () => row).flat(), ...new Array<number>(256).fill(1)], ['TFIELDS = 1', "TFORM1  = '1PB'"]);
    expect(() => bomb.columns[0].values()).toThrow(FitsError);
  });

  test('a billion rows of no bytes', () => {
    const hdu = readFits(inTable(['TFIELDS = 2', "TFORM1  = '0A'", "TFORM2  = '0J'"], 0, 0)).hdus[1] as TableHdu;
    expect(hdu.columns[0].values()).toEqual([]);
    const many = fileOf(EMPTY_PRIMARY, [tableLines(0, 1e9, 0, ['TFIELDS = 2', "TFORM1  = '0A'", "TFORM2  = '0J'"]), []]);
    const columns = (readFits(many).hdus[1] as TableHdu).columns;
    expect(() => columns[0].values()).toThrow(/1000000000 rows of no bytes/);
    expect(columns[1].values()).toHaveLength(0);
  });

  test('the primary header can be read of a file that is cut short', () => {
    const bytes = fileOf([imageLines(16, [1440], ["OBJECT  = 'M 5'"]), new Array<number>(2880).fill(1)]).slice(0, 3000);
    expect(readPrimaryHeader(bytes).text('OBJECT')).toBe('M 5');
  });
});
