import { beforeAll, describe, expect, it } from 'vitest';
import { compiledKernels } from '../assembly/compiled.mjs';
import { combineFrames } from '../detector/test-combine.js';
import { rejectCosmicRays } from '../cosmic-rays/lacosmic.js';
import { subtractBias } from '../detector/electrons.js';
import { toElectrons } from '../detector/test-electrons.js';
import { estimateOverscan } from '../detector/overscan.js';
import { extractSources, type ExtractedSpectrum } from './extract.js';
import { readFits, type ImageHdu } from '../fits/read.js';
import { divideFlat, normalizeFlat } from '../detector/flat.js';
import { cropFrame, type Frame, type Section } from '../frame.js';
import { createWasmKernels } from '../kernels/wasm.js';
import { modelSky } from '../sky/model.js';
import { quantile } from '../math/statistics.js';
import { prepareNight, simulateFrame, type SimulatedFrame, type TargetTruth } from '../synthetic/night.js';
import { fixtureInstrument } from '../synthetic/fixture-instrument.js';
import { smallNight } from '../synthetic/small-night.js';
import { exampleSlit } from '../sources/example-slit.js';
import { findTargets } from '../sources/targets.js';
import { traceRow, traceTarget, type Trace } from '../sources/trace.js';

/** Simulated exposures from raw counts to spectra, against what the simulator knows of each source. */
describe('from raw counts to the spectra of sources', () => {
  const scenes = {
    bright: [{ row: 0.47, electronsPerPixel: 20_000 }],
    faint: [{ row: 0.47, electronsPerPixel: 300 }],
    two: [
      { row: 0.46, electronsPerPixel: 6000 },
      { row: 0.49, electronsPerPixel: 1500 },
    ],
  };
  type Scene = keyof typeof scenes;
  interface Reduced {
    readonly truths: readonly TargetTruth[];
    readonly traces: readonly Trace[];
    readonly spectra: readonly ExtractedSpectrum[];
    /** Light falls from raw column x0 on, and the frame begins at raw row y0. */
    readonly crop: Section;
  }
  const reduced = new Map<Scene, Reduced>();

  beforeAll(async () => {
    const kernels = createWasmKernels(await compiledKernels());
    const spectra = Object.entries(scenes).map(([object, targets]) => ({ object, exposureSecond: 600, targets }));
    const night = prepareNight(smallNight({ biases: 8, blocks: [{ mode: '400_M1', lamps: ['HGA'], flats: 8, spectra }] }), fixtureInstrument);
    const frames = night.shots.map((_, i) => simulateFrame(night, i + 1));
    const { lightFrom, lightTo, geometry } = frames[0].truth;
    const light: Section = { x0: lightFrom, x1: lightTo, y0: 0, y1: geometry.ny };
    const electrons = ({ bytes, truth }: SimulatedFrame): Frame => {
      const image = { geometry: truth.geometry, data: (readFits(bytes).hdus[0] as ImageHdu).float32() };
      const { level } = estimateOverscan(image, { x0: 3, x1: 24, y0: 0, y1: truth.geometry.ny });
      return toElectrons(image, { ...truth, saturationAdu: 65_535, levelAdu: level, light: truth.kind !== 'bias' });
    };
    const ofKind = (kind: string): SimulatedFrame[] => frames.filter((frame) => frame.truth.kind === kind);
    const bias = cropFrame(combineFrames(ofKind('bias').map(electrons), { clipSigma: 5, method: 'mean' }, kernels).frame, light);
    const corrected = (frame: SimulatedFrame): Frame => subtractBias(cropFrame(electrons(frame), light), bias);
    const flat = normalizeFlat(combineFrames(ofKind('flat').map(corrected), { clipSigma: 5, method: 'mean', scale: 'median' }, kernels).frame, { method: 'simple', order: 15 }).frame;
    ofKind('spectrum').forEach((exposure, i) => {
      const { readNoiseElectron, targets: truths } = exposure.truth;
      const frame = rejectCosmicRays(divideFlat(corrected(exposure), flat), { readNoiseElectron }, kernels).frame;
      const targets = findTargets(frame, { slit: exampleSlit, model: 'moffat', maximum: 5, backgroundThreshold: 3, minimumSnr: 5 });
      const traces = targets.map((target) => traceTarget(frame, target, targets.filter((other) => other !== target)));
      const sources = targets.map((target, k) => ({ target, trace: traces[k], sky: modelSky(frame, traces[k], traces.filter((_, j) => j !== k)) }));
      reduced.set(Object.keys(scenes)[i] as Scene, { truths: truths!, traces, spectra: extractSources(frame, sources, { kind: 'optimal', readNoiseElectron }), crop: light });
    });
  }, 60_000); // a night is simulated and reduced: 5 s, on a busy machine more than the usual ten

  function quality(scene: Scene, k: number) {
    const { truths, traces, spectra, crop } = reduced.get(scene)!;
    const truth = truths[k];
    const { flux, variance, mask } = spectra[k];
    // Columns in which the source gives enough light to speak of shares.
    const columns = Array.from(flux.keys()).filter((x) => mask[x] === 0 && truth.electrons[x + crop.x0] > 0.2 * Math.max(...truth.electrons));
    const of = (value: (x: number) => number, q: number): number => quantile(Float64Array.from(columns, value), q);
    const ratio = of((x) => flux[x] / truth.electrons[x + crop.x0], 0.5); // not 1: the flat is divided by its mean over the rows, not by that on the source
    const pull = (x: number): number => (flux[x] / ratio - truth.electrons[x + crop.x0]) / (Math.sqrt(variance[x]) / ratio);
    return {
      ratio,
      pullSpread: (of(pull, 0.8413) - of(pull, 0.1587)) / 2,
      traceError: of((x) => Math.abs(traceRow(traces[k], x) - truth.traceRow[x + crop.x0]), 0.95),
      ofPhotonLimit: of((x) => flux[x] / Math.sqrt(variance[x]) / truth.photonLimitSnr[x + crop.x0], 0.5),
    };
  }

  it.each([
    ['bright', 1],
    ['faint', 1],
    ['two', 2],
  ] as const)('%s: as many sources as there are', (scene, count) => {
    expect(reduced.get(scene)!.spectra).toHaveLength(count);
  });

  it.each([
    ['bright', 0, 0.02],
    ['faint', 0, 0.05],
    ['two', 0, 0.02],
    ['two', 1, 0.05],
  ] as const)('%s, source %d: flux, errors and trace', (scene, k, traceLimit) => {
    const { ratio, pullSpread, traceError, ofPhotonLimit } = quality(scene, k);
    expect(Math.abs(ratio - 1)).toBeLessThan(0.02);
    expect(pullSpread).toBeGreaterThan(0.94); // 1500 columns: ±2 % by chance
    expect(pullSpread).toBeLessThan(1.06);
    expect(traceError).toBeLessThan(traceLimit);
    expect(ofPhotonLimit).toBeGreaterThan(0.95); // the noise of flat, bias and sky is in ours and not in the limit
  });
});
