import { Context } from '@temporalio/activity';
import { flagsOf } from '../domain/quality-flags.js';
import { LEVEL } from '../domain/reduction.js';
import { reasonGoneOn, reasonWithoutLamp } from '../domain/sky-verdict.js';
import type { TrialArray, TrialInput, TrialOutcome, TrialSpectrum } from '../domain/trial.js';
import type { ProductRef } from '../products/product-ref.js';
import { reduceLongslit } from '../recipes/longslit.js';
import { describedFile } from '../store/frame-records.js';
import { manualChoicesOf } from '../store/manual-choice.js';
import { rehearseReduction } from '../store/rehearse-reduction.js';
import { bytesOf, arraysOf } from '../views/spectrum-arrays.js';
import { viewSpectrum } from '../views/spectrum-view.js';
import { chooseFor, taskOf } from './begin-reduction.js';
import type { ReductionParts } from './parts.js';
import { withSteps } from './reduce.js';

/**
 * Reduces a spectrum with other settings, by the same recipe and the same choice of calibrations, and gives what comes out instead of keeping it: no file,
 * no version, no event, no run. Products of single steps are found again by the reduction that follows, if the settings are taken.
 * @throws ReductionError of the step that failed
 */
export async function tryReduction(parts: ReductionParts, { fileId, settings: asked }: TrialInput): Promise<TrialOutcome> {
  const { database } = parts;
  const file = await describedFile(database, fileId);
  const [{ after: settings }, manual] = await Promise.all([rehearseReduction(database, file, asked), manualChoicesOf(database, { fileId })]);
  const frame = taskOf(file, settings, manual);
  if (frame.role !== 'spectrum') return { state: 'failed', reason: frame.reason || `${file.fileName} is no spectrum`, spectra: [] };
  const { choice } = await chooseFor(parts, file, { settings, manual }, { use: {}, without: [] });
  if (!choice.complete && choice.extractable !== true) return { state: 'failed', reason: choice.reason, spectra: [] };
  const made: ProductRef[] = [];
  const { sky } = await withSteps(parts, frame.stepSettings, (steps) =>
    reduceLongslit(steps, (product) => Promise.resolve(void made.push(product)), { ...frame, calibrations: choice.calibrations }),
  );
  const best = made.find(({ kind }) => kind === 'calibratedSpectra') ?? made.find(({ kind }) => kind === 'spectra');
  return { state: 'done', reason: choice.complete ? reasonGoneOn(choice.reason, sky) : reasonWithoutLamp(choice.reason, sky), spectra: best ? await spectraOf(parts, best) : [] };
}

/** As a viewer shows the file that a reduction would keep. */
async function spectraOf({ resolver, pool }: ReductionParts, product: ProductRef): Promise<TrialSpectrum[]> {
  const { cancellationSignal: signal } = Context.current();
  const value = await resolver.resolve(product, signal);
  const files = await pool.encode(product.kind, value, { key: product.key, date: new Date().toISOString().slice(0, 10) }, signal);
  return files.filter(({ dataType }) => dataType === LEVEL.extracted || dataType === LEVEL.calibrated).map((file) => {
    const view = viewSpectrum(file.bytes, file.fileName);
    const quality = { ...product.quality, ...file.quality };
    const arrays = arraysOf(view).map(({ name, type, values }): TrialArray => ({ name, type, base64: bytesOf(type, values).toString('base64') }));
    return { target: view.target, snr: view.snr, extraction: view.extraction, axis: view.axis, quality, flags: flagsOf(quality).map(({ sentence }) => sentence), arrays };
  });
}
