import { describe, expect, it } from 'vitest';
import { readFits, type ImageHdu } from './fits/read.js';
import {
  columnInRow,
  DEMO_FRAMES,
  demoNight,
  expose,
  MODES,
  prepareNight,
  simulateFrame,
  simulateLampSpectrum,
  simulateNight,
  wavelengthOnDetector,
  type Exposed,
  type FrameTruth,
  type LampLine,
  type Night,
  type NightPlan,
  type SimulatedFrame,
} from './synthetic.js';

/** Some bright lines in air (NIST), enough for any mode. */
const laboratoryLines: LampLine[] = [
  ...lines('Hg', [3650.158, 4046.565, 4358.335, 5460.75, 5769.61]),
  ...lines('Ar', [6965.431, 7383.98, 7635.106, 8115.311, 8521.442]),
  ...lines('Ne', [5852.488, 6143.063, 6402.248, 6678.276, 7032.413]),
];

function lines(element: string, wavelengths: number[]): LampLine[] {
  return wavelengths.map((wavelengthAngstrom) => ({ wavelengthAngstrom, element, ionized: false, strength: 1 }));
}

/** A small night: 200 rows in the middle of the slit. */
function plan(change: Partial<NightPlan> = {}): NightPlan {
  return {
    seed: 11,
    binning: 2,
    date: '2026-11-23',
    proposal: 'SOAR2026B-007',
    biases: 2,
    laboratoryLines,
    unlistedLines: 0,
    region: { firstRow: 800, rows: 200 },
    blocks: [
      {
        mode: '400_M1',
        lamps: ['HGA', 'NE'],
        flats: 2,
        spectra: [{ object: 'star', exposureSecond: 300, targets: [{ row: 0.47, electronsPerPixel: 4000 }] }],
      },
    ],
    ...change,
  };
}

function shotOf(night: Night, kind: FrameTruth['kind']): Night['shots'][number] {
  const shot = night.shots.find((s) => s.kind === kind);
  if (!shot) throw new Error(`no ${kind} in this night`);
  return shot;
}

const exposeKind = (night: Night, kind: FrameTruth['kind']): Exposed => expose(night, shotOf(night, kind));
const takeKind = (night: Night, kind: FrameTruth['kind']): SimulatedFrame => simulateFrame(night, shotOf(night, kind).number);

function pixels(frame: SimulatedFrame): Float32Array {
  return (readFits(frame.bytes).hdus[0] as ImageHdu).float32();
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** Mean and standard deviation over a list of pixels. */
function spread(values: number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, deviation: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) };
}

function pixelsWhere(truth: FrameTruth, use: (x: number, y: number) => boolean): number[] {
  const { nx, ny } = truth.geometry;
  return Array.from({ length: nx * ny }, (_, i) => i).filter((i) => use(i % nx, Math.floor(i / nx)));
}

describe('a night', () => {
  it('is the same bytes every time, in whatever order its frames are taken', () => {
    const first = [...simulateNight(plan())];
    const again = prepareNight(plan());
    for (const frame of [...first].reverse()) {
      const copy = simulateFrame(again, Number.parseInt(frame.name, 10));
      expect(sameBytes(frame.bytes, copy.bytes)).toBe(true);
      expect(copy.header).toEqual(frame.header);
    }
    const other = simulateFrame(prepareNight(plan({ seed: 12 })), 1);
    expect(sameBytes(other.bytes, first[0].bytes)).toBe(false);
  });

  it('of the demo has 26 frames in two modes, one of them without a source, one lamp at the very end', () => {
    const night = prepareNight(demoNight({ laboratoryLines }));
    const kinds = night.shots.map((shot) => shot.kind);
    expect(kinds.filter((kind) => kind === 'bias')).toHaveLength(10);
    expect(kinds.filter((kind) => kind === 'flat')).toHaveLength(10);
    expect(kinds.slice(20)).toEqual(['arc', 'spectrum', 'spectrum', 'spectrum', 'spectrum', 'arc']);
    expect(night.shots[DEMO_FRAMES.fails - 1].spectrum?.targets).toEqual([]);
    expect(night.shots[DEMO_FRAMES.waits - 1]).toMatchObject({ kind: 'spectrum', mode: { name: '400_M2' } });
    expect(night.shots[DEMO_FRAMES.lampOfWaiting - 1]).toMatchObject({ kind: 'arc', mode: { name: '400_M2' }, number: 26 });
    expect(night.shots.slice(20).map((shot) => shot.spectrum?.targets.length)).toEqual([undefined, 1, 2, 0, 3, undefined]);
    expect(new Set(night.shots.map((shot) => shot.name)).size).toBe(26);
    expect(night.shots.every((shot, i) => i === 0 || shot.startSecond > night.shots[i - 1].startSecond)).toBe(true);
  });

  it('knows every mode of the instrument, and says so when it does not', () => {
    for (const mode of Object.keys(MODES)) {
      const night = prepareNight(plan({ blocks: [{ mode, lamps: ['HGA', 'NE'], flats: 0, spectra: [] }] }));
      const { truth } = exposeKind(night, 'arc');
      const { setup, model, tilt } = truth;
      if (!setup || !model || !tilt) throw new Error('a lamp frame without optics');
      expect(wavelengthOnDetector({ setup, model, tilt }, 2000, 947.5)).toBeGreaterThan(3000);
    }
    expect(() => prepareNight(plan({ blocks: [{ mode: '400_M9', lamps: [], flats: 1, spectra: [] }] }))).toThrow('no mode 400_M9');
  });
});

