import type * as z from 'zod';
import type { Frame } from '#numeric/frame';
import { onDetector } from '#numeric/extraction/zones';
import type { TargetSpectrum } from '../domain/products.js';
import type { Products } from '../products/index.js';
import type { steps, StepName } from '../steps/index.js';
import type { InputValues, Step } from '../steps/step.js';
import { dividedBy, frameOf, withCounts, type storedFrames } from './stored-frames.js';

type InputsOf<K extends StepName> = (typeof steps)[K] extends Step<string, infer In, infer _Out, infer _Settings> ? InputValues<In> : never;

/** One run of a step: what it gets, and the settings that differ from the defaults. */
export interface FingerprintCase<K extends StepName> {
  readonly inputs: InputsOf<K>;
  readonly settings?: z.input<(typeof steps)[K]['settings']>;
}

export type FingerprintCases = { readonly [K in StepName]: readonly FingerprintCase<K>[] };

type Target = Products['targets']['targets'][number];

/** A source of the frame `pair`, in round numbers. */
function target(positionRow: number, amplitude: number, columns: number): Target {
  return {
    positionRow,
    fwhmPixel: 3,
    amplitude,
    snr: 100,
    model: 'moffat',
    parameters: [amplitude, positionRow, 3, 2.5],
    path: { kind: 'legendre', coefficients: Float64Array.of(0, 0), domain: [0, columns - 1] },
    columns: [0, columns],
  };
}

/** A spectrum of which only the place counts: along a row of the lamp frame, tilted by 1/1024 row a column. */
function placeAlong({ frame }: Products['frame'], row: number): TargetSpectrum {
  const { nx, x0, y0, binX, binY } = frame.geometry;
  const rows = Float64Array.from({ length: nx }, (_, x) => row + (x - 1024) / 1024);
  const none = new Float64Array(nx);
  return {
    target: 1,
    snr: 10,
    trace: { coefficients: [row - 1, 1 / 1024], rmsPixel: 0, fwhmPixel: 3, rows, fwhms: none },
    extraction: 'optimal',
    flux: none,
    variance: none,
    sky: none,
    mask: new Uint8Array(nx),
    aperture: [row - 3, row + 3],
    skyZones: [],
    firstColumn: x0,
    binning: binX,
    firstRow: y0,
    rowBinning: binY,
  };
}

/** Lines of the night sky on the samples of the lamp frame: place in thousandths of a sample, and brightness in hundredths of the brightest. */
const SKY: readonly (readonly [place: number, brightness: number])[] = [
  [1295157, 100], [1453656, 25], [1456686, 15], [1475440, 5], [1655762, 5], [1662318, 60], [1694667, 20], [1763521, 5], [1781046, 6], [1791557, 6], [1950442, 12], [1963442, 5],
  [1969369, 6], [1975422, 6], [1980864, 12], [1989236, 8],
]; // prettier-ignore

/** The same light in every row: triangles in whole electrons, four samples wide. */
function skyFrame(frame: Frame): Frame {
  const { nx } = frame.geometry;
  return { ...frame, flux: frame.flux.map((_, p) => SKY.reduce((sum, [place, brightness]) => sum + brightness * Math.max(0, 4000 - Math.abs(1000 * (p % nx) - place)), 20_000 + (((p % nx) * 7919) % 101))), mask: frame.mask.map(() => 0) };
}

/** A frame taken so many minutes after another. */
function atTime(frame: Products['frame'], { exposure: { observedAt } }: Products['frame'], minutes: number): Products['frame'] {
  return { ...frame, exposure: { ...frame.exposure, observedAt: new Date(Date.parse(observedAt) + 60_000 * minutes).toISOString() } };
}

/** The same light one column to the right. */
function moved({ frame, ...exposed }: Products['frame']): Products['frame'] {
  return { ...exposed, frame: { ...frame, flux: frame.flux.map((value, p) => (p % frame.geometry.nx === 0 ? value : (frame.flux[p - 1] ?? NaN))) } };
}

