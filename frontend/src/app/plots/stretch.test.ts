import { chosenLook, mapColor, painted, stretched, type FrameLook } from './stretch';

const look: FrameLook = { map: 'gray', stretch: 'linear', cuts: [0, 100], showsSaturated: true, showsMask: false };
const pixels = { values: Float32Array.of(0, 60, 100, 200, -5, Number.NaN), mask: Uint8Array.of(0, 0, 0, 2, 0, 8), columns: 3, rows: 2 };
const colorAt = (out: Uint8ClampedArray, x: number, y: number): number[] => [...out.subarray(4 * (y * 3 + x), 4 * (y * 3 + x) + 3)];

describe('pixels of a frame', () => {
  it('stand with row 0 at the bottom, between their cuts', () => {
    const out = painted(pixels, look);
    expect([colorAt(out, 0, 1), colorAt(out, 1, 1), colorAt(out, 2, 1)]).toEqual([[0, 0, 0], [153, 153, 153], [255, 255, 255]]); // prettier-ignore
    expect(colorAt(out, 1, 0)).toEqual([0, 0, 0]); // below the lower cut
  });

  it('are red where saturated and cyan where masked, each only when asked', () => {
    expect(colorAt(painted(pixels, look), 0, 0)).toEqual([255, 60, 40]);
    expect(colorAt(painted(pixels, { ...look, showsSaturated: false }), 0, 0)).toEqual([255, 255, 255]);
    expect(colorAt(painted(pixels, { ...look, showsMask: true }), 2, 0)).toEqual([64, 205, 235]);
    expect(colorAt(painted(pixels, look), 2, 0)).toEqual([0, 0, 0]); // no number is no light
  });

  it('keep order in every stretch and map, from the first color to the last', () => {
    for (const stretch of ['linear', 'asinh', 'log'] as const) {
      const levels = [0, 0.1, 0.3, 0.7, 1].map((share) => stretched(stretch, share));
      expect(levels).toEqual(levels.toSorted((a, b) => a - b));
      expect([levels[0], levels.at(-1)]).toEqual([0, 1]);
    }
    expect([mapColor('viridis', 0), mapColor('inferno', 0)]).toEqual([[68, 1, 84], [0, 0, 4]]); // prettier-ignore
  });

  it('open as a person chose, and as always for who chose nothing or what is no map', () => {
    expect(chosenLook({ map: 'viridis', saturated: false, mask: true })).toEqual({ map: 'viridis', showsSaturated: false, showsMask: true });
    for (const preferences of [undefined, {}, { map: 'jet' }]) expect(chosenLook(preferences)).toEqual({ map: 'gray', showsSaturated: true, showsMask: false });
  });
});
