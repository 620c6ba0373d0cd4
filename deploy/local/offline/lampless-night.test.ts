import { expect, test } from 'vitest';
import { defaultSettings } from '#activities/domain/settings';
import { simulatedGoodman } from '#activities/instruments/goodman/simulated/simulated-goodman';
import { simulateNight } from '#numeric/synthetic/night';
import { smallNight } from '#numeric/synthetic/small-night';
import { FolderNight } from './folder-night.js';

test('a night without a lamp: every spectrum is reduced and extracted, and says that only its wavelengths are missing', async () => {
  const spectra = ['a', 'b'].map((object) => ({ object, exposureSecond: 300, targets: [{ row: 0.5, electronsPerPixel: 1500 }] }));
  const frames = [...simulateNight(smallNight({ biases: 10, blocks: [{ mode: '400_M1', lamps: [], flats: 3, spectra }] }), simulatedGoodman())];
  const levels: number[] = [];
  const night = new FolderNight({
    settings: { ...defaultSettings, minimum_number_of_flats: 3 },
    date: '2026-11-24',
    keep: ({ dataType }) => {
      levels.push(dataType);
      return Promise.resolve();
    },
    onReport: () => undefined,
  });
  try {
    const reports = await night.reduce(frames.map(({ name, bytes }) => ({ name, read: () => Promise.resolve(bytes) })));
    const last = reports.slice(-2);
    expect(last.map(({ state, reason }) => `${state}: ${reason}`)).toEqual(Array(2).fill('waiting: extracted, no wavelengths: no lamp in this night'));
    // The frame, and an extracted spectrum of each source.
    for (const { products } of last) expect(products.length).toBeGreaterThanOrEqual(2);
    expect(levels.filter((level) => level === 2)).toHaveLength(2);
    expect(levels.filter((level) => level === 3).length).toBeGreaterThanOrEqual(2);
    expect(levels).not.toContain(4);
  } finally {
    await night.close();
  }
});
