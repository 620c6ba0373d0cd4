import { quantile } from '#numeric/math/statistics';
import { prepareNight, simulateFrame, type NightPlan, type ShotKind, type TargetTruth } from '#numeric/synthetic/night';
import { reductionSettings } from '../domain/settings.js';
import { simulatedGoodman } from '../instruments/goodman/simulated/simulated-goodman.js';
import { decodeRaw } from '../products/decode-raw.js';
import type { ProductKind, Products } from '../products/index.js';
import { laboratoryLines } from '../reference/line-lists.js';
import { stepSettingsOf, type StepName } from '../steps/index.js';
import type { StepResult } from '../steps/step.js';
import type { StepWork } from './tasks.js';

/** A star on 150 rows at 2×2 with its bias frames, flats and lamp. */
function smallNight(): NightPlan {
  return {
    seed: 150,
    binning: 2,
    date: '2026-11-23',
    proposal: 'REHEARSAL',
    biases: 3,
    laboratoryLines: laboratoryLines(['HGA', 'NE'], true),
    region: { firstRow: 690, rows: 300 },
    blocks: [{ mode: '400_M1', lamps: ['HGA', 'NE'], flats: 2, spectra: [{ object: 'star', exposureSecond: 300, targets: [{ row: 0.455, electronsPerPixel: 2600 }] }] }],
  };
}

/** What any thread that computes rightly keeps to, far above the noise of the rehearsed star: its light against the truth, and its wavelengths, native pixel. */
const LARGEST_LIGHT_ERROR = 0.02;
const LARGEST_WAVELENGTH_ERROR_PIXEL = 0.05;

/**
 * Reduces a small simulated night, a step at a time: between two of them the thread may do other work. What comes out is compared with what was simulated, so a machine
 * that computes wrongly is known before it has reduced anything.
 * @throws Error in one sentence when the rehearsed spectrum is not what was simulated.
 */
export function* rehearsal(perform: (work: StepWork) => StepResult<ProductKind>): Generator<undefined, void, undefined> {
  const settings = stepSettingsOf(reductionSettings.parse({}));
  const night = prepareNight(smallNight(), simulatedGoodman());
  const raws = new Map<ShotKind, Products['rawFrame'][]>();
  let star: TargetTruth | undefined;
  for (const { number, kind } of night.shots) {
    const { name, bytes, truth } = simulateFrame(night, number);
    raws.set(kind, [...(raws.get(kind) ?? []), decodeRaw(bytes, name)]);
    star ??= truth.targets?.[0];
    yield;
  }

  const run = (step: StepName, inputs: Record<string, unknown>): unknown => perform({ step, inputs, settings: settings[step], sources: {} }).product;
  const masterBias = run('combineBias', { frames: raws.get('bias') });
  yield;
  const masterFlat = run('combineFlats', { frames: raws.get('flat'), masterBias });
  yield;
  const corrected = function* (raw: unknown): Generator<undefined, unknown, undefined> {
    run('checkPlausibility', { raw });
    const frame = run('correctBias', { frame: run('trim', { raw, masterFlat }), masterBias });
    yield;
    return run('correctFlat', { frame, flat: run('normalizeFlat', { masterFlat }) });
  };
  const arc = yield* corrected(raws.get('arc')?.[0]);
  yield;
  const frame = run('rejectCosmicRays', { frame: yield* corrected(raws.get('spectrum')?.[0]) });
  yield;
  const targets = run('findTargets', { frame });
  yield;
  const spectra = run('extract', { frame, targets });
  yield;
  refuseWrongNumbers(run('calibrateWavelength', { spectra, arc }) as Products['calibratedSpectra'], star);
}

/** @throws Error in one sentence when the rehearsed star is not the simulated one. */
function refuseWrongNumbers({ spectra, exposure }: Products['calibratedSpectra'], truth: TargetTruth | undefined): void {
  const [spectrum] = spectra;
  if (!spectrum || !truth) throw new Error('This machine cannot reduce: a simulated frame with a star gave no spectrum. The worker stops; look at its processor, its memory and its version of Node.');
  const { flux, mask, wavelengths } = spectrum;
  const first = exposure.lightSection.x0;
  let measured = 0;
  let simulated = 0;
  const errors = wavelengths.map((wavelength, x) => Math.abs((wavelength - (truth.wavelength[first + x] ?? NaN)) / ((truth.wavelength[first + x + 1] ?? NaN) - (truth.wavelength[first + x] ?? NaN))));
  flux.forEach((value, x) => {
    if (mask[x] !== 0 || !Number.isFinite(value)) return;
    measured += value;
    simulated += truth.electrons[first + x] ?? NaN;
  });
  const light = measured / simulated;
  const error = quantile(errors.filter(Number.isFinite), 0.5);
  if (Math.abs(light - 1) < LARGEST_LIGHT_ERROR && error < LARGEST_WAVELENGTH_ERROR_PIXEL) return;
  throw new Error(`This machine computes wrongly: of a simulated star it gives ${light.toFixed(3)} of the light, and wavelengths off by ${error.toFixed(3)} pixel. The worker stops; look at its processor, its memory and its version of Node.`);
}
