import { objections } from './app/test-api';

// What jsdom has not and the portal needs: sizes, and that they change, pictures, dialogs, event streams. Each does nothing but be there.
for (const [name, value] of [['clientWidth', 800], ['clientHeight', 400]] as const) Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => value });

class NoResizes implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
globalThis.ResizeObserver ??= NoResizes;

const brush: unknown = new Proxy(() => undefined, {
  get: (_target, name) => (name === 'measureText' ? (words: string) => ({ width: 6 * words.length }) : name === Symbol.toPrimitive ? () => '' : brush),
  apply: () => brush,
  set: () => true,
});
HTMLCanvasElement.prototype.getContext = (() => brush) as never;
globalThis.OffscreenCanvas ??= class {
  readonly getContext = (): unknown => brush;
} as never;
globalThis.ImageData ??= class {
  readonly data: Uint8ClampedArray;

  constructor(first: Uint8ClampedArray | number, second: number) {
    this.data = typeof first === 'number' ? new Uint8ClampedArray(4 * first * second) : first;
  }
} as never;

HTMLDialogElement.prototype.showModal = function showModal(this: HTMLDialogElement): void {
  this.open = true;
};
HTMLDialogElement.prototype.close = function close(this: HTMLDialogElement): void {
  this.open = false;
  this.dispatchEvent(new Event('close'));
};

globalThis.matchMedia ??= ((query: string) => ({ matches: false, media: query, addEventListener() {}, removeEventListener() {} })) as never;

// A page is not right that asks for what the API refuses, whatever a test would answer.
afterEach(() => {
  expect(objections.splice(0), 'the API would refuse').toEqual([]);
});
