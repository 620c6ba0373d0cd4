import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { HelperThread } from '#activities/threads/kernel-threads';
import { rejectCosmicRays } from '#numeric/cosmic-rays/lacosmic';
import { readFits, type ImageHdu } from '#numeric/fits/read';
import { writeFits } from '#numeric/fits/write';
import { sharedFloat32, type Frame } from '#numeric/frame';
import type { Kernels } from '#numeric/kernels/kernels';
import { createWasmKernels } from '#numeric/kernels/wasm';
import { checkout } from '../settings/checkout.js';
import { localSettings } from '../settings/settings.js';
import { kernelModule, medianOf, simpleExposure } from './kernels.js';
import { peerPython } from './peer-python.js';

const run = promisify(execFile);
const here = path.join(checkout, 'deploy/local/bench');
const RUNS = 7;
/** The combination of the peer takes seconds: three of it tell as much. */
const PEER_COMBINATIONS = 3;
const FRAMES = 10;
const [NX, NY] = [2071, 948];
const [RAW_NX, RAW_NY] = [4142, 1896];
const thresholds = { sigclip: 4.5, sigfrac: 0.3, objlim: 5, readNoise: 3.89 };

interface Timing {
  /** Median of the runs, millisecond, and what all threads of the process used. */
  readonly wallMs: number;
  readonly processorMs: number;
}

/** One kind of work, ours and that of a peer in the same run on the same arrays. */
export interface PeerComparison {
  readonly work: string;
  /** Name and version. */
  readonly peer: string;
  readonly ours: Timing;
  readonly theirs: Timing;
  /** What is promised, in words. */
  readonly promise: string;
}

type PeerAnswer = { readonly versions: Readonly<Record<string, string>> } & Readonly<Record<'combine' | 'rays' | 'decode' | 'read', Timing>>;

/**
 * Combination, LACosmic and decoding beside ccdproc, astroscrappy and astropy, both with two threads, one after the other.
 * @param say is told what is being waited for.
 * @returns undefined, after a word, where there is no Python or PyPI cannot be reached.
 */
export async function benchPeers(say: (line: string) => void): Promise<PeerComparison[] | undefined> {
  const python = await peerPython({ requirements: 'peer-requirements.txt', names: 'ccdproc, astroscrappy and astropy' }, say);
  if (python === undefined) return undefined;
  const folder = await mkdtemp(path.join(tmpdir(), 'goodman-peers-'));
  const helper = new HelperThread(kernelModule());
  try {
    const stack = Array.from({ length: FRAMES }, (_, i) => simpleExposure(NX, NY, 10 + i));
    const frame = simpleExposure(NX, NY, 1);
    const raw = rawFile();
    const plan = { runs: RUNS, combine: { nx: NX, ny: NY, frames: FRAMES, clipSigma: 4, peerRuns: PEER_COMBINATIONS }, rays: { nx: NX, ny: NY, ...thresholds } };
    await Promise.all([
      writeFile(path.join(folder, 'plan.json'), JSON.stringify(plan)),
      writeFile(path.join(folder, 'rays.f32'), frame.flux.slice()),
      writeFile(path.join(folder, 'raw.fits'), raw),
      ...stack.map(({ flux }, i) => writeFile(path.join(folder, `stack-${i}.f32`), flux.slice())),
    ]);
    const kernels = createWasmKernels(kernelModule(), helper);
    await warm(kernels, frame);
    const ours = timeOurs(kernels, stack, frame, path.join(folder, 'raw.fits'));
    say('The peers ...');
    const { stdout } = await run(python, [path.join(here, 'peers.py'), folder], { env: { ...localSettings().environment, OMP_NUM_THREADS: '2' }, maxBuffer: 2 ** 24 });
    const { versions, combine, rays, decode, read } = JSON.parse(stdout) as PeerAnswer;
    const named = (name: string): string => `${name} ${versions[name] ?? ''}`;
    return [
      { work: `combine ${FRAMES} frames of ${NX} × ${NY}, clipped by MAD`, peer: named('ccdproc'), ours: ours.combine, theirs: combine, promise: '≥ 40 times as fast' },
      { work: `one iteration of LACosmic, exact medians, ${NX} × ${NY}`, peer: named('astroscrappy'), ours: ours.rays, theirs: rays, promise: '≤ 0.4 of its time' },
      { work: '16 bit counts of 4142 × 1896, from the bytes of a file to float32', peer: named('astropy'), ours: ours.decode, theirs: decode, promise: '≤ 0.5 of its time' },
      { work: 'the same from the disk, in memory that is new', peer: named('astropy'), ours: ours.read, theirs: read, promise: '' },
    ];
  } finally {
    await helper.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function timeOurs(kernels: Kernels, stack: readonly Frame[], frame: Frame, file: string) {
  const input = { flux: stack.map(({ flux }) => flux), variance: stack.map(({ variance }) => variance), mask: stack.map(({ mask }) => mask) };
  const rules = { scale: new Float32Array(stack.length).fill(1), clipSigma: 4, method: 'mean' } as const;
  const { readNoise, ...limits } = thresholds;
  const stored = readFileSync(file);
  const counts = pixelsOf(stored).float32(sharedFloat32(RAW_NX * RAW_NY));
  return {
    combine: timed(() => kernels.combine({ ...input, ...rules })),
    rays: timed(() => rejectCosmicRays(frame, { ...limits, readNoiseElectron: readNoise, iterations: 1, separableMedian: false, light: 'none' }, kernels)),
    decode: timed(() => pixelsOf(stored).float32(counts, kernels.words)),
    // Nearly all of it is the system's: it makes room for the file and for the pixels, page by page.
    read: timed(() => pixelsOf(readFileSync(file)).float32(sharedFloat32(RAW_NX * RAW_NY), kernels.words)),
  };
}

const pixelsOf = (bytes: Uint8Array): ImageHdu => readFits(bytes).hdus[0] as ImageHdu;

function timed(work: () => unknown): Timing {
  const wall: number[] = [];
  const processor: number[] = [];
  for (let k = 0; k < RUNS; k++) {
    const [began, used] = [performance.now(), process.cpuUsage()];
    work();
    wall.push(performance.now() - began);
    const { user, system } = process.cpuUsage(used);
    processor.push((user + system) / 1000);
  }
  return { wallMs: medianOf(wall), processorMs: medianOf(processor) };
}

/** The helper thread has to start, and this thread must let it. */
async function warm(kernels: Kernels, { flux, geometry: { nx, ny } }: Frame): Promise<void> {
  for (let k = 0; k < 20; k++) {
    kernels.medianFilter({ data: flux, nx, ny }, 3, 'square');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function rawFile(): Uint8Array {
  const counts = Uint16Array.from({ length: RAW_NX * RAW_NY }, (_, p) => 1000 + ((p * 7919) % 30_011));
  return writeFits([{ kind: 'image', header: [], shape: [RAW_NX, RAW_NY], data: counts }]);
}
