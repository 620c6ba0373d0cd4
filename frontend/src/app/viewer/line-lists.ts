import type { PlainKey } from '../texts/text';

/** A line that may be looked for. */
export interface NamedLine {
  readonly name: string;
  /** In air, at rest, angstrom. */
  readonly angstrom: number;
}

export type LineList = 'hydrogen' | 'helium' | 'metals' | 'nebular' | 'sky' | 'lamp';

const list = (name: string, ...lines: number[]): NamedLine[] => lines.map((angstrom) => ({ name, angstrom }));

/**
 * Wavelengths in air, angstrom: the Atomic Spectra Database of NIST (version 5.11) for atoms; forbidden lines as there; the sky after Osterbrock et al. 1996,
 * PASP 108, 277, and the heads of the telluric bands of oxygen after Fraunhofer's letters. Lamp lines are those of the solution that the spectrum was made with.
 */
export const lineLists: Readonly<Record<Exclude<LineList, 'lamp'>, readonly NamedLine[]>> = {
  hydrogen: [...list('Hα', 6562.79), ...list('Hβ', 4861.35), ...list('Hγ', 4340.47), ...list('Hδ', 4101.73), ...list('Hε', 3970.08), ...list('H8', 3889.06), ...list('H9', 3835.4), ...list('P12', 8750.47), ...list('P11', 8862.78), ...list('P10', 9014.91), ...list('P9', 9229.01)],
  helium: [...list('He I', 3888.65, 4026.19, 4471.48, 4921.93, 5015.68, 5875.62, 6678.15, 7065.18), ...list('He II', 4685.7, 5411.52)],
  metals: [...list('Ca II K', 3933.66), ...list('Ca II H', 3968.47), ...list('Ca I', 4226.73), ...list('Fe I', 4383.54, 5269.54, 5328.04), ...list('Mg I b', 5167.32, 5172.68, 5183.6), ...list('Na I D', 5889.95, 5895.92), ...list('Si II', 6347.11, 6371.37), ...list('O I', 7771.94), ...list('Ca II', 8498.02, 8542.09, 8662.14)],
  nebular: [...list('[O II]', 3726.03, 3728.82), ...list('[Ne III]', 3868.76, 3967.47), ...list('[O III]', 4363.21, 4958.91, 5006.84), ...list('[O I]', 6300.3, 6363.78), ...list('[S III]', 6312.06, 9068.6, 9530.6), ...list('[N II]', 6548.05, 6583.45), ...list('[S II]', 6716.44, 6730.82), ...list('[Ar III]', 7135.79)],
  sky: [...list('Hg I', 4358.33, 5460.74), ...list('[O I]', 5577.34, 6300.3, 6363.78), ...list('Na I', 5889.95, 5895.92), ...list('OH', 7276.41, 7340.89, 7750.64, 7794.11, 7821.5, 7913.71, 7964.65, 7993.33, 8344.6, 8399.17, 8430.17, 8827.1, 8885.85), ...list('O₂ B', 6867.2), ...list('O₂ A', 7593.7)],
}; // prettier-ignore

/** What does not move with the source: it is of our own air, or of the lamp. */
const AT_REST: readonly LineList[] = ['sky', 'lamp'];

export const listNames: readonly (readonly [LineList, PlainKey])[] = [
  ['hydrogen', 'viewer.lines.hydrogen'],
  ['helium', 'viewer.lines.helium'],
  ['metals', 'viewer.lines.metals'],
  ['nebular', 'viewer.lines.nebular'],
  ['sky', 'viewer.lines.sky'],
  ['lamp', 'viewer.lines.lamp'],
];

/** The lines of the lists that were picked, where the redshift puts them, by wavelength. */
export function linesAt(picked: readonly LineList[], redshift: number, lamp: readonly NamedLine[]): NamedLine[] {
  return picked
    .flatMap((name) => (name === 'lamp' ? lamp : lineLists[name]).map((line) => (AT_REST.includes(name) ? line : { ...line, angstrom: line.angstrom * (1 + redshift) })))
    .sort((a, b) => a.angstrom - b.angstrom);
}