describe('the detector', () => {
  it('shows the overscan level and the read noise where no light falls', () => {
    const frame = takeKind(prepareNight(plan({ biases: 1, region: undefined })), 'bias');
    const data = pixels(frame);
    const { truth } = frame;
    const { nx } = truth.geometry;
    const prescan = pixelsWhere(truth, (x) => x >= 3 && x < truth.lightFrom);
    const residual = spread(prescan.map((i) => data[i] - truth.overscanAdu[Math.floor(i / nx)]));
    const expected = Math.sqrt((3.89 / 1.48) ** 2 + 1 / 12); // rounding to counts adds 1/12
    expect(Math.abs(residual.mean)).toBeLessThan((4 * expected) / Math.sqrt(prescan.length));
    expect(Math.abs(residual.deviation / expected - 1)).toBeLessThan(4 / Math.sqrt(2 * prescan.length));
    const light = pixelsWhere(truth, (x) => x >= truth.lightFrom && x < truth.lightTo).filter((i) => !truth.cosmicRayMask?.[i]);
    const structure = spread(light.map((i) => data[i] - truth.overscanAdu[Math.floor(i / nx)] - truth.bias[i]));
    expect(structure.deviation / expected).toBeCloseTo(1, 2); // faint ends of cosmic rays remain
  });

  it('gives back its gain by photon transfer: variance against mean has the slope 1/gain within 1 %', () => {
    const night = prepareNight(plan({ cosmicRaysPerSecond: 0, region: { firstRow: 600, rows: 600 } }));
    const flats = night.shots.filter((shot) => shot.kind === 'flat').map((shot) => simulateFrame(night, shot.number));
    const [one, two] = flats.map(pixels);
    const { truth } = flats[0];
    const { nx, ny } = truth.geometry;
    // Pixels that saw equal light: bins of columns within a row would mix levels, so bins are made by true level.
    const { electrons } = expose(night, shotOf(night, 'flat'));
    const bins = Array.from({ length: 25 }, () => ({ n: 0, mean: 0, square: 0 }));
    for (let i = 0; i < nx * ny; i++) {
      const y = Math.floor(i / nx);
      const bin = bins[Math.min(24, Math.floor((electrons[i] * truth.response[i]) / 1700))];
      const signal = 0.5 * (one[i] + two[i] - flats[0].truth.overscanAdu[y] - flats[1].truth.overscanAdu[y]) - truth.bias[i];
      const difference = one[i] - two[i] - flats[0].truth.overscanAdu[y] + flats[1].truth.overscanAdu[y];
      bin.n += 1;
      bin.mean += signal;
      bin.square += 0.5 * difference * difference;
    }
    const points = bins.filter(({ n }) => n > 5000).map(({ n, mean, square }) => ({ n, x: mean / n, variance: square / n }));
    expect(points.length).toBeGreaterThan(15);
    // Weighted straight line; the variance of a bin is known to √(2/n) of itself.
    let [s, sx, sy, sxx, sxy] = [0, 0, 0, 0, 0];
    for (const { n, x, variance } of points) {
      const weight = n / (2 * variance * variance);
      s += weight;
      sx += weight * x;
      sy += weight * variance;
      sxx += weight * x * x;
      sxy += weight * x * variance;
    }
    const slope = (s * sxy - sx * sy) / (s * sxx - sx * sx);
    expect(Math.abs(slope * 1.48 - 1)).toBeLessThan(0.01);
    const intercept = (sy - slope * sx) / s;
    const interceptError = Math.sqrt(sxx / (s * sxx - sx * sx));
    expect(Math.abs(intercept - (3.89 / 1.48) ** 2 - 1 / 12)).toBeLessThan(4 * interceptError);
  });

  it('adds noise of the promised size to every kind of frame: residuals divided by their error have unit spread', () => {
    const night = prepareNight(plan({ cosmicRaysPerSecond: 0 }));
    for (const kind of ['flat', 'arc', 'spectrum'] as const) {
      const { electrons } = exposeKind(night, kind);
      const frame = takeKind(night, kind);
      const { truth } = frame;
      const data = pixels(frame);
      const pulls = pixelsWhere(truth, (x) => x >= truth.lightFrom).map((i) => {
        const mean = electrons[i] * truth.response[i];
        const expected = mean / 1.48 + truth.bias[i] + truth.overscanAdu[Math.floor(i / truth.geometry.nx)];
        return (data[i] - expected) / Math.sqrt((mean + 3.89 ** 2) / 1.48 ** 2 + 1 / 12);
      });
      const { mean, deviation } = spread(pulls);
      expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(pulls.length));
      expect(Math.abs(deviation - 1)).toBeLessThan(4 / Math.sqrt(2 * pulls.length));
    }
  });

  it('is dark beyond the ends of the slit and half lit at its edges', () => {
    const { electrons, truth } = exposeKind(prepareNight(plan({ binning: 1, region: undefined })), 'flat');
    const { nx, ny } = truth.geometry;
    const { low, high } = truth.slitRows;
    for (const y of [0, Math.floor(low) - 12, Math.ceil(high) + 12, ny - 1]) expect(electrons[y * nx + 3000]).toBeLessThan(1);
    for (const edge of [low, high]) {
      const y = Math.floor(edge);
      const light = truth.illumination[y] + (edge - y) * (truth.illumination[y + 1] - truth.illumination[y]);
      expect(light).toBeGreaterThan(0.4); // the gradient along the slit is below 20 %
      expect(light).toBeLessThan(0.6);
    }
    const lit = truth.illumination.slice(Math.ceil(low), Math.floor(high)).sort();
    expect(lit[lit.length >> 1]).toBeCloseTo(1, 6);
  });

  it('has fringes in the red, none in the blue', () => {
    const blocks = [{ mode: '400_M2', lamps: [], flats: 1, spectra: [] }];
    const { truth } = exposeKind(prepareNight(plan({ blocks })), 'flat');
    const { nx } = truth.geometry;
    const deviation = (from: number): number => spread(Array.from(truth.response.subarray(50 * nx + from, 50 * nx + from + 200))).deviation;
    expect(deviation(200)).toBeLessThan(0.0065); // 1 % of an unbinned pixel, halved by binning, ± its error from 200 pixels
    expect(deviation(1800)).toBeGreaterThan(0.015); // amplitude 3.5 % at 8900 Å
  });

  it('collects cosmic rays in proportion to the exposure time, and marks them', () => {
    const spectra = [100, 1590].map((exposureSecond) => ({ object: `t${exposureSecond}`, exposureSecond, targets: [] }));
    const night = prepareNight(plan({ region: undefined, cosmicRaysPerSecond: 1, blocks: [{ mode: '400_M1', lamps: [], flats: 0, spectra }] }));
    const [short, long] = night.shots.filter((shot) => shot.kind === 'spectrum').map((shot) => simulateFrame(night, shot.number));
    const charge = ({ truth }: SimulatedFrame): number => truth.cosmicRayCharge?.reduce((sum, value) => sum + value, 0) ?? 0;
    const ratio = charge(long) / charge(short);
    expect(ratio).toBeGreaterThan(11); // 1600 s against 110 s with reading: 14.5; 110 rays of uneven charge scatter by 15 %
    expect(ratio).toBeLessThan(20);
    const mask = long.truth.cosmicRayMask ?? new Uint8Array();
    const hit = mask.reduce((sum, bit) => sum + bit, 0);
    expect(hit).toBeGreaterThan(1600);
    expect(mask.every((bit, i) => bit === 0 || (long.truth.cosmicRayCharge?.[i] ?? 0) > 3)).toBe(true);
  });
});

