import type { LaboratoryLine } from '#numeric/wavelength/solve';

type SkyLine = readonly [wavelengthAngstrom: number, brightness: number];

/** Lines whose place is known to a few hundredths of an angstrom, or pairs narrower than a tenth; brightness against [O I] 5577. SOURCES.md says where they come from. */
const SINGLE: Readonly<Record<string, readonly SkyLine[]>> = {
  'Hg I': [[4046.563, 0.03], [4358.328, 0.06], [5460.735, 0.06]],
  'O I': [[5577.338, 1], [6300.304, 0.6], [6363.776, 0.2]],
  'Na I': [[5889.953, 0.25], [5895.923, 0.15]],
  OH: [
    [5915.301, 0.03], [5932.862, 0.05], [5953.42, 0.04], [6257.961, 0.04], [6287.434, 0.05], [6306.869, 0.04], [6498.729, 0.05], [6533.044, 0.06], [6553.617, 0.06],
    [6841.945, 0.04], [6863.955, 0.12], [6889.288, 0.05], [6900.833, 0.06], [6912.623, 0.06], [6923.22, 0.12], [6939.521, 0.08], [6969.93, 0.04], [7003.858, 0.03],
    [7244.907, 0.06], [7276.405, 0.25], [7284.439, 0.16], [7303.716, 0.15], [7316.282, 0.3], [7329.148, 0.16], [7340.885, 0.35], [7358.659, 0.1], [7571.746, 0.05],
    [7750.64, 0.45], [7759.996, 0.07], [7794.112, 0.4], [7808.467, 0.15], [7821.503, 0.35], [7841.266, 0.12], [7913.708, 0.45], [7949.204, 0.15], [7964.65, 0.4], [7993.332, 0.4], [8014.059, 0.1],
    [8310.719, 0.1], [8344.602, 0.45], [8382.392, 0.2], [8399.17, 0.8], [8415.231, 0.2], [8430.174, 0.85], [8452.25, 0.2], [8493.389, 0.25],
    [8791.186, 0.25], [8827.096, 0.6], [8885.85, 0.9], [8903.114, 0.25], [8943.395, 0.35], [8988.366, 0.15],
    [9375.961, 0.6], [9419.729, 0.35], [9439.65, 0.7], [9458.528, 0.2], [9502.815, 0.3], [9552.534, 0.25],
  ],
}; // prettier-ignore

/** Wider pairs that any slit shows as one line, by the mean of their light: they help to recognize the sky and do not pull the solution. */
const PAIRS: Readonly<Record<string, readonly SkyLine[]>> = {
  'N I': [[5198.9, 0.03]],
  OH: [[6831.1, 0.12], [6949.0, 0.06], [7392.2, 0.1], [8025.81, 0.15], [8062.16, 0.12], [8465.33, 0.6], [8504.81, 0.25], [8777.72, 0.35], [8919.63, 0.6], [8958.08, 0.4], [9001.35, 0.15], [9049.47, 0.1], [9476.85, 0.4], [9519.36, 0.25], [9567.36, 0.2]],
}; // prettier-ignore

/** The lines of the night sky as a solver takes those of a lamp, in air, blue to red. */
export const nightSkyLines: readonly LaboratoryLine[] = [...linesOf(SINGLE, true), ...linesOf(PAIRS, false)].sort((a, b) => a.wavelengthAngstrom - b.wavelengthAngstrom);

function linesOf(lists: typeof SINGLE, fit: boolean): LaboratoryLine[] {
  return Object.entries(lists).flatMap(([element, lines]) => lines.map(([wavelengthAngstrom, strength]) => ({ wavelengthAngstrom, element, ionized: false, strength, fit })));
}
