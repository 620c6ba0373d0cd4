import type { Random } from '../../math/random.js';
import type { SimulatedInstrument } from '../instrument.js';
import type { SlitImage } from '../light/slit-image.js';
import { sourceSpectrum } from '../light/source-spectrum.js';
import type { Scene } from '../optics/scene.js';
import type { PlannedTarget } from '../plan/plan.js';
import type { SlitIllumination } from './illumination.js';
import type { SimulatedSource } from './star-image.js';
import { gaussianDensity, starProfile, type StarProfile } from './star-profile.js';

/** What all sources of one exposure have in common. */
export interface SourcePlace {
  readonly instrument: SimulatedInstrument;
  readonly scene: Scene;
  readonly slit: SlitIllumination;
  readonly image: SlitImage;
  /** Full width at half maximum of a star at 5500 Å, arcsecond. */
  readonly seeingArcsecond: number;
  /** Widths are 1 + bend·(2u² − 1) of it, u = −1…1 along the spectrum. */
  readonly focusBend: number;
  readonly profile: StarProfile;
}

const SEEING_EXPONENT = -0.2; // Kolmogorov turbulence

/** A planned target as it stands on the slit; `first` is the one that it may be planned beside. */
export function simulatedSource(place: SourcePlace, target: PlannedTarget, random: Random, first?: SimulatedSource): SimulatedSource {
  const { slit, seeingArcsecond, instrument } = place;
  const along = target.row ?? 0.25 + 0.5 * random.uniform();
  const { arcsecondPerPixel } = instrument.optics;
  const row = first && target.besideFwhm !== undefined ? first.row + (target.besideFwhm * seeingArcsecond) / arcsecondPerPixel : slit.lowRow + along * (slit.highRow - slit.lowRow);
  const source = imageOf(place, row, target, target.kind ?? 'star', random);
  if (!target.emission) return source;
  const { offsetArcsecond = 0, fwhmArcsecond = target.fwhmArcsecond, electronsPerPixel } = target.emission;
  return { ...source, emission: imageOf(place, row + offsetArcsecond / arcsecondPerPixel, { electronsPerPixel, fwhmArcsecond }, 'lines', random.fork('emission')) };
}

function imageOf(
  { instrument: { sensitivity, optics }, scene, image, seeingArcsecond, focusBend, profile }: SourcePlace,
  row: number,
  { electronsPerPixel, fwhmArcsecond }: Pick<PlannedTarget, 'electronsPerPixel' | 'fwhmArcsecond'>,
  kind: NonNullable<PlannedTarget['kind']>,
  random: Random,
): SimulatedSource {
  const spectrum = sourceSpectrum(sensitivity, scene, { kind, peakElectron: electronsPerPixel }, image, random);
  if (fwhmArcsecond !== undefined) {
    const fwhmRows = fwhmArcsecond / optics.arcsecondPerPixel;
    return { row, spectrum, fwhmRows: () => fwhmRows, profile: starProfile(gaussianDensity) };
  }
  const star = seeingArcsecond / optics.arcsecondPerPixel;
  const bent = (column: number): number => {
    const u = (2 * (column - scene.firstEdge)) / (scene.lastEdge - scene.firstEdge) - 1;
    return 1 + focusBend * (2 * u * u - 1);
  };
  return { row, spectrum, fwhmRows: (wavelength, column) => star * bent(column) * (wavelength / 5500) ** SEEING_EXPONENT, profile };
}