describe('lamps', () => {
  // With binning 3 the pixels undersample the line and its center of gravity is no longer its center.
  it.each([[1, 0.002], [2, 0.002], [3, 0.01]] as const)('put every line where the truth says, in every row: binning %i within %f px', (binning, tolerance) => {
    const night = prepareNight(plan({ binning, region: undefined }));
    const { electrons, truth } = exposeKind(night, 'arc');
    const { setup, model, tilt, geometry } = truth;
    if (!setup || !model || !tilt || !truth.lines) throw new Error('a lamp frame without optics');
    const reach = Math.ceil(12 / binning);
    const isolated = truth.lines.filter((line, i, all) => all.every((other, j) => i === j || Math.abs(other.column - line.column) > 30));
    expect(isolated.length).toBeGreaterThan(8);
    for (const y of [60, 200, 450, 580].map((row) => Math.round((row * 2) / binning))) {
      for (const line of isolated) {
        const expected = columnInRow({ setup, model, tilt }, geometry, line.wavelengthAngstrom, y);
        const measured = centroid(electrons, geometry.nx, y, Math.round(expected), reach);
        expect(Math.abs(measured - expected)).toBeLessThan(tolerance);
      }
    }
    const ends = [columnInRow({ setup, model, tilt }, geometry, 5460.75, 0), columnInRow({ setup, model, tilt }, geometry, 5460.75, geometry.ny - 1)];
    const middle = columnInRow({ setup, model, tilt }, geometry, 5460.75, geometry.ny / 2);
    expect(Math.max(...ends.map((end) => Math.abs(end - middle)))).toBeGreaterThan(1 / binning); // tilted and curved
  });

  it('show lines that no list holds, and stay dark when they are off although the header says they are lit', () => {
    const blocks = [{ ...plan().blocks[0], lampOff: true }];
    const off = takeKind(prepareNight(plan({ blocks })), 'arc');
    expect(off.truth.lines).toEqual([]);
    expect(off.header.find(({ keyword }) => keyword === 'LAMP_HGA')?.value).toBe('TRUE');
    expect(exposeKind(prepareNight(plan({ blocks })), 'arc').electrons.every((value) => value === 0)).toBe(true);
    const on = exposeKind(prepareNight(plan({ unlistedLines: 12 })), 'arc').truth.lines ?? [];
    expect(on.filter((line) => !line.listed)).toHaveLength(12);
  });

  it('name the outermost lines that can be seen', () => {
    const { truth } = exposeKind(prepareNight(plan()), 'arc');
    expect(truth.lampRange).toEqual({ loAngstrom: 3650.158, hiAngstrom: 6965.431 });
  });
});

