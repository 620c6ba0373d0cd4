import type { Random } from '../../math/random.js';
import type { SimulatedInstrument } from '../instrument.js';
import { columnAtWavelength } from '../optics/optical-model.js';
import type { Scene } from '../optics/scene.js';
import type { LampLine } from '../plan/plan.js';
import { addContinuum, addLine, darkSpectrum, type ColumnSpectrum } from './column-spectrum.js';
import { slitImageDensity, type SlitImage } from './slit-image.js';
import { instrumentThroughput } from './throughput.js';

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

const ION_DIMMING = 0.02; // ionized lines in a lamp without hollow cathode
const STRENGTH_SCATTER = 0.5; // natural logarithm; listed strengths are rough
const UNLISTED_WEAKEST = 0.003;
const UNLISTED_STRONGEST = 0.08; // of the brightest line
const GLOW = 2e-4; // continuum of the lamp, of the brightest line's peak

/** What light a lamp exposure asks for. */
export interface LampRequest {
  readonly lamps: readonly string[];
  readonly laboratoryLines: readonly LampLine[];
  readonly unlistedLines: number;
  /** Peak of the brightest line, electron per unbinned pixel. */
  readonly brightestPeakElectron: number;
  readonly slit: SlitImage;
}

/** Listed strength of each line that shines in a mode, against the strongest of its element, times the weight of the element in the lit lamps. */
function listedStrengths({ lamps: contents }: SimulatedInstrument, lamps: readonly string[], inRange: readonly LampLine[]): Map<LampLine, number> {
  const relative = new Map<LampLine, number>();
  for (const lamp of lamps) {
    const { elements, hollowCathode } = contents[lamp];
    for (const { element, weight } of elements) {
      const lines = inRange.filter((line) => line.element === element);
      const strongest = Math.max(...lines.map((line) => line.strength));
      for (const line of lines) {
        const dimming = line.ionized && !hollowCathode ? ION_DIMMING : 1;
        relative.set(line, (relative.get(line) ?? 0) + (weight * dimming * line.strength) / strongest);
      }
    }
  }
  return relative;
}

/** The lines that lit lamps show in a mode, blue to red. Strengths scatter by a factor e^±0.5 about the list, and fade with the throughput. */
export function lampLines(instrument: SimulatedInstrument, scene: Scene, request: LampRequest, random: Random): LampLineTruth[] {
  const inRange = request.laboratoryLines.filter((line) => line.wavelengthAngstrom > scene.blueAngstrom && line.wavelengthAngstrom < scene.redAngstrom);
  const relative = listedStrengths(instrument, request.lamps, inRange);
  const through = instrumentThroughput(instrument.sensitivity, scene);
  const scattered = [...relative].map(([line, strength]) => {
    return { line, strength: strength * through(line.wavelengthAngstrom) * Math.exp(STRENGTH_SCATTER * random.normal()) };
  });
  const brightest = scattered.reduce((max, { strength }) => Math.max(max, strength), 0) || 1;
  const total = request.brightestPeakElectron / slitImageDensity(request.slit, 0);
  const at = (wavelengthAngstrom: number): number => columnAtWavelength(scene.model, wavelengthAngstrom);
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
