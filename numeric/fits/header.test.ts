import { performance } from 'node:perf_hooks';
import { describe, expect, test } from 'vitest';
import { headerBytes } from './building.js';
import { latin1 } from './bytes.js';
import { WarningList } from './errors.js';
import { formatCard } from './format-card.js';
import { Header, type CardValue } from './header.js';
import { parseCard, parseHeader } from './parse-header.js';

const card = (line: string) => parseCard(line.padEnd(80)).card;
const problem = (line: string) => parseCard(line.padEnd(80)).problem;

describe('a card is read', () => {
  test.each<[line: string, value: CardValue, comment: string]>([
    ["OBJECT  = 'NGC 3242'           / target", 'NGC 3242', 'target'],
    ["OBSERVER= 'O''Neill / Diaz  '  / a slash in quotes", "O'Neill / Diaz", 'a slash in quotes'],
    ["EMPTY   = ''", '', ''],
    ['LAMP_HGA=                    T / on', true, 'on'],
    ['LAMP_NE =                    F', false, ''],
    ['EXPTIME =                 12.5 / second', 12.5, 'second'],
    ['NUMBER  =                 +042', 42, ''],
    ['DOUBLE  = 1.0D5', 1e5, ''],
    ['TINY    = -.5E-3/no blank', -0.0005, 'no blank'],
    ['POINT   = 7.', 7, ''],
    ['BIG     = 9007199254740993', 9007199254740993n, ''],
    ['LEAST   = -9223372036854775808', -(2n ** 63n), ''],
    ['COMPLEX = (1.5, -2D1) / z', { re: 1.5, im: -20 }, 'z'],
    ['NOTHING =                      / undefined', undefined, 'undefined'],
  ])('%s', (line, value, comment) => {
    expect(card(line)).toEqual({ keyword: line.slice(0, 8).trimEnd(), value, comment });
    expect(problem(line)).toBeUndefined();
  });

  test('commentary cards are text, whatever stands in them', () => {
    expect(card("COMMENT = 'not a value'")).toEqual({ keyword: 'COMMENT', value: "= 'not a value'", comment: '' });
    expect(card('HISTORY   bias subtracted')).toMatchObject({ value: '  bias subtracted' });
    expect(card('          blank keyword')).toMatchObject({ keyword: '', value: '  blank keyword' });
  });

  test('HIERARCH keywords are taken whole', () => {
    expect(card("HIERARCH ESO DET  OUT1 GAIN = 1.48 / e-/adu")).toEqual({ keyword: 'ESO DET OUT1 GAIN', value: 1.48, comment: 'e-/adu' });
  });

  test.each<[line: string, keyword: string, value: CardValue, problem: RegExp]>([
    ['exptime = 5', 'EXPTIME', 5, /lower case/],
    ["OBJECT  = 'open", 'OBJECT', 'open', /closing quote/],
    ['DATE    = 2019-07-03T01:02:03', 'DATE', '2019-07-03T01:02:03', /no quotes/],
    ["A       = 'x' y / c", 'A', 'x', /between/],
    ['A       =5', 'A', 5, /blank behind/],
    ['ABC=5', 'ABC', 5, /column 9/],
    ['A       = 1.0e5', 'A', 1e5, /exponent/],
    ['A       = - 3.5', 'A', -3.5, /sign/],
    ['A       = NaN', 'A', NaN, /NaN/],
    ['A       = t', 'A', true, /lower case/],
    ['ROT     = 5 / angle in \xb0', 'ROT', 5, /ASCII/],
    ['A.B     = 5', 'A.B', 5, /characters other than/],
  ])('with a word about it: %s', (line, keyword, value, expected) => {
    expect(card(line)).toMatchObject({ keyword, value, raw: line.padEnd(80) });
    expect(problem(line)).toMatch(expected);
  });
});

describe('a header', () => {
  const parse = (...lines: string[]) => {
    const list = new WarningList();
    return { ...parseHeader(headerBytes(lines), 0, list), warnings: list.warnings };
  };

  test('long strings go on over CONTINUE, comments too', () => {
    const { header, offsets, warnings } = parse("LONG    = 'one &' / first", "CONTINUE  'two &' / second", "CONTINUE  'three'", 'NEXT    = 1');
    expect(header.cards).toEqual([
      { keyword: 'LONG', value: 'one two three', comment: 'first second' },
      { keyword: 'NEXT', value: 1, comment: '' },
    ]);
    expect(offsets).toEqual([0, 240]);
    expect(warnings).toEqual([]);
  });

  test('a "&" that nothing follows stays, an orphan CONTINUE is kept with a warning', () => {
    const { header, warnings } = parse("A       = 'this & '", "B       = 'that &'", 'C       = 1', "CONTINUE  'lost'");
    expect(header.text('A')).toBe('this &');
    expect(header.text('B')).toBe('that &');
    expect(warnings).toMatchObject([{ offset: 240, message: expect.stringMatching(/CONTINUE/) as string }]);
  });

  test('a keyword that comes twice counts once, the first time', () => {
    const { header, warnings } = parse('A       = 1', 'A       = 2', 'COMMENT x', 'COMMENT y', "D2IM1   = 'AXIS.1: 1'", "D2IM1   = 'AXIS.2: 2'");
    expect(header.number('A')).toBe(1);
    expect(warnings).toMatchObject([{ offset: 80, card: 'A       = 2' }]);
  });

  test('the block behind END may be missing or dirty', () => {
    const clean = headerBytes(['A       = 1']);
    const list = new WarningList();
    expect(parseHeader(clean.slice(0, 163), 0, list).header.get('A')).toBe(1);
    expect(list.warnings).toMatchObject([{ message: expect.stringMatching(/2717 bytes are missing/) as string }]);
    const dirty = clean.slice();
    dirty[1000] = 7;
    parseHeader(dirty, 0, list);
    expect(list.warnings[1]).toMatchObject({ offset: 1000 });
  });

  test('no END is an error with the place', () => {
    expect(() => parseHeader(headerBytes([]).fill(32), 0, new WarningList())).toThrow(/no END card.*\(byte 0\)/);
  });
});