describe('a lamp spectrum in one dimension', () => {
  const request = { seed: 5, mode: '930_M4', lamps: ['HGA', 'NE'] as const, laboratoryLines, unlistedLines: 0 };

  it('has its lines at the wavelengths of its pixels', () => {
    const lamp = simulateLampSpectrum({ ...request, binning: 2, brightestPeakElectron: 1e9 });
    expect(lamp.wavelengths).toHaveLength(2030);
    for (const { wavelengthAngstrom } of lamp.lines) {
      const near = lamp.wavelengths.findIndex((w) => w > wavelengthAngstrom);
      if (near < 20 || near > 2010) continue;
      const center = centroid(Float32Array.from(lamp.flux), lamp.flux.length, 0, near, 6);
      const left = Math.floor(center);
      const measured = lamp.wavelengths[left] + (center - left) * (lamp.wavelengths[left + 1] - lamp.wavelengths[left]);
      expect(Math.abs(measured - wavelengthAngstrom)).toBeLessThan(0.002 * (lamp.wavelengths[1] - lamp.wavelengths[0]) + 1e-4);
    }
  });

  it('scatters as its variance says', () => {
    const faint = { ...request, binning: 2 as const, brightestPeakElectron: 3000, rows: 8 };
    const one = simulateLampSpectrum(faint);
    const two = simulateLampSpectrum({ ...faint, noise: 'second exposure' });
    const pulls = Array.from(one.flux, (value, i) => (value - two.flux[i]) / Math.sqrt(2 * one.variance[i]));
    const { mean, deviation } = spread(pulls);
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(pulls.length));
    expect(Math.abs(deviation - 1)).toBeLessThan(4 / Math.sqrt(2 * pulls.length));
    expect(two.wavelengths).toEqual(one.wavelengths);
  });
});

