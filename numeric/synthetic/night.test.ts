import { describe, expect, it } from 'vitest';
import { readFits, type ImageHdu } from '../fits/read.js';
import { DEMO_FRAMES, demoNight, MODES, prepareNight, simulateFrame, simulateNight, wavelengthOnDetector } from './night.js';
import { exposeKind, laboratoryLines, smallNight, takeKind } from './small-night.js';

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

describe('a night', () => {
  it('is the same bytes every time, in whatever order its frames are taken', () => {
    const first = [...simulateNight(smallNight())];
    const again = prepareNight(smallNight());
    for (const frame of [...first].reverse()) {
      const copy = simulateFrame(again, Number.parseInt(frame.name, 10));
      expect(sameBytes(frame.bytes, copy.bytes)).toBe(true);
      expect(copy.header).toEqual(frame.header);
    }
    const other = simulateFrame(prepareNight(smallNight({ seed: 12 })), 1);
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
      const night = prepareNight(smallNight({ blocks: [{ mode, lamps: ['HGA', 'NE'], flats: 0, spectra: [] }] }));
      const { truth } = exposeKind(night, 'arc');
      const { setup, model, tilt } = truth;
      if (!setup || !model || !tilt) throw new Error('a lamp frame without optics');
      expect(wavelengthOnDetector({ setup, model, tilt }, 2000, 947.5)).toBeGreaterThan(3000);
    }
    expect(() => prepareNight(smallNight({ blocks: [{ mode: '400_M9', lamps: [], flats: 1, spectra: [] }] }))).toThrow('no mode 400_M9');
  });
});

const RAW_CARDS = `DATE-OBS DATE TIME UT LST HA OPENTIME OPENDATE CLOSETIM EXPTIME EQUINOX TELESCOP INSTRUME OBJECT NOTES INSTCONF CAMSWV CONSWV
  INSTSWV CAMERA OBSTYPE OBSERVER PROPOSAL ROI RA DEC AIRMASS FOCUS MOUNT_AZ MOUNT_EL ROTATOR POSANGLE SEEING OBSRA OBSDEC DOME_AZ ADCSTAT ADCPOS
  LAMP_HGA LAMP_NE LAMP_AR LAMP_FE LAMP_CU LAMP_QUA LAMP_QPE LAMP_BUL LAMP_DOM LAMP_DPE CAM_ANG GRT_ANG CAM_TARG GRT_TARG CAM_FOC COLL_FOC
  FILTER FILTER2 GRATING SLIT COL_TEMP CAM_TEMP WAVMODE RDNOISE GAIN DISPAXIS DETSIZE TRIMSEC CCDSIZE CCDSUM BUNIT ENVWIN ENVPRE ENVDIR ENVTEM ENVHUM
  OBSID CONFID REQNUM PROPID SITEID TELID RLEVEL BLKUID L1PUBDAT IMAGEID HEADERVE BLOCK_ID`.split(/\s+/);

describe('headers', () => {
  it('hold every card of a raw frame, and survive the file', () => {
    const frame = takeKind(prepareNight(smallNight({ region: undefined })), 'spectrum');
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
    const frame = takeKind(prepareNight(smallNight({ dialect: 'before-2019' })), 'arc');
    const value = (keyword: string): unknown => frame.header.find((card) => card.keyword === keyword)?.value;
    expect(frame.obstype).toBe('COMP');
    expect([value('FILTER2'), value('GRATING'), value('SLIT'), value('WAVMODE')]).toEqual(['<NO FILTER>', 'SYZY_400', '1.0" long slit', '400 m1']);
    expect(value('PROPID')).toBeUndefined();
  });

  it('of 600_RED tell of 3096 columns without prescan, the biases of that night too', () => {
    const night = prepareNight(smallNight({ biases: 1, blocks: [{ mode: '600_RED', lamps: ['AR'], flats: 0, spectra: [] }] }));
    for (const kind of ['bias', 'arc'] as const) {
      const { truth } = takeKind(night, kind);
      expect(truth.geometry).toMatchObject({ nx: 1548, x0: 0 });
      expect(truth.lightFrom).toBe(0);
    }
    expect(exposeKind(night, 'arc').truth.model?.detectorColumns).toBe(3096);
  });
});
