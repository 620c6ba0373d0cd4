import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { LaboratoryLine } from '#numeric/wavelength/solve';

/** Chemical elements that shine in each lamp, by the LAMP_ keyword that says it is lit. */
const LAMP_ELEMENTS: Readonly<Record<string, readonly string[]>> = {
  HGA: ['Hg', 'Ar'],
  NE: ['Ne'],
  AR: ['Ar'],
  FE: ['Fe', 'He', 'Ar'],
  CU: ['Cu', 'He', 'Ar'],
};

/** Lamps in which ionized argon is as bright as neutral argon. */
const HOLLOW_CATHODES: readonly string[] = ['FE', 'CU'];

/** Ionized lines in a lamp without hollow cathode, as share of their listed intensity (estimated from Goodman's pencil lamps). */
const ION_DIMMING = 0.02;

interface ListedLine {
  readonly element: string;
  readonly ionized: boolean;
  readonly wavelengthAngstrom: number;
  readonly intensity: number;
  readonly fit: boolean;
}

let listed: readonly ListedLine[] | undefined;

/** Reads `lamp-lines.csv` beside this file once; SOURCES.md says where each line comes from. */
function listedLines(): readonly ListedLine[] {
  if (listed === undefined) {
    const path = import.meta.url.endsWith('.ts') ? './lamp-lines.csv' : '../../../activities/reference/lamp-lines.csv';
    const rows = readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8').trim().split('\n').slice(1);
    listed = rows.map((row) => {
      const [element = '', ion, wavelength, intensity, use] = row.split(',');
      return { element, ionized: ion !== 'I', wavelengthAngstrom: Number(wavelength), intensity: Number(intensity), fit: use === 'fit' };
    });
  }
  return listed;
}

/**
 * Lamps that observers of Goodman light together, most used first: HgArNe, HgAr, CuHeAr, FeHeAr, Ne, Ar (the lamps of the reference library).
 */
export const LIKELY_LAMPS: readonly (readonly string[])[] = [['HGA', 'NE'], ['HGA'], ['CU'], ['FE'], ['NE'], ['AR']];

/** Whether one of these lamps (`HGA`, `NE`, `AR`, `FE`, `CU`) is a hollow cathode. */
export function isHollowCathode(lamps: readonly string[]): boolean {
  return lamps.some((lamp) => HOLLOW_CATHODES.includes(lamp));
}

/**
 * The laboratory lines of the lit lamps, 2950–10500 angstrom in air, blue to red.
 *
 * @param elements lamps by the rest of their LAMP_ keyword (`HGA`, `NE`, `AR`, `FE`, `CU`) or chemical elements (`Hg`, `Ne`, `Ar`,
 *                 `Fe`, `Cu`, `He`); what is named twice counts once.
 * @param hollowCathode whether ionized lines shine as bright as listed (see {@link isHollowCathode}); otherwise they count 2 %.
 * @returns strength is the listed intensity, on a scale of its own for every element.
 * @throws {RangeError} if a name is neither a lamp nor a listed element.
 */
export function laboratoryLines(elements: readonly string[], hollowCathode: boolean): LaboratoryLine[] {
  const lines = listedLines();
  const wanted = new Set(elements.flatMap((name) => LAMP_ELEMENTS[name] ?? [name]));
  for (const element of wanted) {
    if (!lines.some((line) => line.element === element)) throw new RangeError(`no laboratory lines of '${element}'`);
  }
  return lines
    .filter((line) => wanted.has(line.element))
    .map(({ element, ionized, wavelengthAngstrom, intensity, fit }) => {
      return { wavelengthAngstrom, element, ionized, fit, strength: intensity * (ionized && !hollowCathode ? ION_DIMMING : 1) };
    })
    .sort((a, b) => a.wavelengthAngstrom - b.wavelengthAngstrom);
}
