import type { Page } from 'playwright-core';

const WAIT_MS = 300_000;

/** Waits until an expression is true in the page. Asked by the debugger: a wait of the page itself would evaluate text, which its policy forbids. @throws Error when it stays false */
export async function until(page: Page, expression: string): Promise<void> {
  for (const since = performance.now(); performance.now() - since < WAIT_MS; await page.waitForTimeout(50)) if (await page.evaluate<boolean>(`Boolean(${expression})`)) return;
  throw new Error(`never true in the page: ${expression}`);
}

/** How long what the page measured under a name took, ms. */
export function measured(page: Page, name: string): Promise<number[]> {
  return page.evaluate(`performance.getEntriesByName('${name}').map(({ duration }) => duration)`);
}

/** Drags the upper edge of the aperture to and fro, so many moves, as a hand would. @throws Error without an edge */
export async function dragEdge(page: Page, moves: number): Promise<void> {
  const box = await page.locator('[data-edge="upper"]').boundingBox();
  if (!box) throw new Error('there is no edge to drag');
  await page.mouse.move(box.x + box.width / 2, box.y + 7);
  await page.mouse.down();
  for (let i = 1; i <= moves; i++) {
    await page.mouse.move(box.x + box.width / 2, box.y + 7 - (i % 20) / 2);
    await page.waitForTimeout(40);
  }
  await page.mouse.up();
  await page.waitForTimeout(500);
}

/** Zooms into the frame of the viewer and moves it to and fro for three seconds: frames of the screen, and the seconds they took. */
export function pan(page: Page): Promise<[frames: number, seconds: number]> {
  return page.evaluate<[number, number]>(PAN);
}

const PAN = `(async () => {
  const canvas = document.querySelector('canvas.pixels');
  const box = canvas.getBoundingClientRect();
  canvas.setPointerCapture = () => undefined;
  const at = (type, x) => canvas.dispatchEvent(new PointerEvent(type, { pointerId: 1, button: 0, buttons: 1, clientX: box.left + x, clientY: box.top + 150, bubbles: true }));
  for (let i = 0; i < 8; i++) canvas.dispatchEvent(new WheelEvent('wheel', { deltaY: -200, clientX: box.left + 400, clientY: box.top + 150, bubbles: true, cancelable: true }));
  await new Promise((resolve) => setTimeout(resolve, 1000));
  at('pointerdown', 400);
  const since = performance.now();
  let frames = 0;
  while (performance.now() - since < 3000) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    at('pointermove', 400 + 200 * Math.sin(frames++ / 20));
  }
  at('pointerup', 400);
  return [frames, (performance.now() - since) / 1000];
})()`;

/** Memory of the page after what nobody needs was thrown away, as the engine counts it. */
export async function heapMegabyte(page: Page): Promise<number> {
  const debug = await page.context().newCDPSession(page);
  await debug.send('HeapProfiler.collectGarbage');
  const { usedSize } = await debug.send('Runtime.getHeapUsage');
  await debug.detach();
  return usedSize / 1e6;
}
