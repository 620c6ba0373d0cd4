import { expect, test } from 'vitest';
import { defaultSettings } from '#activities/domain/settings';
import { simulatedGoodman } from '#activities/instruments/goodman/simulated/simulated-goodman';
import { simulateNight } from '#numeric/synthetic/night';
import { smallNight } from '#numeric/synthetic/small-night';
import { FolderNight } from './folder-night.js';

test('a night without a lamp: every spectrum is reduced and extracted; the sky gives the wavelengths of a red one, a blue one says why it has none', async () => {
  const spectra = ['a', 'b'].map((object) => ({ object, exposureSecond: 300, targets: [{ row: 0.5, electronsPerPixel: 1500 }] }));
  const frames = [...simulateNight(smallNight({ biases: 10, blocks: ['400_M2', '930_M1'].map((mode) => ({ mode, lamps: [], flats: 3, spectra: spectra.slice(0, 1) })) }), simulatedGoodman())];
  const levels: number[] = [];
  let headers = '';
  const night = new FolderNight({
    settings: { ...defaultSettings, minimum_number_of_flats: 3 },
    date: '2026-11-24',
    keep: ({ dataType, bytes }) => {
      levels.push(dataType);
      if (dataType === 4) headers += Buffer.from(bytes).toString('latin1');
      return Promise.resolve();
    },
    onReport: () => undefined,
  });
  try {
    const reports = await night.reduce(frames.map(({ name, bytes }) => ({ name, read: () => Promise.resolve(bytes) })));
    const last = reports.filter(({ products }) => products.some((name) => name.startsWith('e')));
    expect(last.map(({ state, reason }) => `${state}: ${reason}`)).toEqual([
      expect.stringMatching(/^waiting: extracted, wavelengths by \d+ lines of the night sky \(expected error 0\.\d\d pixel\): no lamp in this night$/),
      'waiting: extracted, no wavelengths: no lamp in this night; the sky of this spectrum shows 2 of the 4 lines that its wavelengths take; only a lamp gives them',
    ]);
    expect(last[0]?.flags?.join()).toContain('1: by night-sky lines, no lamp: 1, more than 0. The wavelengths were found without a lamp');
    // The frame, and an extracted spectrum of each source.
    for (const { products } of last) expect(products.length).toBeGreaterThanOrEqual(2);
    expect(levels.filter((level) => level === 2)).toHaveLength(2);
    expect(levels.filter((level) => level === 3).length).toBeGreaterThanOrEqual(2);
    expect(levels.filter((level) => level === 4)).toHaveLength(1);
    expect(headers).toMatch(/GSP_WLMP= 'night sky'/);
    expect(headers).not.toMatch(/GSP_LAMP=/);
  } finally {
    await night.close();
  }
});