/** Center of gravity of a line above the level at both ends of a window. */
function centroid(electrons: Float32Array, nx: number, y: number, center: number, reach: number): number {
  const level = 0.5 * (electrons[y * nx + center - reach] + electrons[y * nx + center + reach]);
  let [sum, moment] = [0, 0];
  for (let x = center - reach; x <= center + reach; x++) {
    const light = electrons[y * nx + x] - level;
    sum += light;
    moment += light * (x - center);
  }
  return center + moment / sum;
}

/** Light of the targets alone on the slit, illumination taken out: the frame with targets minus the same frame without. */
function targetsAlone(change: Partial<NightPlan>, block: NightPlan['blocks'][number]): { light: Float64Array; truth: FrameTruth } {
  const withTargets = exposeKind(prepareNight(plan({ ...change, blocks: [block] })), 'spectrum');
  const spectra = block.spectra.map((spectrum) => ({ ...spectrum, targets: [] }));
  const without = exposeKind(prepareNight(plan({ ...change, blocks: [{ ...block, spectra }] })), 'spectrum');
  const { truth } = withTargets;
  const { nx } = truth.geometry;
  const light = Float64Array.from(withTargets.electrons, (value, i) => (value - without.electrons[i]) / (truth.illumination[Math.floor(i / nx)] || 1));
  return { light, truth };
}

describe('sources on the slit', () => {
  const block = { mode: '400_M1', lamps: [], flats: 0, spectra: [{ object: 'star', exposureSecond: 1, targets: [{ row: 0.5, electronsPerPixel: 20_000 }] }] };

  it('bring exactly the electrons of the truth, in the row of the truth', () => {
    const { light, truth } = targetsAlone({ region: { firstRow: 600, rows: 700 } }, block);
    const { nx, ny } = truth.geometry;
    const [target] = truth.targets ?? [];
    for (let x = truth.lightFrom + 200; x < truth.lightTo; x += 50) {
      let [sum, moment] = [0, 0];
      for (let y = 0; y < ny; y++) {
        sum += light[y * nx + x];
        moment += light[y * nx + x] * (y - Math.round(target.traceRow[x]));
      }
      // 1e-5 of the light falls outside 8 FWHM; float32 differences of ~100 pixels add 1e-6.
      expect(Math.abs(sum / target.electrons[x] - 1)).toBeLessThan(3e-5);
      expect(Math.abs(moment / sum + Math.round(target.traceRow[x]) - target.traceRow[x])).toBeLessThan(0.003);
    }
    expect(target.traceRow[truth.lightTo - 1]).not.toBeCloseTo(target.traceRow[truth.lightFrom], 0); // the trace is tilted
    const brightest = Math.max(...target.electrons);
    expect(brightest).toBeGreaterThan(0.9 * 20_000 * 2); // two unbinned columns
    expect(brightest).toBeLessThan(1.01 * 20_000 * 2);
  });

  it('are narrower in the red, as λ^−0.2', () => {
    const { truth } = targetsAlone({}, block);
    const [{ fwhmPixel, wavelength }] = truth.targets ?? [];
    const [blue, red] = [300, 2000];
    expect(fwhmPixel[red] / fwhmPixel[blue]).toBeCloseTo((wavelength[red] / wavelength[blue]) ** -0.2, 6);
    expect(fwhmPixel[1000] * 2 * 0.15).toBeCloseTo(0.9, 0); // arcsecond
  });

  it('have emission lines at the wavelengths of the truth', () => {
    const nebula = { ...block, spectra: [{ object: 'nebula', exposureSecond: 1, targets: [{ row: 0.5, electronsPerPixel: 20_000, kind: 'nebula' as const }] }] };
    const { truth } = targetsAlone({ region: { firstRow: 600, rows: 700 } }, nebula);
    const [{ electrons, wavelength }] = truth.targets ?? [];
    for (const line of [4861.33, 5875.62]) {
      const near = wavelength.findIndex((w) => w > line);
      const center = centroid(Float32Array.from(electrons), electrons.length, 0, near, 7);
      const left = Math.floor(center);
      const measured = wavelength[left] + (center - left) * (wavelength[left + 1] - wavelength[left]);
      expect(Math.abs(measured - line)).toBeLessThan(0.04); // Angstrom, 0.02 px; the continuum under the line is not quite flat
    }
  });

  it('cannot beat the photon limit, and a bright source over little sky comes close to it', () => {
    const { truth } = targetsAlone({}, block);
    const [{ electrons, photonLimitSnr }] = truth.targets ?? [];
    for (let x = truth.lightFrom + 300; x < truth.lightTo; x += 100) {
      expect(photonLimitSnr[x]).toBeLessThan(Math.sqrt(electrons[x]));
      expect(photonLimitSnr[x]).toBeGreaterThan(0.9 * Math.sqrt(electrons[x]));
    }
  });

  it('move with the flexure, the lamp does not', () => {
    const optics = (flexurePixel: number, kind: 'arc' | 'spectrum'): number =>
      exposeKind(prepareNight(plan({ blocks: [{ ...plan().blocks[0], flexurePixel }] })), kind).truth.model?.distortion[0] ?? Number.NaN;
    expect(optics(1.25, 'spectrum') - optics(0, 'spectrum')).toBeCloseTo(1.25, 9);
    expect(optics(1.25, 'arc')).toBe(optics(0, 'arc'));
  });
});

