import { CARD, latin1, padded, putAscii } from '../bytes.js';
import { integerOf, MOST_AXES } from '../layout.js';
import type { HeaderBlock } from '../parse-header.js';

/** What a keyword of the table was in the header of the image (FITS 4.0 §10.1.2). */
const RENAMED: Readonly<Record<string, string>> = {
  ZSIMPLE: 'SIMPLE', ZTENSION: 'XTENSION', ZBITPIX: 'BITPIX', ZNAXIS: 'NAXIS', ZEXTEND: 'EXTEND', ZBLOCKED: 'BLOCKED', ZPCOUNT: 'PCOUNT', ZGCOUNT: 'GCOUNT',
}; // prettier-ignore
const SUMS: Readonly<Record<string, string>> = { ZHECKSUM: 'CHECKSUM', ZDATASUM: 'DATASUM' };

/** Keywords that describe the table or the compression, and nothing of the image. */
const OF_THE_TABLE =
  /^(XTENSION|BITPIX|NAXIS\d*|PCOUNT|GCOUNT|TFIELDS|THEAP|CHECKSUM|DATASUM|(TTYPE|TFORM|TUNIT|TDISP|TSCAL|TZERO|TNULL|TDIM)\d+|ZIMAGE|ZCMPTYPE|ZQUANTIZ|ZDITHER0|ZMASKCMP|ZSCALE|ZZERO|ZBLANK|(ZTILE|ZNAME|ZVAL)\d+)$/;
/** The name that programs give where the image had none. */
const NO_NAME = /^EXTNAME = *'COMPRESSED_IMAGE *'/;

interface RestoreOptions {
  /** The image becomes the first HDU of its file, whatever it was; its CHECKSUM then means nothing. */
  readonly asPrimary?: boolean;
  /** Further lines of 80 characters, before END. */
  readonly more?: readonly string[];
}

/**
 * The header of a compressed image as it was before, in whole blocks: its structural cards first, then every other card as it stands, to the
 * byte. A blank value of integers that only the compression names (ZBLANK) becomes BLANK.
 * @throws {FitsError} where ZNAXIS is missing or absurd.
 * @see FITS 4.0 §10.1.2
 */
export function restoredHeader(bytes: Uint8Array, block: HeaderBlock, { asPrimary = false, more = [] }: RestoreOptions = {}): Uint8Array {
  const { header } = block;
  const found = new Map<string, string>();
  const rest: string[] = [];
  for (const { keyword, line } of linesOf(bytes, block)) {
    const renamed = RENAMED[keyword] ?? (/^ZNAXIS\d+$/.test(keyword) ? keyword.slice(1) : undefined);
    if (renamed !== undefined) found.set(renamed, renamedLine(renamed, line));
    else if (keyword in SUMS) {
      if (!(asPrimary && keyword === 'ZHECKSUM')) rest.push(renamedLine(SUMS[keyword], line));
    } else if (!OF_THE_TABLE.test(keyword) && !(keyword === 'EXTNAME' && NO_NAME.test(line))) rest.push(line);
  }
  const primary = asPrimary || found.has('SIMPLE');
  const axes = Array.from({ length: integerOf(block, 'ZNAXIS', 0, MOST_AXES) }, (_, i) => `NAXIS${i + 1}`);
  const first = primary ? (found.get('SIMPLE') ?? fixed('SIMPLE', 'T')) : fixed('XTENSION', "'IMAGE   '", found.get('XTENSION'));
  const groups = primary ? [found.get('EXTEND'), found.get('BLOCKED')] : [found.get('PCOUNT') ?? fixed('PCOUNT', '0'), found.get('GCOUNT') ?? fixed('GCOUNT', '1')];
  const blank = header.number('ZBLANK');
  if (blank !== undefined && (header.number('ZBITPIX') ?? 0) > 0 && !header.has('BLANK')) rest.push(fixed('BLANK', String(blank)));
  const lines = [first, found.get('BITPIX'), found.get('NAXIS'), ...axes.map((axis) => found.get(axis)), ...groups, ...rest, ...more];
  return blockOf(lines.filter((line) => line !== undefined));
}

function renamedLine(keyword: string, line: string): string {
  return keyword.padEnd(8) + line.slice(8);
}

function fixed(keyword: string, value: string, as?: string): string {
  return as ?? `${keyword.padEnd(8)}= ${value.startsWith("'") ? value.padEnd(20) : value.padStart(20)}`.padEnd(CARD);
}

/** Every line of a header, also those that continue a string. */
export function linesOf(bytes: Uint8Array, { offset, end }: HeaderBlock): { readonly keyword: string; readonly line: string }[] {
  const lines: { keyword: string; line: string }[] = [];
  for (let at = offset; at + CARD <= end; at += CARD) {
    const line = latin1(bytes, at, at + CARD);
    const keyword = line.slice(0, 8).trimEnd();
    if (/^END *$/.test(line)) break;
    lines.push({ keyword, line });
  }
  return lines;
}

function blockOf(lines: readonly string[]): Uint8Array {
  const block = new Uint8Array(padded((lines.length + 1) * CARD)).fill(32);
  lines.forEach((line, i) => putAscii(block, i * CARD, line));
  putAscii(block, lines.length * CARD, 'END');
  return block;
}