describe('Header', () => {
  const make = () => new Header([{ keyword: 'A', value: 1, comment: 'one' }, { keyword: 'B', value: 'text  ', comment: '' }]);

  test('answers by type', () => {
    const header = make();
    header.set('BIG', 2n ** 60n);
    header.set('T', true);
    expect([header.text('B'), header.text('A'), header.number('a'), header.number('B'), header.number('BIG')]).toEqual(['text', undefined, 1, undefined, 2 ** 60]);
    expect([header.boolean('T'), header.boolean('A'), header.has('C'), header.get('C')]).toEqual([true, undefined, false, undefined]);
  });

  test('sets, inserts, removes, and knows the places afterwards', () => {
    const header = make();
    expect(header.has('C')).toBe(false);
    header.set('A', 2);
    header.setAfter('A', 'C', 3, 'three');
    header.append({ keyword: 'HISTORY', value: 'h', comment: '' });
    header.set('HIERARCH long keyword', 4);
    expect(header.cards.map(({ keyword, value, comment }) => [keyword, value, comment])).toEqual([
      ['A', 2, 'one'],
      ['C', 3, 'three'],
      ['B', 'text  ', ''],
      ['HISTORY', 'h', ''],
      ['LONG KEYWORD', 4, ''],
    ]);
    header.setAfter('B', 'C', 5);
    header.remove('A');
    expect(header.cards.map(({ keyword }) => keyword)).toEqual(['B', 'C', 'HISTORY', 'LONG KEYWORD']);
    expect(header.cards[1]).toMatchObject({ value: 5, comment: 'three' });
    expect(header.get('A')).toBeUndefined();
    expect(header.number('C')).toBe(5);
  });

  test('a clone is apart from its original', () => {
    const header = make();
    const clone = header.clone();
    clone.set('A', 9);
    expect(header.number('A')).toBe(1);
  });
});

describe('a card is written', () => {
  const lines = (keyword: string, value: CardValue, comment = '') => formatCard({ keyword, value, comment }).map((line) => line.trimEnd());

  test.each<[keyword: string, value: CardValue, comment: string, lines: string[]]>([
    ['OBJECT', 'M 5', 'target', ["OBJECT  = 'M 5     '           / target"]],
    ['T', true, '', ['T       =                    T']],
    ['N', -7, 'seven', ['N       =                   -7 / seven']],
    ['X', 1e-7, '', ['X       =               1.0E-7']],
    ['X', 1.5e300, '', ['X       =             1.5E+300']],
    ['B', 2n ** 63n, '', ['B       =  9223372036854775808']],
    ['Z', { re: 1, im: -0.5 }, '', ['Z       =            (1, -0.5)']],
    ['NONE', undefined, 'u', ['NONE    =                      / u']],
    ['NAN', NaN, 'u', ['NAN     =                      / u']],
    ['ESO DET GAIN', 1.5, 'g', ['HIERARCH ESO DET GAIN = 1.5    / g']],
    ['A.B', 'v', '', ["HIERARCH A.B = 'v       '"]],
    ['COMMENT', 'c'.repeat(80), '', [`COMMENT ${'c'.repeat(72)}`, `COMMENT ${'c'.repeat(8)}`]],
    ['ROT', 5, 'angle in °, ± 1 µm, é ☃', ['ROT     =                    5 / angle in deg, +/- 1 um, e ?']],
  ])('%s = %s', (keyword, value, comment, expected) => expect(lines(keyword, value, comment)).toEqual(expected));

  test('a comment that does not fit is cut, a string never', () => {
    expect(lines('A', 1, 'x'.repeat(90))[0]).toHaveLength(80);
    const long = "it's ".repeat(40).trim();
    const written = formatCard({ keyword: 'LONG', value: long, comment: 'c' });
    expect(written.every((line) => line.length === 80)).toBe(true);
    const { header } = parseHeader(headerBytes(written), 0, new WarningList());
    expect(header.cards).toEqual([{ keyword: 'LONG', value: long, comment: 'c' }]);
  });

  test('a keyword that leaves no room is refused', () => {
    expect(() => lines('K'.repeat(75), 1)).toThrow(/does not fit/);
    expect(() => lines('K'.repeat(75), 'x'.repeat(20))).toThrow(/no room/);
  });
});

test('a header of 200 cards takes less than a millisecond', () => {
  const rows = Array.from({ length: 200 }, (_, i) => `KEY${i}`.padEnd(8) + (i % 2 ? `= ${i * 1.5} / comment` : `= 'value ${i}' / a comment`));
  const bytes = headerBytes(rows);
  const times = Array.from({ length: 40 }, () => {
    const start = performance.now();
    parseHeader(bytes, 0, new WarningList());
    return performance.now() - start;
  });
  // The best of many: a busy machine must not fail a test of the code.
  expect(Math.min(...times)).toBeLessThan(1);
  expect(latin1(bytes, 0, 4)).toBe('KEY0');
});