const RAW_CARDS = `DATE-OBS DATE TIME UT LST HA OPENTIME OPENDATE CLOSETIM EXPTIME EQUINOX TELESCOP INSTRUME OBJECT NOTES INSTCONF CAMSWV CONSWV
  INSTSWV CAMERA OBSTYPE OBSERVER PROPOSAL ROI RA DEC AIRMASS FOCUS MOUNT_AZ MOUNT_EL ROTATOR POSANGLE SEEING OBSRA OBSDEC DOME_AZ ADCSTAT ADCPOS
  LAMP_HGA LAMP_NE LAMP_AR LAMP_FE LAMP_CU LAMP_QUA LAMP_QPE LAMP_BUL LAMP_DOM LAMP_DPE CAM_ANG GRT_ANG CAM_TARG GRT_TARG CAM_FOC COLL_FOC
  FILTER FILTER2 GRATING SLIT COL_TEMP CAM_TEMP WAVMODE RDNOISE GAIN DISPAXIS DETSIZE TRIMSEC CCDSIZE CCDSUM BUNIT ENVWIN ENVPRE ENVDIR ENVTEM ENVHUM
  OBSID CONFID REQNUM PROPID SITEID TELID RLEVEL BLKUID L1PUBDAT IMAGEID HEADERVE BLOCK_ID`.split(/\s+/);

describe('headers', () => {
  it('hold every card of a raw frame, and survive the file', () => {
    const frame = takeKind(prepareNight(plan({ region: undefined })), 'spectrum');
    const { header, shape } = readFits(frame.bytes).hdus[0] as ImageHdu;
    for (const keyword of RAW_CARDS) expect(header.has(keyword), keyword).toBe(true);
    expect(shape).toEqual([2071, 948]);
    expect(header.text('DATE-OBS')).toMatch(/^2026-11-24T\d\d:\d\d:\d\d\.\d{3}$/);
    expect(header.text('OBSTYPE')).toBe('SPECTRUM');
    expect(header.text('INSTRUME')).toBe('ghts_red');
    expect(header.text('SLIT')).toBe('1.0_LONG_SLIT');
    expect(header.text('ROI')).toBe('Spectroscopic 2x2');
    expect(header.text('TRIMSEC')).toBe('[26:2055,1:948]');
    expect(typeof header.get('BLOCK_ID')).toBe('bigint');
    expect(header.number('AIRMASS')).toBeGreaterThan(1);
    expect(header.number('AIRMASS')).toBeLessThan(2);
  });

  it('speak the dialect of before 2019 when asked', () => {
    const frame = takeKind(prepareNight(plan({ dialect: 'before-2019' })), 'arc');
    const value = (keyword: string): unknown => frame.header.find((card) => card.keyword === keyword)?.value;
    expect(frame.obstype).toBe('COMP');
    expect([value('FILTER2'), value('GRATING'), value('SLIT'), value('WAVMODE')]).toEqual(['<NO FILTER>', 'SYZY_400', '1.0" long slit', '400 m1']);
    expect(value('PROPID')).toBeUndefined();
  });

  it('of 600_RED tell of 3096 columns without prescan, the biases of that night too', () => {
    const night = prepareNight(plan({ biases: 1, blocks: [{ mode: '600_RED', lamps: ['AR'], flats: 0, spectra: [] }] }));
    for (const kind of ['bias', 'arc'] as const) {
      const { truth } = takeKind(night, kind);
      expect(truth.geometry).toMatchObject({ nx: 1548, x0: 0 });
      expect(truth.lightFrom).toBe(0);
    }
    expect(exposeKind(night, 'arc').truth.model?.detectorColumns).toBe(3096);
  });
});