/** Every step at its real work, and again for each setting that leads it another way. */
export function fingerprintCases(read: ReturnType<typeof storedFrames>): FingerprintCases {
  const biases = ['0001_bias', '0002_bias', '0003_bias', '0004_bias', '0005_bias'].map(read);
  const hit = biases.map((raw, i) => (i === 1 ? withCounts(raw, (counts) => counts.fill(3000, 7000, 7003)) : raw));
  const flats = ['0006_flat_400m1', '0007_flat_400m1'].map(read);
  const [firstBias, firstFlat] = [biases[0], flats[0]];
  if (!firstBias || !firstFlat) throw new Error('the stored frames have gone');
  const saturated = withCounts(firstFlat, (counts) => counts.fill(65535, 0, counts.length / 2));
  const pair = read('pair');
  const light = frameOf(pair);
  const lamp = frameOf(read('arc_400m1'));
  const flatFrame = frameOf(firstFlat);
  const masterBias: Products['masterBias'] = { ...frameOf(firstBias), members: [] };
  const { geometry } = flatFrame.frame;
  const masterFlat: Products['masterFlat'] = { ...flatFrame, members: [], slit: [geometry.y0 + 24, geometry.y0 + 60] };
  const flat: Products['normalizedFlat'] = { ...flatFrame, frame: dividedBy(flatFrame.frame, 8192), slit: masterFlat.slit, source: undefined };
  // A column without light in it: too faint to divide by.
  const dim = { ...flat, frame: { ...flat.frame, flux: flat.frame.flux.map((value, p) => (p % geometry.nx === 100 ? 0 : value)) } };
  const overexposed = withCounts(pair, (counts) => counts.fill(65535, 40_000, 40_020));
  const columns = light.frame.geometry.nx;
  const targets = { targets: [target(14, 143, columns), target(24, 45, columns)] };
  const spectra = { ...light, spectra: [placeAlong(lamp, 6)] };

  return {
    checkPlausibility: [{ inputs: { raw: pair } }, { inputs: { raw: firstFlat } }],
    combineBias: [{ inputs: { frames: hit } }, { inputs: { frames: hit.slice(0, 3) }, settings: { clip: 3 } }],
    combineFlats: [{ inputs: { frames: [...flats, saturated], masterBias } }, { inputs: { frames: flats } }],
    trim: [{ inputs: { raw: pair } }, { inputs: { raw: overexposed } }, { inputs: { raw: firstFlat, masterFlat } }, { inputs: { raw: firstFlat, masterFlat }, settings: { wholeSlit: true } }],
    correctBias: [{ inputs: { frame: flatFrame, masterBias } }],
    normalizeFlat: (['mean', 'simple', 'full'] as const).flatMap((method) => [
      { inputs: { masterFlat }, settings: { method } },
      { inputs: { masterFlat }, settings: { method, order: 4, wholeSlit: true } },
    ]),
    correctFlat: [{ inputs: { frame: flatFrame, flat } }, { inputs: { frame: flatFrame, flat: dim } }],
    rejectCosmicRays: [{ inputs: { frame: light } }, { inputs: { frame: light }, settings: { sigclip: 8, objlim: 2 } }, { inputs: { frame: light }, settings: { method: 'dcr' } }],
    findTargets: [
      { inputs: { frame: light } },
      { inputs: { frame: light }, settings: { model: 'gaussian' } },
      { inputs: { frame: light }, settings: { maximum: 1, minimumWidthPixel: 2, maximumWidthPixel: 8, backgroundThreshold: 5, minimumSnr: 8 } },
    ],
    extract: [
      { inputs: { frame: light, targets } },
      { inputs: { frame: light, targets }, settings: { method: 'fractional', widthFwhm: 3, skySpacingFwhm: 1 } },
      { inputs: { frame: light, targets }, settings: { subtractSky: false } },
    ],
    extractApertures: (['fractional', 'optimal'] as const).map((method) => ({
      inputs: { frame: light },
      settings: { apertures: [{ ...onDetector(light.frame.geometry, { trace: [14, 1 / 1024], lower: -4, upper: 3.5, sky: [[-10, -5], [5, 9.5]] }), method, model: 'moffat', fwhmRows: 6 }] },
    })),
    extractArc: [{ inputs: { frame: lamp } }, { inputs: { frame: lamp }, settings: { halfWidthArcsecond: 0.5 } }],
    calibrateWavelength: [{ inputs: { spectra, arc: lamp } }, { inputs: { spectra, arc: atTime(lamp, light, -20), bracketArc: moved(atTime(lamp, light, 40)) } }],
    calibrateBySky: [{ inputs: { spectra, frame: { ...lamp, frame: skyFrame(lamp.frame) } } }],
  };
}
