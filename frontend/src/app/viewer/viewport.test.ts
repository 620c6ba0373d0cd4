import { framePlace, marksOf, onFrame, onScreen } from './frame-place';
import { columnsOf, levelFor, shifted, whole, zoomed } from './viewport';

const extent = { width: 4142, height: 1896 };

describe('what is seen of a frame', () => {
  it('is the whole at first: pixel centers at whole numbers', () => {
    expect(whole(extent)).toEqual({ x0: -0.5, x1: 4141.5, y0: -0.5, y1: 1895.5 });
  });

  it('zooms around a place that stays where it is, never beyond the frame nor nearer than eight pixels', () => {
    const near = zoomed(whole(extent), [0.25, 0.25], { x: 1000, y: 500 }, extent);
    const share = (from: number, to: number, at: number): number => (at - from) / (to - from);
    expect(share(near.x0, near.x1, 1000)).toBeCloseTo(share(-0.5, 4141.5, 1000), 12);
    expect(share(near.y0, near.y1, 500)).toBeCloseTo(share(-0.5, 1895.5, 500), 12);
    const nearest = zoomed(near, [1e-9, 1e-9], { x: 1000, y: 500 }, extent);
    expect([nearest.x1 - nearest.x0, nearest.y1 - nearest.y0].map((side) => Number(side.toFixed(9)))).toEqual([8, 8]);
    expect(zoomed(near, [1e9, 1e9], { x: 4000, y: 3 }, extent)).toEqual(whole(extent));
  });

  it('does not jump when the place is beside what is seen: its nearest end stays', () => {
    const view = { x0: 99.5, x1: 199.5, y0: 99.5, y1: 199.5 };
    expect(zoomed(view, [0.5, 1], { x: 0, y: 0 }, extent)).toEqual({ x0: 99.5, x1: 149.5, y0: 99.5, y1: 199.5 });
    expect(zoomed(view, [1, 0.5], { x: 900, y: 900 }, extent)).toEqual({ x0: 99.5, x1: 199.5, y0: 149.5, y1: 199.5 });
  });

  it('moves as far as there is frame', () => {
    const view = { x0: 99.5, x1: 199.5, y0: 99.5, y1: 199.5 };
    expect(shifted(view, 10, -5, extent)).toEqual({ x0: 109.5, x1: 209.5, y0: 94.5, y1: 194.5 });
    expect(shifted(view, -1e6, 1e6, extent)).toEqual({ x0: -0.5, x1: 99.5, y0: 1795.5, y1: 1895.5 });
    expect(columnsOf(view, 700, 300, extent)).toEqual({ ...view, x0: 300, x1: 700 });
  });

  it('takes the scale that has about a pixel for each of the screen', () => {
    expect(levelFor(whole(extent), { width: 1100, height: 450 }, 5)).toBe(2);
    expect(levelFor({ x0: 0, x1: 500, y0: 0, y1: 400 }, { width: 1100, height: 450 }, 5)).toBe(0);
    expect(levelFor(whole(extent), { width: 20, height: 20 }, 3)).toBe(2);
  });

  it('is drawn at one place and read back from it', () => {
    const [place, view] = [framePlace({ width: 1440, height: 400 }, false), { x0: 9.5, x1: 209.5, y0: 49.5, y1: 99.5 }];
    const { x, y } = onScreen(place, view);
    expect(onFrame(place, view, x(33), y(77))).toEqual({ x: expect.closeTo(33, 9) as number, y: expect.closeTo(77, 9) as number });
    expect([x(9.5), y(99.5)]).toEqual([place.left, place.top]);
    expect(marksOf(-0.5, 948, 9)).toEqual([0, 200, 400, 600, 800]);
    expect(marksOf(3.2, 7.9, 20)).toEqual([4, 5, 6, 7]);
  });
});
