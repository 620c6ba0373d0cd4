import type { Quality } from './products.js';

/** A number that a step measured about a frame or a spectrum, and what is to be thought of it. */
export interface QualityNumber {
  /** Empty for a count or a ratio. */
  readonly unit: string;
  /** Of the card in a product's header: `GSQ_` and four letters. */
  readonly keyword: string;
  /** What it is, short enough for the comment of a card. */
  readonly meaning: string;
  readonly atLeast?: number;
  readonly atMost?: number;
  /** Where the bounds come from; a number without bounds says why it has none. */
  readonly source: string;
  /** What to think and do when it is beyond a bound. */
  readonly advice?: string;
}

/** A number beyond its bound: the product that carries it is flagged, with this sentence. */
export interface QualityFlag {
  readonly name: QualityName;
  readonly value: number;
  readonly sentence: string;
}

/** Every quality number by its name, in the order in which a frame meets them. */
export const qualities = {
  overscanMedianAdu: { unit: 'adu', keyword: 'GSQ_OVER', meaning: 'median level of the overscan', source: 'none: the level is subtracted, whatever it is' },
  overscanRmsAdu: {
    unit: 'adu',
    keyword: 'GSQ_ODRF',
    meaning: 'rms of the overscan level along the rows',
    atMost: 20,
    source: 'Real Goodman frames drift by 0.5 to 6 adu; 20 is three times the worst of them',
    advice: 'The electronics were not stable; look at the bias frames of this night.',
  },
  overscanReadNoiseAdu: { unit: 'adu', keyword: 'GSQ_ORON', meaning: 'read noise measured in the overscan', source: 'judged as a ratio to the header, readNoiseRatio' },
} as const satisfies Readonly<Record<string, QualityNumber>>;

export type QualityName = keyof typeof qualities;

const table: Readonly<Record<string, QualityNumber>> = qualities;

/** What is declared of a number; undefined when no table entry has its name. */
export function qualityNamed(name: string): QualityNumber | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** Numbers beyond their bounds, each with its sentence, in the order of the table. */
export function flagsOf(quality: Quality): QualityFlag[] {
  return (Object.keys(qualities) as QualityName[]).flatMap((name): QualityFlag[] => {
    const value = quality[name];
    if (value === undefined) return [];
    // What was not a number came back from JSON as null.
    const sentence = sentenceBeyond(qualities[name], (value as number | null) ?? NaN);
    return sentence === undefined ? [] : [{ name, value, sentence }];
  });
}

/** "Seeing on the slit is 6.2 arcsec, more than 5 arcsec: …"; undefined within the bounds. What is not a number is beyond every bound. */
function sentenceBeyond({ unit, meaning, atLeast, atMost, advice }: QualityNumber, value: number): string | undefined {
  if (atLeast === undefined && atMost === undefined) return undefined;
  const low = atLeast !== undefined && !(value >= atLeast);
  const high = atMost !== undefined && !(value <= atMost);
  if (!low && !high) return undefined;
  const found = Number.isFinite(value) ? spoken(value, unit) : 'not known';
  const limit = low ? `less than ${spoken(atLeast, unit)}` : `more than ${spoken(atMost ?? NaN, unit)}`;
  const said = Number.isFinite(value) ? `${found}, ${limit}` : found;
  return `${meaning.charAt(0).toUpperCase()}${meaning.slice(1)}: ${said}.${advice === undefined ? '' : ` ${advice}`}`;
}

/** "used master_bias_…; flagged: Overscan …" */
export function withFlags(reason: string, flags: readonly string[]): string {
  return flags.length === 0 ? reason : `${reason}${reason === '' ? '' : '; '}flagged: ${flags.join(' ')}`;
}

function spoken(value: number, unit: string): string {
  return `${Number(value.toPrecision(3))}${unit === '' ? '' : ` ${unit}`}`;
}
