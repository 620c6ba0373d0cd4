import { heard, shown, type Shown } from '../test-page';
import { FrameView } from './frame-view';
import { whole, type Viewport } from './viewport';

const image = { id: 82, width: 600, height: 300, unit: 'adu', planes: ['flux', 'mask'], tile_size: 512, levels: [{ level: 0, width: 600, height: 300, columns: 2, rows: 1 }, { level: 1, width: 300, height: 150, columns: 1, rows: 1 }], limits: {}, masked: {} }; // prettier-ignore
const look = { map: 'gray', stretch: 'asinh', cuts: [0, 1], showsSaturated: true, showsMask: false, plane: 'flux', isInverse: false };
const all = whole(image);
const size = ({ x0, x1, y0, y1 }: Viewport): number[] => [x1 - x0, y1 - y0].map((side) => Number(side.toFixed(3)));

describe('a frame of any size', () => {
  afterEach(() => vi.unstubAllGlobals());
  const tile = ({ pathname, searchParams }: URL) => new Uint8Array((searchParams.get('plane') === 'mask' ? 1 : 4) * (pathname.endsWith('/1/0/0/') ? 300 * 150 : 512 * 300));
  const tiles = Object.fromEntries(['0/0/0', '0/1/0', '1/0/0'].map((place) => [`/api/files/82/image/tiles/${place}/`, tile]));
  const PLACE = { left: 68, top: 8 };

  async function view(inputs: object = {}, answers: Record<string, unknown> = tiles): Promise<Shown<FrameView>> {
    HTMLCanvasElement.prototype.setPointerCapture = () => undefined;
    return shown(FrameView, { inputs: { image, look, say: 'Flux of NGC 2992.', view: all, ...inputs }, answers });
  }
  const canvas = (page: Shown<unknown>): HTMLCanvasElement => page.find('canvas');
  /** A pointer at a place of the canvas, px. */
  function point(page: Shown<unknown>, type: string, x: number, y: number, more: { id?: number; button?: number } = {}): void {
    const event = new MouseEvent(type, { bubbles: true, cancelable: true, button: more.button ?? 0 });
    Object.defineProperties(event, { offsetX: { value: x }, offsetY: { value: y }, pointerId: { value: more.id ?? 1 } });
    canvas(page).dispatchEvent(event);
  }
  const wheel = (page: Shown<unknown>, deltaY: number, more: WheelEventInit = {}): boolean => page.element.dispatchEvent(new WheelEvent('wheel', { deltaY, clientX: PLACE.left + 300, clientY: PLACE.top + 100, cancelable: true, ...more }));

  it('is a picture in words, with axes that are not read, and asks for the tiles that are seen', async () => {
    const page = await view();
    await expect.poll(() => page.asked.length).toBeGreaterThan(0);
    expect([canvas(page).getAttribute('role'), canvas(page).getAttribute('aria-label'), page.find('svg').getAttribute('aria-hidden')]).toEqual(['img', 'Flux of NGC 2992.', 'true']);
    expect(page.all('svg text[text-anchor=middle]:not(.name)').map(({ textContent }) => textContent)).toEqual(['0', '100', '200', '300', '400', '500']);
    expect(page.asked.every((path) => path.startsWith('/api/files/82/image/tiles/'))).toBe(true);
    await page.set('view', { x0: 99.5, x1: 199.5, y0: 99.5, y1: 149.5 });
    expect(page.all('svg text[text-anchor=middle]:not(.name)').map(({ textContent }) => textContent)).toEqual(['100', '120', '140', '160', '180']);
  });

  it('is drawn by what there is, and says so; a tile that is refused is told', async () => {
    const page = await view();
    const painted = heard(page.part.painted);
    await page.set('look', { ...look, map: 'viridis' });
    await expect.poll(() => painted.length).toBeGreaterThan(0);
    const refused = await view({}, {});
    const failed = heard(refused.part.failed);
    await refused.set('image', { ...image, id: 83 });
    await expect.poll(() => failed.map((error) => (error as Error).message)).toContain('The store said 404.');
  });

  it('is zoomed by the wheel at the place under it, by columns only with Shift, by rows only with Alt, and shown whole by a double click', async () => {
    const page = await view();
    expect(wheel(page, -200)).toBe(false);
    const factor = Math.exp(-200 * 0.0016);
    expect(size(page.part.view())).toEqual([600 * factor, 300 * factor].map((side) => Number(side.toFixed(3))));
    canvas(page).dispatchEvent(new MouseEvent('dblclick'));
    expect(page.part.view()).toEqual(all);
    wheel(page, -200, { shiftKey: true });
    expect(size(page.part.view())[1]).toBe(300);
    canvas(page).dispatchEvent(new MouseEvent('dblclick'));
    wheel(page, -200, { altKey: true });
    expect(size(page.part.view())[0]).toBe(600);
    canvas(page).dispatchEvent(new MouseEvent('dblclick'));
    wheel(page, 5000);
    expect(page.part.view()).toEqual(all);
  });

  it('says which pixel is under the pointer, and that none is when it leaves', async () => {
    const page = await view();
    const pointed = heard(page.part.pointed);
    const { width, height } = page.part.place();
    point(page, 'pointermove', width / 2, height);
    point(page, 'pointerleave', 0, 0);
    expect(pointed).toEqual([{ x: expect.closeTo(299.5, 6) as number, y: expect.closeTo(-0.5, 6) as number }, undefined]); // prettier-ignore
  });

  it('moves with a hand; a press that does not move is a click on a pixel', async () => {
    const near = { x0: 99.5, x1: 199.5, y0: 99.5, y1: 149.5 };
    const page = await view({ view: near });
    const pressed = heard(page.part.pressed);
    const { width, height } = page.part.place();
    point(page, 'pointerdown', 100, 100);
    point(page, 'pointermove', 102, 100);
    point(page, 'pointerup', 102, 100);
    expect([pressed.length, page.part.view()]).toEqual([1, near]);
    expect(pressed[0]).toMatchObject({ x: expect.closeTo(99.5 + (102 / width) * 100, 6) as number, y: expect.closeTo(149.5 - (100 / height) * 50, 6) as number });
    point(page, 'pointerdown', 100, 100);
    point(page, 'pointermove', 100 + width / 10, 100);
    point(page, 'pointerup', 100 + width / 10, 100);
    expect([page.part.view().x0, pressed.length]).toEqual([expect.closeTo(89.5, 6), 1]);
    // The other button is for menus.
    point(page, 'pointerdown', 100, 100, { button: 2 });
    point(page, 'pointerup', 100, 100, { button: 2 });
    expect(pressed).toHaveLength(1);
  });

  it('is zoomed by two fingers that part, without a click', async () => {
    const page = await view();
    const pressed = heard(page.part.pressed);
    point(page, 'pointerdown', 200, 100, { id: 1 });
    point(page, 'pointerdown', 300, 100, { id: 2 });
    point(page, 'pointermove', 400, 100, { id: 2 });
    expect(size(page.part.view())).toEqual([300, 150]);
    point(page, 'pointerup', 400, 100, { id: 2 });
    point(page, 'pointerup', 200, 100, { id: 1 });
    expect(pressed).toEqual([]);
    // Two fingers that only touch are one click, not two.
    for (const id of [1, 2]) point(page, 'pointerdown', 200 + id, 100, { id });
    for (const id of [1, 2]) point(page, 'pointerup', 200 + id, 100, { id });
    expect(pressed).toHaveLength(1);
  });
});
