import { describe, expect, test } from 'vitest';
import { extractFractional, extractOptimal, extractSources, type ExtractedSpectrum, type SourceOnSlit } from './extract.js';
import { MASK, type Frame } from '../frame.js';
import { modelSky } from '../sky/model.js';
import { zoneWidthFwhm } from '../sky/zones.js';
import { median } from '../math/statistics.js';
import { pointSourceFrame, shareOfPixel, type PointSource, type PointSourcePlan } from '../synthetic/point-source.js';
import { exampleSlit } from '../sources/example-slit.js';
import { findTargets } from '../sources/targets.js';
import { traceTarget } from '../sources/trace.js';

const readNoiseElectron = 4;
const plan: PointSourcePlan = { nx: 1500, ny: 260, binning: 2, sources: [], sky: (x, y) => 30 + 0.03 * y + (x % 150 < 5 ? 600 : 0), readNoiseElectron, seed: 21 };

function star(electrons: number, row = 130, ghost?: PointSource['ghost']): PointSource {
  const u = (x: number): number => (2 * x) / 1499 - 1;
  return { row: (x) => row + 7 * u(x) + 1.5 * u(x) ** 2, fwhm: (x) => 4 * (1 - 0.05 * u(x)), electrons: (x) => electrons * (1 + 0.3 * Math.sin(x / 40)), ghost };
}

/** Finds, follows and prepares every source, as the pipeline does. */
function prepare(frame: Frame): SourceOnSlit[] {
  const targets = findTargets(frame, { slit: exampleSlit, model: 'moffat', maximum: 5, backgroundThreshold: 3, minimumSnr: 5 });
  const traces = targets.map((target) => traceTarget(frame, target, targets.filter((other) => other !== target)));
  return targets.map((target, i) => ({ target, trace: traces[i], sky: modelSky(frame, traces[i], traces.filter((_, j) => j !== i)) }));
}

interface Statistics {
  /** Median of flux/truth − 1. */
  readonly bias: number;
  readonly pullMean: number;
  readonly pullSpread: number;
  /** Median S/N over that of perfect knowledge, √Σ P²f²/V. */
  readonly ofPhotonLimit: number;
}

function judge(spectrum: ExtractedSpectrum, source: PointSource, more: Partial<PointSourcePlan>): Statistics {
  const sky = more.sky ?? plan.sky!;
  const response = more.response ?? (() => 1);
  const columns = Array.from(spectrum.flux.keys()).filter((x) => spectrum.mask[x] === 0);
  const pulls = columns.map((x) => (spectrum.flux[x] - source.electrons(x)) / Math.sqrt(spectrum.variance[x]));
  const pullMean = pulls.reduce((sum, p) => sum + p, 0) / pulls.length;
  const limits = columns.map((x) => {
    let information = 0;
    for (let y = 0; y < plan.ny; y++) {
      const share = shareOfPixel(source, x, y);
      const r = response(x, y);
      information += share ** 2 / (readNoiseElectron ** 2 / r ** 2 + (sky(x, y) + share * source.electrons(x)) / r);
    }
    return source.electrons(x) * Math.sqrt(information);
  });
  return {
    bias: median(Float64Array.from(columns, (x) => spectrum.flux[x] / source.electrons(x) - 1)),
    pullMean,
    pullSpread: Math.sqrt(pulls.reduce((sum, p) => sum + (p - pullMean) ** 2, 0) / (pulls.length - 1)),
    ofPhotonLimit: median(Float64Array.from(columns, (x, i) => source.electrons(x) / Math.sqrt(spectrum.variance[x]) / limits[i])),
  };
}

const extractions = {
  optimal: (frame: Frame, source: SourceOnSlit) => extractOptimal(frame, source, { readNoiseElectron }),
  fractional: (frame: Frame, source: SourceOnSlit) => extractFractional(frame, source, { readNoiseElectron }),
};

test('a faint source loses no more than 2 % of its signal-to-noise to the noise of its sky', () => {
  const source = star(250);
  const frame = pointSourceFrame({ ...plan, sources: [source] });
  const [target] = findTargets(frame, { slit: exampleSlit, model: 'moffat', maximum: 1, backgroundThreshold: 3, minimumSnr: 5 });
  const trace = traceTarget(frame, target, []);
  const share = (widthFwhm: number): number => judge(extractOptimal(frame, { target, trace, sky: modelSky(frame, trace, [], { widthFwhm }) }, { readNoiseElectron }), source, {}).ofPhotonLimit;
  expect(share(zoneWidthFwhm(target.snr / Math.sqrt(plan.nx)))).toBeGreaterThan(0.98);
  expect(share(15)).toBeLessThan(0.98);
});

