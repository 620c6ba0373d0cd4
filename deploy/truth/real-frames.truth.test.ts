import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ReductionError } from '#activities/domain/errors';
import { reasonNotReduced } from '#activities/domain/reducible';
import { defaultSettings } from '#activities/domain/settings';
import { decodeRaw } from '#activities/products/decode-raw';
import { calibrateCounts } from '#activities/steps/calibrate-counts';
import { findTargets } from '#activities/steps/find-targets';
import { judgeReadout } from '#activities/steps/plausibility';
import { rejectCosmicRays } from '#activities/steps/reject-cosmic-rays';
import { stepSettingsOf } from '#activities/steps/index';
import { compiledKernels } from '../../numeric/assembly/compiled.mjs';
import { createWasmKernels } from '#numeric/kernels/wasm';

/** What becomes of a frame that stands alone, the sentence with it, and numbers: `[value, tolerance]`. */
interface Expected {
  readonly file: string;
  /** Why that is right, for who reads the table. */
  readonly why?: string;
  /** `usable`: it can be part of a reduction; `rejected`: kept, not reduced; otherwise the code of its failure. */
  readonly state: string;
  /** The beginning of the sentence; of what stands after the name of the file, where it begins with that. */
  readonly sentence?: string;
  readonly kind?: string;
  readonly numbers?: Readonly<Record<string, readonly [number, number]>>;
}

interface Found {
  readonly state: string;
  readonly sentence: string;
  readonly kind?: string;
  readonly numbers: () => Promise<Readonly<Record<string, number>>>;
}

const DATA = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const table = JSON.parse(readFileSync(new URL('./real-frames.json', import.meta.url), 'utf8')) as Readonly<Record<string, readonly Expected[]>>;

function lookAt(folder: string, file: string): Found {
  const none = { numbers: () => Promise.resolve({}) };
  try {
    const raw = decodeRaw(new Uint8Array(readFileSync(`${DATA}${folder}/${file}`)), file);
    const { kind } = raw.exposure;
    const kept = reasonNotReduced(raw.exposure, defaultSettings);
    if (kept !== undefined) return { state: 'rejected', sentence: kept, kind, ...none };
    const { implausible, numbers } = judgeReadout(raw);
    if (implausible) return { state: implausible.code, sentence: implausible.reason, kind, ...none };
    return { state: 'usable', sentence: '', kind, numbers: async () => ({ ...numbers, ...(kind === 'spectrum' ? await lightOf(raw) : {}) }) };
  } catch (error) {
    if (!(error instanceof ReductionError)) throw error;
    return { state: error.code, sentence: error.message.replace(`${file} `, ''), ...none };
  }
}

/** The sources of a spectrum without any calibration frame. */
async function lightOf(raw: ReturnType<typeof decodeRaw>): Promise<Record<string, number>> {
  const tools = { kernels: createWasmKernels(await compiledKernels()), sources: {} };
  const settings = stepSettingsOf(defaultSettings);
  const { frame } = calibrateCounts(raw, tools.kernels, raw.exposure.lightSection);
  const whole = { exposure: raw.exposure, cards: raw.cards, frame, provenance: raw.provenance };
  const clean = rejectCosmicRays.run({ frame: whole }, rejectCosmicRays.settings.parse(settings.rejectCosmicRays), tools);
  const { product } = findTargets.run({ frame: clean.product }, findTargets.settings.parse(settings.findTargets), tools);
  const [strongest] = product.targets;
  const arcsecondPerRow = 0.15 * frame.geometry.binY;
  return { ...clean.quality, targets: product.targets.length, row: strongest?.positionRow ?? NaN, fwhmArcsecond: (strongest?.fwhmPixel ?? NaN) * arcsecondPerRow, snr: strongest?.snr ?? NaN };
}

describe.each(Object.entries(table))('%s (skipped without ../shared/data)', (folder, rows) => {
  const isThere = existsSync(`${DATA}${folder}`);

  test.skipIf(!isThere)('every file has its row', () => {
    expect(rows.map(({ file }) => file).sort()).toEqual(readdirSync(`${DATA}${folder}`).sort());
  });

  test.skipIf(!isThere).each(rows.map((row) => [row.file, row] as const))('%s', { timeout: 120_000 }, async (file, expected) => {
    const found = lookAt(folder, file);
    expect({ state: found.state, kind: found.kind }).toEqual({ state: expected.state, kind: expected.kind });
    expect(found.sentence.slice(0, expected.sentence?.length ?? Infinity)).toBe(expected.sentence ?? '');
    const numbers = expected.numbers ? await found.numbers() : {};
    for (const [name, [value, tolerance]] of Object.entries(expected.numbers ?? {})) expect(Math.abs((numbers[name] ?? NaN) - value), `${name}: ${numbers[name]}`).toBeLessThanOrEqual(tolerance);
  });
});
