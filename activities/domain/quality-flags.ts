import { qualities, type QualityName, type QualityNumber } from './qualities.js';

/** A number beyond its bound: the product that carries it is flagged, with this sentence. */
export interface QualityFlag {
  readonly name: QualityName;
  readonly value: number;
  readonly sentence: string;
}

/** Numbers beyond their bounds, each with its sentence, in the order of the table. */
export function flagsOf(quality: Readonly<Record<string, number>>): QualityFlag[] {
  return (Object.keys(qualities) as QualityName[]).flatMap((name): QualityFlag[] => {
    const value = quality[name];
    if (value === undefined) return [];
    // What was not a number came back from JSON as null.
    const sentence = sentenceBeyond(qualities[name], value);
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
