import { describe, expect, test } from 'vitest';
import { Header } from '#numeric/fits/header';
import { prepareNight, type NightPlan } from '#numeric/synthetic/night';
import { pointingOf } from '#numeric/synthetic/pointing';
import type { Camera, Exposure } from '../../../domain/exposure.js';
import { opticsKey, readoutKey } from '../../../domain/readout-words.js';
import { describeExposure } from '../describe-exposure.js';
import { MODES } from '../modes.js';
import type { Dialect } from './raw-cards.js';
import { simulatedGoodman } from './simulated-goodman.js';

/** Headers of a simulated night: every mode, both dialects, cameras, three binnings. No pixels are made. */
function describedNight({ camera, dialect, ...changes }: Partial<NightPlan> & { camera?: Camera; dialect?: Dialect }) {
  const instrument = simulatedGoodman({ camera, dialect });
  const blocks = MODES.map(({ name }, i) => ({
    mode: name,
    lamps: i % 2 === 0 ? (['HGA', 'NE'] as const) : (['CU'] as const),
    flats: 2,
    slitArcsecond: i % 3 === 0 ? 0.45 : 1.0,
    spectra: [{ object: `star ${i}`, targets: [{ electronsPerPixel: 1000 }], exposureSecond: 60 }],
  }));
  const plan: NightPlan = { seed: 5, binning: 2, date: '2026-11-23', proposal: 'SOAR2026B-001', biases: 3, blocks, laboratoryLines: [], ...changes };
  const night = prepareNight(plan, instrument);
  return night.shots.map((shot) => {
    const layout = night.layout(shot);
    const { nx, ny } = layout.geometry;
    const cards = instrument.cards({ plan, shot, block: plan.blocks[shot.block], layout, pointing: pointingOf(night, shot) });
    const structure = Object.entries({ NAXIS: 2, NAXIS1: nx, NAXIS2: ny }).map(([keyword, value]) => ({ keyword, value, comment: '' }));
    return { shot, layout, cards, block: plan.blocks[shot.block], exposure: describeExposure(new Header([...structure, ...cards]), shot.name) };
  });
}

const cases: [Dialect, Camera, 1 | 2 | 3][] = (['aeon', 'before-2019'] as const).flatMap((dialect) =>
  (['Red', 'Blue'] as const).flatMap((camera) => ([1, 2, 3] as const).map((binning): [Dialect, Camera, 1 | 2 | 3] => [dialect, camera, binning])),
);

describe.each(cases)('a %s night on %s binned %i', (dialect, camera, binning) => {
  const frames = describedNight({ dialect, camera, binning });

  test('every frame is what it was taken as, without a warning', () => {
    for (const { shot, block, exposure } of frames) {
      expect(exposure).toMatchObject({
        name: shot.name,
        kind: shot.kind,
        technique: 'Spectroscopy',
        camera,
        night: '20261123',
        proposalId: 'SOAR2026B-001',
        wavmode: shot.mode.name,
        grating: shot.mode.grating,
        gratingLinesPerMm: shot.mode.linesPerMm,
        gratingAngleDegree: shot.mode.gratingAngleDegree,
        cameraAngleDegree: shot.mode.cameraAngleDegree,
        filter2: shot.mode.filter,
        lamps: shot.kind === 'arc' ? block?.lamps : [],
        warnings: [],
      });
      if (shot.kind !== 'bias') expect(exposure.slitWidthArcsecond).toBe(block?.slitArcsecond);
    }
  });

  test('it sits where it was read', () => {
    for (const { layout, exposure } of frames) {
      expect(exposure.geometry).toEqual(layout.geometry);
      expect(exposure.detectorColumns).toBe(4060);
      expect(exposure.overscan === null).toBe(layout.geometry.nx * binning <= 3096);
      // The overscan ends before the light begins, as the simulator has it.
      if (exposure.overscan) expect(exposure.overscan.x1).toBeLessThanOrEqual(layout.lightFrom);
    }
  });

  test('masters: one bias for each read-out, one flat for each block', () => {
    const keys = (kind: 'bias' | 'flat') => new Set(frames.filter(({ exposure }) => exposure.kind === kind).map(({ exposure }) => (kind === 'bias' ? readoutKey : opticsKey)(exposure)));
    expect(keys('bias').size).toBe(2);
    expect(keys('flat').size).toBe(MODES.length);
  });
});

test('600_RED says which part of the detector it reads, as its library lamps do', () => {
  const narrow = describedNight({ region: { firstRow: 600, rows: 500 } }).filter(({ shot }) => shot.mode.name === '600_RED');
  expect(narrow.length).toBeGreaterThan(0);
  for (const { cards, exposure } of narrow) {
    const said = (comment: string) => cards.filter((card) => card.comment === comment).map(({ keyword, value }) => [keyword, value]);
    expect(said('Serial Length,')).toEqual([['PG5_10', 3096]]);
    expect(said('Serial Origin,')).toEqual([['PG5_11', 530]]);
    expect(cards.find(({ keyword }) => keyword === 'ROI')?.value).toBe('CUST_530_3096_600_500_2x2');
    // The optical model counts from the full frame, whose light begins at serial origin 50.
    expect(exposure).toMatchObject({ geometry: { x0: 480 }, detectorColumns: 4060 });
  }
});

test('a custom region of both dialects', () => {
  const exposures = (dialect: Dialect): Exposure[] => describedNight({ dialect, region: { firstRow: 600, rows: 500 } }).map(({ exposure }) => exposure);
  for (const exposure of exposures('aeon')) expect(exposure).toMatchObject({ geometry: { y0: 600, ny: 250 }, warnings: [] });
  // Old headers call it user-defined; without the parameters of the camera nothing says which rows it is.
  for (const exposure of exposures('before-2019')) expect(exposure.warnings.join()).toContain('user-defined');
});