describe.each(['optimal', 'fractional'] as const)('%s extraction', (kind) => {
  test.each([
    { name: 'a bright star', electrons: 20_000, more: {} },
    { name: 'a star as bright as its sky', electrons: 800, more: {} },
    { name: 'a faint star', electrons: 250, more: {} },
    { name: 'a star of which 4 % of the pixels are masked', electrons: 3000, more: { masked: 0.04 } },
    { name: 'a star behind a flat of 0.6 to 1.4', electrons: 3000, more: { response: (x: number, y: number) => 1 + 0.4 * Math.sin(x / 3 + y) } },
    { name: 'a star that is no Moffat', electrons: 20_000, more: {}, ghost: { share: 0.15, offset: 0.7 } }, // from 0.8 FWHM on it is a second star
  ])('$name: all its light, and errors that are honest', ({ electrons, more, ghost }) => {
    const source = star(electrons, 130, ghost);
    const pooled = [21, 22, 23].map((seed) => {
      const frame = pointSourceFrame({ ...plan, ...more, seed, sources: [source] });
      return judge(extractions[kind](frame, prepare(frame)[0]), source, more);
    });
    const mean = (key: keyof Statistics): number => pooled.reduce((sum, one) => sum + one[key], 0) / pooled.length;
    // Required: 0.2 %. Of the faint star the median of 4500 values of S/N 9 is itself known to 0.2 %, of the others to 0.05 %.
    expect(Math.abs(mean('bias'))).toBeLessThan(electrons < 300 ? 0.008 : 0.002);
    expect(Math.abs(mean('pullMean'))).toBeLessThan(0.06); // 4/√4500
    expect(mean('pullSpread')).toBeGreaterThan(0.95);
    expect(mean('pullSpread')).toBeLessThan(1.05);
    if (kind === 'optimal' && ghost === undefined && !('masked' in more)) expect(mean('ofPhotonLimit')).toBeGreaterThan(0.97);
  });
});

describe('cosmic rays left in the frame', () => {
  const source = star(3000);
  const frame = pointSourceFrame({ ...plan, sources: [source], unmasked: 4000 });
  const clean = pointSourceFrame({ ...plan, sources: [source] });
  test('are rejected by the profile, without eating light', () => {
    const spectrum = extractOptimal(frame, prepare(frame)[0], { readNoiseElectron });
    // 4000 rays on 390 000 pixels: 50 rows per column hold the profile, 770 of them are hit; 10 % lie where the star's own noise hides them less.
    expect(spectrum.measured.rejectedPixels).toBeGreaterThan(650);
    const { bias, pullSpread } = judge(spectrum, source, {});
    expect(Math.abs(bias)).toBeLessThan(0.003);
    expect(pullSpread).toBeLessThan(1.1);
  });
  test('are not seen where there are none: less than one pixel in 10 000 is rejected', () => {
    expect(extractOptimal(clean, prepare(clean)[0], { readNoiseElectron }).measured.rejectedPixels).toBeLessThan(8);
  });
});

describe('two sources of ratio 1:0.2, three widths apart', () => {
  const sources = [star(4000, 120), star(800, 132)];
  test.each(['optimal', 'fractional'] as const)('%s: each gets its own light', (kind) => {
    const frame = pointSourceFrame({ ...plan, sources });
    const spectra = extractSources(frame, prepare(frame), { kind, readNoiseElectron });
    expect(spectra).toHaveLength(2);
    sources.forEach((source, i) => {
      const { bias, pullSpread } = judge(spectra[i], source, {});
      expect(Math.abs(bias)).toBeLessThan(0.01);
      expect(pullSpread).toBeLessThan(1.1);
    });
  });
});

describe('no answer', () => {
  const frame = pointSourceFrame({ ...plan, sources: [star(3000)] });
  const [source] = prepare(frame);
  for (let y = 0; y < plan.ny; y++) {
    frame.mask[y * plan.nx + 700] = MASK.BAD_PIXEL; // a whole column
    if (Math.abs(y - star(1).row(800)) < 4) frame.mask[y * plan.nx + 800] = MASK.SATURATED; // the heart of the source
    if (y === Math.round(star(1).row(900))) frame.mask[y * plan.nx + 900] = MASK.COSMIC_RAY; // one pixel: the profile knows the rest
  }
  test.each(['optimal', 'fractional'] as const)('%s: a column without usable light is NaN and NO_DATA, never 0', (kind) => {
    const { flux, variance, mask, sky } = extractions[kind](frame, source);
    for (const x of [700, 800]) {
      expect([flux[x], variance[x], sky[x]]).toEqual([NaN, NaN, NaN]);
      expect(mask[x]).toBe(x === 800 ? MASK.NO_DATA | MASK.SATURATED : MASK.NO_DATA);
    }
    expect(mask[900]).toBe(0);
    expect(Math.abs(flux[900] - star(3000).electrons(900))).toBeLessThan(4 * Math.sqrt(variance[900]));
    expect(variance[900]).toBeGreaterThan(1.2 * variance[905]);
  });

  test('a source at the end of the slit: what falls beyond is made up for by the profile', () => {
    const edge = { ...star(6000), row: (x: number) => 2 + 0.0005 * x };
    const cut = pointSourceFrame({ ...plan, sources: [edge] });
    for (const kind of ['optimal', 'fractional'] as const) {
      const spectrum = extractions[kind](cut, prepare(cut)[0]);
      expect(Math.abs(judge(spectrum, edge, {}).bias)).toBeLessThan(0.02); // the wing beyond the slit is the model's word
    }
  });
});

test('a sky measured on a frame of another width is refused', () => {
  const frame = pointSourceFrame({ ...plan, sources: [star(3000)] });
  const [source] = prepare(frame);
  const narrow = { ...source, sky: { ...source.sky, mask: source.sky.mask.subarray(1) } };
  expect(() => extractOptimal(frame, narrow, { readNoiseElectron })).toThrow('a sky of 1499 columns for a frame of 1500');
});

test('inputs are left unchanged, and the same frame gives the same spectrum', () => {
  const frame = pointSourceFrame({ ...plan, sources: [star(3000)] });
  const before = [frame.flux.slice(), frame.variance.slice(), frame.mask.slice()];
  const [first, second] = [extractOptimal(frame, prepare(frame)[0], { readNoiseElectron }), extractOptimal(frame, prepare(frame)[0], { readNoiseElectron })];
  expect(first.flux).toEqual(second.flux);
  expect([frame.flux, frame.variance, frame.mask]).toEqual(before);
});
