import { messageOf } from '../domain/errors.js';
import type { SkyVerdict } from '../domain/sky-verdict.js';
import type { Calibrations, ProductRef } from '../products/product-ref.js';
import { both, thenKeep, type BoundSteps, type Publish } from './steps.js';

/** Detector: what the CCD read out, in counts, becomes electrons with a variance and a mask, if it may be used at all. */
async function correctDetector(steps: BoundSteps, raw: ProductRef<'rawFrame'>, calibrations: Calibrations): Promise<ProductRef<'frame'>> {
  // Side by side, as nearly every frame is plausible; what the look at it says goes before what fails because of it.
  const [, frame] = await both(steps.checkPlausibility({ raw }), correctPixels(steps, raw, calibrations));
  return frame;
}

async function correctPixels(steps: BoundSteps, raw: ProductRef<'rawFrame'>, { masterBias, masterFlat }: Calibrations): Promise<ProductRef<'frame'>> {
  if (!masterFlat) return correctReadout(steps, { raw }, masterBias);
  // The slit is where the flat is lit; without a flat the whole height is kept.
  const [frame, flat] = await both(correctReadout(steps, { raw, masterFlat }, masterBias), steps.normalizeFlat({ masterFlat }));
  return steps.correctFlat({ frame, flat });
}

/** What the read-out left: overscan level, and the structure of the bias where there is one. */
async function correctReadout(steps: BoundSteps, input: Parameters<BoundSteps['trim']>[0], masterBias: Calibrations['masterBias']): Promise<ProductRef<'frame'>> {
  const frame = await steps.trim(input);
  return masterBias ? steps.correctBias({ frame, masterBias }) : frame;
}

/** One exposure, what it is reduced with, and what somebody chose. */
export interface LongslitRequest {
  readonly raw: ProductRef<'rawFrame'>;
  readonly calibrations: Calibrations;
  readonly rejectCosmicRays: boolean;
  /** Apertures were set by hand: they are extracted, whatever is found on the slit. */
  readonly apertures?: boolean;
  /** Where there is no lamp, lines of the night sky may give the wavelengths. */
  readonly calibrateBySky?: boolean;
}

/** The last product of a reduction. */
export interface Longslit {
  readonly product: ProductRef;
  /** What the night sky gave, where it was asked. */
  readonly sky?: SkyVerdict;
}

/**
 * Longslit, one exposure: raw counts in, a calibrated spectrum of every source on the slit out.
 * This is the whole reduction, in order; nothing outside this function decides it.
 */
export async function reduceLongslit(steps: BoundSteps, publish: Publish, request: LongslitRequest): Promise<Longslit> {
  const { raw, calibrations } = request;
  let frame = await correctDetector(steps, raw, calibrations);
  if (request.rejectCosmicRays) frame = await steps.rejectCosmicRays({ frame });

  // The spectra first, as they are what people wait for; the 2-D product of a frame without a source is kept all the same.
  return thenKeep(extractAndCalibrate(steps, publish, frame, request), () => publish(frame));
}

async function extractAndCalibrate(
  steps: BoundSteps,
  publish: Publish,
  frame: ProductRef<'frame'>,
  { calibrations: { arc, bracketArc }, apertures, calibrateBySky }: Pick<LongslitRequest, 'calibrations' | 'apertures' | 'calibrateBySky'>,
): Promise<Longslit> {
  // Where a person said what to sum, nothing is searched for.
  const spectra = apertures ? await steps.extractApertures({ frame }) : await extractSources(steps, frame);

  // Scale: the lamp, summed where the source fell, turns columns into wavelengths; with one before and one after, at the time of the exposure.
  if (arc) return thenKeep(calibrate(steps, publish, bracketArc ? { spectra, arc, bracketArc } : { spectra, arc }), () => publish(spectra));
  // Without one the night sky gives them where it shows enough lines; a blue spectrum stays extracted, and says why.
  if (calibrateBySky) return thenKeep(calibrateFromSky(steps, publish, { spectra, frame }), () => publish(spectra));
  await publish(spectra);
  return { product: spectra };
}

async function calibrate(steps: BoundSteps, publish: Publish, inputs: Parameters<BoundSteps['calibrateWavelength']>[0]): Promise<Longslit> {
  const calibrated = await steps.calibrateWavelength(inputs);
  await publish(calibrated);
  return { product: calibrated };
}

async function calibrateFromSky(steps: BoundSteps, publish: Publish, inputs: { readonly spectra: ProductRef<'spectra'>; readonly frame: ProductRef<'frame'> }): Promise<Longslit> {
  try {
    const calibrated = await steps.calibrateBySky(inputs);
    await publish(calibrated);
    const { linesUsed, predictedErrorPixel } = calibrated.quality;
    return { product: calibrated, sky: { calibrated: true, words: `wavelengths by ${linesUsed} lines of the night sky (expected error ${predictedErrorPixel?.toFixed(2)} pixel)` } };
  } catch (error) {
    const refusal = messageOf(error, 'sky-lines-insufficient');
    if (refusal === undefined) throw error;
    return { product: inputs.spectra, sky: { calibrated: false, words: `${refusal.charAt(0).toLowerCase()}${refusal.slice(1).replace(/\.$/, '')}` } };
  }
}

/** Slit: find the sources, follow them, sum their light above the sky. */
async function extractSources(steps: BoundSteps, frame: ProductRef<'frame'>): Promise<ProductRef<'spectra'>> {
  const targets = await steps.findTargets({ frame });
  return steps.extract({ frame, targets });
}

/**
 * A comparison lamp: the same detector corrections, but no cosmic-ray rejection, which would eat its sharp lines. Solving it
 * at the center of the slit proves that it can be used, before any spectrum depends on it.
 */
export async function reduceArc(
  steps: BoundSteps,
  publish: Publish,
  request: { readonly raw: ProductRef<'rawFrame'>; readonly calibrations: Calibrations },
): Promise<{ readonly frame: ProductRef<'frame'>; readonly solved: ProductRef<'calibratedSpectra'> }> {
  const frame = await correctDetector(steps, request.raw, request.calibrations);
  // What it was made from first: as soon as it is solved, spectra choose it.
  const [solved] = await both(solveArc(steps, frame), publish(frame));
  await publish(solved);
  return { frame, solved };
}

async function solveArc(steps: BoundSteps, frame: ProductRef<'frame'>): Promise<ProductRef<'calibratedSpectra'>> {
  const spectra = await steps.extractArc({ frame });
  return steps.calibrateWavelength({ spectra, arc: frame });
}
