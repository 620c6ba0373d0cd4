import { startDemoNight, type DemoNight } from '../../e2e/demo-night.js';
import { missing } from '../../e2e/test-browser.js';
import { draggedToSpectrum, firstPaint, initialKilobytes, interactionsOfManyRows, keptToPixels, memoryOfNight, panOfWholeFrame, type Waits } from './portal-measures.js';
import { quantile } from './quantile.js';

/** One line of the table: what was asked for, and what came of it. */
export interface PortalRow {
  readonly what: string;
  readonly asked: string;
  readonly measured: string;
}

const [SPECTRA, MOVES, ROWS, FRAMES] = [12, 60, 10_000, 300];

/** The portal in headless Chromium by the browser's own clock, on the night of the demo. @throws Error where there is no browser or no portal */
export async function* benchPortal(say: (line: string) => void): AsyncGenerator<PortalRow> {
  if (missing !== undefined) throw new Error(`The portal cannot be measured: ${missing}`);
  say('Starting the platform and streaming the night of the demo …');
  const night = await startDemoNight();
  try {
    yield* loading(night);
    yield { what: `Product kept to its pixels, ${SPECTRA} spectra`, asked: 'p95 < 300 ms', measured: inWords(await keptToPixels(night, SPECTRA)) };
    yield* dragging(night, '2×2', 100);
    yield { what: `Interaction to next paint, ${ROWS} rows`, asked: 'p95 < 100 ms', measured: inWords(await interactionsOfManyRows(night, ROWS)) };
    yield { what: `Memory after each 100 of ${FRAMES} frames`, asked: 'flat', measured: `${(await memoryOfNight(night, FRAMES)).map((megabyte) => megabyte.toFixed(1)).join(' → ')} MB` };
    const { fps, pageMs } = await panOfWholeFrame(night);
    yield { what: 'Zoom and pan of 4142×1896', asked: '60 frames a second', measured: `${fps.toFixed(0)} a second without a graphics card; ${pageMs.toFixed(1)} ms of the page each` };
  } finally {
    await night.stop();
  }
  say('The same night at 1×1 …');
  const whole = await startDemoNight({ binning: 1 });
  try {
    yield* dragging(whole, '1×1', 200);
  } finally {
    await whole.stop();
  }
}

async function* loading(night: DemoNight): AsyncGenerator<PortalRow> {
  yield { what: 'First bundle', asked: '≤ 350 kB', measured: `${initialKilobytes().toFixed(1)} kB` };
  await firstPaint(night, '/login'); // the API reads its files for the first time
  const paints: number[] = [];
  for (let i = 0; i < 7; i++) paints.push(await firstPaint(night, '/login'));
  yield { what: 'First useful paint, 7 fresh browsers', asked: '< 1 s', measured: inWords(paints) };
}

async function* dragging(night: DemoNight, binning: string, most: number): AsyncGenerator<PortalRow> {
  const { waits, pageMs, workerMs } = await draggedToSpectrum(night, MOVES);
  yield { what: `Drag to new spectrum, ${binning}`, asked: `p95 < ${most} ms`, measured: `${inWords(waits)}; of each ${workerMs.toFixed(0)} ms in the worker, ${pageMs.toFixed(0)} ms processor of the page` };
}

function inWords(waits: Waits): string {
  return `p50 ${quantile(waits, 0.5).toFixed(0)}, p95 ${quantile(waits, 0.95).toFixed(0)} ms of ${waits.length}`;
}
