import { columnAtWavelength } from '../wavelength/grating-model.js';
import type { Random } from '../math/random.js';
import { addContinuum, addLine, darkSpectrum, slitImageDensity, type ColumnSpectrum, type SlitImage } from './column-spectrum.js';
import type { LampKeyword, LampLine } from './plan.js';
import type { Scene } from './scene.js';
import { instrumentThroughput } from './sky-and-stars.js';

/** A lamp line as it was simulated. */
export interface LampLineTruth {
  readonly wavelengthAngstrom: number;
  readonly element: string;
  /** False for a line that the laboratory list does not hold. */
  readonly listed: boolean;
  /** Light of the whole line, electron per unbinned row, at the reference row where the slit lets everything through. */
  readonly electrons: number;
  /** Unbinned detector column of its center in the reference row. */
  readonly column: number;
}

/** What is inside the lamps, and how bright each element shines against the brightest. */
const LAMP_CONTENT: Readonly<Record<LampKeyword, readonly { element: string; weight: number }[]>> = {
  HGA: [{ element: 'Hg', weight: 1 }, { element: 'Ar', weight: 0.5 }],
  NE: [{ element: 'Ne', weight: 1 }],
  AR: [{ element: 'Ar', weight: 1 }],
  FE: [{ element: 'Fe', weight: 0.6 }, { element: 'He', weight: 0.6 }, { element: 'Ar', weight: 1 }],
  CU: [{ element: 'Cu', weight: 0.6 }, { element: 'He', weight: 0.6 }, { element: 'Ar', weight: 1 }],
};
const HOLLOW_CATHODE: ReadonlySet<LampKeyword> = new Set(['FE', 'CU']);
const ION_DIMMING = 0.02; // ionized lines in a lamp without hollow cathode
const STRENGTH_SCATTER = 0.5; // natural logarithm; listed strengths are rough
const UNLISTED_WEAKEST = 0.003;
const UNLISTED_STRONGEST = 0.08; // of the brightest line
const GLOW = 2e-4; // continuum of the lamp, of the brightest line's peak

export interface LampRequest {
  readonly lamps: readonly LampKeyword[];
  readonly laboratoryLines: readonly LampLine[];
  readonly unlistedLines: number;
  /** Peak of the brightest line, electron per unbinned pixel. */
  readonly brightestPeakElectron: number;
  readonly slit: SlitImage;
}

/** The lines that lit lamps show in a mode, blue to red. Strengths scatter by a factor e^±0.5 about the list, and fade with the throughput. */
export function lampLines(scene: Scene, request: LampRequest, random: Random): LampLineTruth[] {
  const inRange = request.laboratoryLines.filter((line) => line.wavelengthAngstrom > scene.blueAngstrom && line.wavelengthAngstrom < scene.redAngstrom);
  const relative = new Map<LampLine, number>();
  for (const lamp of request.lamps) {
    for (const { element, weight } of LAMP_CONTENT[lamp]) {
      const lines = inRange.filter((line) => line.element === element);
      const strongest = Math.max(...lines.map((line) => line.strength));
      for (const line of lines) {
        const dimming = line.ionized && !HOLLOW_CATHODE.has(lamp) ? ION_DIMMING : 1;
        relative.set(line, (relative.get(line) ?? 0) + (weight * dimming * line.strength) / strongest);
      }
    }
  }
  const through = instrumentThroughput(scene);
  const scattered = [...relative].map(([line, strength]) => {
    return { line, strength: strength * through(line.wavelengthAngstrom) * Math.exp(STRENGTH_SCATTER * random.normal()) };
  });
  const brightest = scattered.reduce((max, { strength }) => Math.max(max, strength), 0) || 1;
  const total = request.brightestPeakElectron / slitImageDensity(request.slit, 0);
  const at = (wavelengthAngstrom: number): number => columnAtWavelength(scene.setup, scene.model, wavelengthAngstrom);
  const listed = scattered.map(({ line, strength }): LampLineTruth => {
    const { wavelengthAngstrom, element } = line;
    return { wavelengthAngstrom, element, listed: true, electrons: (total * strength) / brightest, column: at(wavelengthAngstrom) };
  });
  const unlisted = Array.from({ length: request.unlistedLines }, (): LampLineTruth => {
    const wavelengthAngstrom = scene.blueAngstrom + random.uniform() * (scene.redAngstrom - scene.blueAngstrom);
    const strength = UNLISTED_WEAKEST * (UNLISTED_STRONGEST / UNLISTED_WEAKEST) ** random.uniform();
    return { wavelengthAngstrom, element: '?', listed: false, electrons: total * strength, column: at(wavelengthAngstrom) };
  });
  return [...listed, ...unlisted].sort((a, b) => a.wavelengthAngstrom - b.wavelengthAngstrom);
}

/** The spectrum of lit lamps in the reference row, electron per unbinned column and row. */
export function lampSpectrum(scene: Scene, lines: readonly LampLineTruth[], request: LampRequest): ColumnSpectrum {
  const spectrum = darkSpectrum(scene.firstEdge, scene.lastEdge);
  addContinuum(spectrum, () => GLOW * request.brightestPeakElectron);
  for (const line of lines) addLine(spectrum, request.slit, line.column, line.electrons);
  return spectrum;
}

/**
 * Wavelengths of the outermost listed lines that stand out of the noise of a single raw row by 10 σ: between them a lamp
 * can be judged; outside, any solution is an extrapolation. Only lines in the `detectorColumns` columns that are kept count.
 * Null when no line stands out.
 */
export function lampRange(
  lines: readonly LampLineTruth[],
  slit: SlitImage,
  pixel: { readonly binX: number; readonly binY: number; readonly readNoiseElectron: number; readonly detectorColumns: number },
): { loAngstrom: number; hiAngstrom: number } | null {
  const clear = lines.filter((line) => {
    const peak = line.electrons * slitImageDensity(slit, 0) * pixel.binX * pixel.binY;
    const onDetector = line.column > 0 && line.column < pixel.detectorColumns - 1;
    return line.listed && onDetector && peak > 10 * Math.sqrt(peak + pixel.readNoiseElectron ** 2);
  });
  return clear.length === 0 ? null : { loAngstrom: clear[0].wavelengthAngstrom, hiAngstrom: clear[clear.length - 1].wavelengthAngstrom };
}
