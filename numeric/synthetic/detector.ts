import { createRandom, type Random } from '../math/random.js';
import type { Geometry } from '../frame.js';
import type { ModeSetup } from './modes.js';
import type { NightPlan } from './plan.js';

const FULL_ROWS = 1896;
const ACTIVE_COLUMNS = 4096;

/** What is fixed about a camera. Gains and read noises: the read-out modes most used, 344 kHz (Red) and 100 kHz (Blue). */
export interface Camera {
  readonly name: 'Red' | 'Blue';
  readonly instrument: string;
  readonly serial: string;
  readonly gainElectronPerAdu: number;
  readonly readNoiseElectron: number;
  readonly prescanColumns: number;
  readonly biasLevelAdu: number;
  readonly trimFirst: number;
}

export const CAMERAS: Readonly<Record<'Red' | 'Blue', Camera>> = {
  Red: { name: 'Red', instrument: 'ghts_red', serial: 'Si 1110-111', gainElectronPerAdu: 1.48, readNoiseElectron: 3.89, prescanColumns: 50, biasLevelAdu: 492, trimFirst: 51 },
  Blue: { name: 'Blue', instrument: 'ghts_blue', serial: 'Si 600-658', gainElectronPerAdu: 1.06, readNoiseElectron: 3.72, prescanColumns: 16, biasLevelAdu: 640, trimFirst: 17 },
};

/** One read-out format: the raw grid and its columns `[lightFrom, lightTo)` that see light. */
export interface Layout {
  readonly geometry: Geometry;
  readonly lightFrom: number;
  readonly lightTo: number;
}

export function layoutOf(plan: NightPlan, mode: ModeSetup, camera: Camera): Layout {
  const b = plan.binning;
  const { firstRow, rows } = plan.region ?? { firstRow: 0, rows: FULL_ROWS };
  const nx = Math.floor(mode.rawColumns / b);
  const grid = { nx, ny: Math.floor(rows / b), y0: firstRow, binX: b, binY: b };
  // 3096 columns are read without prescan, as a frame of their own (the 600_RED library lamps).
  if (mode.rawColumns === 3096) return { geometry: { ...grid, x0: 0 }, lightFrom: 0, lightTo: nx };
  return {
    geometry: { ...grid, x0: -50 },
    lightFrom: Math.ceil(camera.prescanColumns / b),
    lightTo: Math.min(nx, Math.floor((camera.prescanColumns + ACTIVE_COLUMNS) / b)),
  };
}

/** What a detector does to every frame of a night in one read-out format. Planes are [ny × nx] of the raw grid. */
export interface Detector {
  readonly camera: Camera;
  readonly layout: Layout;
  /** Bias structure above the overscan level, adu. */
  readonly biasPattern: Float32Array;
  /** Response of each pixel around 1. */
  readonly response: Float32Array;
}

/** Excess of the first unbinned prescan columns while the amplifier settles, measured on Red frames. */
const TURN_ON_ADU: readonly number[] = [538, 250, 2];
const PIXEL_RESPONSE_SCATTER = 0.01; // of an unbinned pixel

/** The detector of a night: bias structure with bad columns, and the response of the pixels. */
export function buildDetector(plan: NightPlan, layout: Layout, camera: Camera): Detector {
  const random = createRandom(plan.seed).fork(`detector ${layout.geometry.nx}`);
  return { camera, layout, biasPattern: biasPattern(layout, random.fork('bias')), response: pixelResponse(layout, random.fork('response')) };
}

function biasPattern({ geometry: { nx, ny, binX }, lightFrom, lightTo }: Layout, random: Random): Float32Array {
  const columns = new Float32Array(nx);
  const phase = random.uniform() * 2 * Math.PI;
  for (let x = 0; x < nx; x++) {
    if (x < lightFrom) columns[x] = sum(TURN_ON_ADU.slice(x * binX, (x + 1) * binX)) / binX;
    else if (x < lightTo) columns[x] = 2.5 * Math.sin((2 * Math.PI * x) / (0.4 * nx) + phase) + 0.8 * random.normal();
  }
  const pattern = new Float32Array(nx * ny);
  for (let y = 0; y < ny; y++) {
    const glow = 3 * Math.exp(-(ny - y) / (0.05 * ny)); // amplifier glow at the last rows
    for (let x = 0; x < nx; x++) pattern[y * nx + x] = columns[x] + (x >= lightFrom ? glow : 0);
  }
  for (const { x, fromRow, excess } of badColumns({ nx, ny, lightFrom, lightTo }, random)) {
    for (let y = fromRow; y < ny; y++) pattern[y * nx + x] += excess;
  }
  return pattern;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Three charge traps: bright from some row to the end of the column. */
function badColumns(grid: { nx: number; ny: number; lightFrom: number; lightTo: number }, random: Random): { x: number; fromRow: number; excess: number }[] {
  return [60, 180, 420].map((excess) => ({
    x: grid.lightFrom + random.integer(grid.lightTo - grid.lightFrom),
    fromRow: random.integer(grid.ny),
    excess,
  }));
}

function pixelResponse({ geometry: { nx, ny, binX }, lightFrom, lightTo }: Layout, random: Random): Float32Array {
  const response = new Float32Array(nx * ny).fill(1);
  const scatter = PIXEL_RESPONSE_SCATTER / binX; // the mean of b² pixels
  for (let y = 0; y < ny; y++) {
    for (let x = lightFrom; x < lightTo; x++) response[y * nx + x] = 1 + scatter * random.normal();
  }
  return response;
}

/** Level of the overscan of one frame, adu for each raw row: drifts through the night and a little along the frame. */
export function overscanLevel(camera: Camera, ny: number, shotNumber: number, random: Random): Float64Array {
  const frame = camera.biasLevelAdu + 3 * Math.sin(shotNumber / 9) + 0.7 * random.normal();
  const slope = 0.6 * random.normal();
  const phase = 2 * Math.PI * random.uniform();
  return Float64Array.from({ length: ny }, (_, y) => frame + slope * (y / ny - 0.5) + 0.4 * Math.sin((2 * Math.PI * y) / ny + phase));
}
