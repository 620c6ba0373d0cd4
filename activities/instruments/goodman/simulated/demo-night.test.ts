import { describe, expect, test } from 'vitest';
import { readFits, type ImageHdu } from '#numeric/fits/read';
import { prepareNight, simulateFrame, type NightPlan, type SimulatedFrame } from '#numeric/synthetic/night';
import { DEMO_FRAMES, demoNight } from './demo-night.js';
import type { Dialect } from './raw-cards.js';
import { simulatedGoodman } from './simulated-goodman.js';

/** The last frame of a short night of one block in 400_M1: its star, or its lamp where there is none. */
function lastFrame(change: Partial<NightPlan['blocks'][number]>, dialect?: Dialect): SimulatedFrame {
  const spectra = [{ object: 'star', exposureSecond: 300, targets: [{ row: 0.47, electronsPerPixel: 4000 }] }];
  const block = { mode: '400_M1', lamps: ['HGA', 'NE'], flats: 0, spectra, ...change };
  const plan: NightPlan = { seed: 11, binning: 2, date: '2026-11-23', proposal: 'SOAR2026B-007', biases: 0, laboratoryLines: [], blocks: [block] };
  const night = prepareNight(plan, simulatedGoodman({ dialect }));
  return simulateFrame(night, night.shots.length);
}

test('the night of the demo has 26 frames in two modes, one of them without a source, one lamp at the very end', () => {
  const night = prepareNight(demoNight({ laboratoryLines: [] }), simulatedGoodman());
  const kinds = night.shots.map((shot) => shot.kind);
  expect(kinds.filter((kind) => kind === 'bias')).toHaveLength(10);
  expect(kinds.filter((kind) => kind === 'flat')).toHaveLength(10);
  expect(kinds.slice(20)).toEqual(['arc', 'spectrum', 'spectrum', 'spectrum', 'spectrum', 'arc']);
  expect(night.shots[DEMO_FRAMES.fails - 1]?.spectrum?.targets).toEqual([]);
  expect(night.shots[DEMO_FRAMES.waits - 1]).toMatchObject({ kind: 'spectrum', mode: { name: '400_M2' } });
  expect(night.shots[DEMO_FRAMES.lampOfWaiting - 1]).toMatchObject({ kind: 'arc', mode: { name: '400_M2' }, number: 26 });
  expect(night.shots.slice(20).map((shot) => shot.spectrum?.targets.length)).toEqual([undefined, 1, 2, 0, 3, undefined]);
  expect(new Set(night.shots.map((shot) => shot.name)).size).toBe(26);
  expect(night.shots.every((shot, i) => i === 0 || shot.startSecond > (night.shots[i - 1]?.startSecond ?? NaN))).toBe(true);
});

const RAW_CARDS = `DATE-OBS DATE TIME UT LST HA OPENTIME OPENDATE CLOSETIM EXPTIME EQUINOX TELESCOP INSTRUME OBJECT NOTES INSTCONF CAMSWV CONSWV
  INSTSWV CAMERA OBSTYPE OBSERVER PROPOSAL ROI RA DEC AIRMASS FOCUS MOUNT_AZ MOUNT_EL ROTATOR POSANGLE SEEING OBSRA OBSDEC DOME_AZ ADCSTAT ADCPOS
  LAMP_HGA LAMP_NE LAMP_AR LAMP_FE LAMP_CU LAMP_QUA LAMP_QPE LAMP_BUL LAMP_DOM LAMP_DPE CAM_ANG GRT_ANG CAM_TARG GRT_TARG CAM_FOC COLL_FOC
  FILTER FILTER2 GRATING SLIT COL_TEMP CAM_TEMP WAVMODE RDNOISE GAIN DISPAXIS DETSIZE TRIMSEC CCDSIZE CCDSUM BUNIT ENVWIN ENVPRE ENVDIR ENVTEM ENVHUM
  OBSID CONFID REQNUM PROPID SITEID TELID RLEVEL BLKUID L1PUBDAT IMAGEID HEADERVE BLOCK_ID`.split(/\s+/);

describe('headers', () => {
  test('hold every card of a raw frame, and survive the file', () => {
    const frame = lastFrame({});
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

  test('speak the dialect of before 2019 when asked', () => {
    const frame = lastFrame({ spectra: [] }, 'before-2019');
    const value = (keyword: string): unknown => frame.header.find((card) => card.keyword === keyword)?.value;
    expect(frame.obstype).toBe('COMP');
    expect([value('FILTER2'), value('GRATING'), value('SLIT'), value('WAVMODE')]).toEqual(['<NO FILTER>', 'SYZY_400', '1.0" long slit', '400 m1']);
    expect(value('PROPID')).toBeUndefined();
  });

  test('say that the lamps are lit although they are off', () => {
    const { truth, header } = lastFrame({ spectra: [], lampOff: true });
    expect(truth.lines).toEqual([]);
    expect(header.find(({ keyword }) => keyword === 'LAMP_HGA')?.value).toBe('TRUE');
  });
});
