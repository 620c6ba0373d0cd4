import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import type { EncodedFile } from '#activities/products/fits/file-draft';
import { reductionSettings, type ReductionSettings } from '#activities/domain/settings';
import { ReductionError } from '#activities/domain/errors';
import { fileTrouble, listFolder, type FolderListing } from './folder-listing.js';
import { collectAbove } from '#activities/threads/collect-garbage';
import { StepPool } from '#activities/threads/step-pool';
import type { FrameReport } from './frame-report.js';
import { frameFileIn } from './frame-file.js';

const MEGABYTE = 2 ** 20;
/** A night at 2×2 does not reach it: from 512 MB on, such a night took a fifth longer. */
const MEMORY = { room: 900 * MEGABYTE, growth: 96 * MEGABYTE };

const usage = `npm run reduce -- IN OUT [--settings FILE.json]

Reduces a folder of raw Goodman frames on this computer, with no service at all: the same steps and the same
products as the platform. IN is a folder of .fits files (.fit, .fts; packed as .fz,
.gz, .bz2 or .Z too), OUT is where the products go (made if missing).
--settings FILE.json  reduction settings over the defaults, for example {"minimum_number_of_flats": 5}
`;

/** `npm run reduce`: exit code 0 when every frame ended as a product, was used in one, or is a copy of one that was; 1 otherwise, 2 for a wrong call. */
export async function main(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { settings: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  const [input, output] = positionals;
  if (values.help || !input || !output || positionals.length > 2) {
    process.stdout.write(usage);
    return values.help ? 0 : 2;
  }
  const started = process.hrtime.bigint();
  collectAbove(MEMORY);
  // The threads load what they need while this one does.
  const pool = new StepPool();
  let settings: ReductionSettings;
  let listing: FolderListing;
  try {
    settings = await readSettings(values.settings);
    listing = await listFolder(input);
    await mkdir(output, { recursive: true });
  } catch (error) {
    process.stderr.write(`${sentence(error)}\n`);
    await pool.close();
    return 2;
  }

  const { FolderNight } = await import('./folder-night.js');
  const written = new Set<string>();
  const night = new FolderNight({
    settings,
    pool,
    date: new Date().toISOString().slice(0, 10),
    keep: async (file) => {
      await keep(output, file);
      written.add(file.fileName);
    },
    readBack: (fileName) => readFile(path.join(output, fileName)),
    onReport: (report) => process.stdout.write(`${line(report)}\n`),
  });
  try {
    for (const { name, reason } of listing.others) process.stdout.write(`${name} ${reason}: passed over\n`);
    const reports = await night.reduce(listing.frames.map((name) => frameFileIn(input, name)));
    process.stdout.write(summary(reports, listing, written.size, Number(process.hrtime.bigint() - started) / 1e9));
    return reports.every(({ state, copyOf }) => state === 'done' || copyOf !== undefined) ? 0 : 1;
  } finally {
    await night.close();
  }
}

async function readSettings(file: string | undefined): Promise<ReductionSettings> {
  if (!file) return reductionSettings.parse({});
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    throw new Error(`The settings file ${file} cannot be read.`);
  }
  const parsed = reductionSettings.strict().safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error(`The settings file ${file} is not right:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function sentence(error: unknown): string {
  if (error instanceof SyntaxError) return `The settings file is not JSON: ${error.message}.`;
  return error instanceof Error ? error.message : String(error);
}

function summary(reports: readonly FrameReport[], { others, hidden }: FolderListing, products: number, seconds: number): string {
  const copies = reports.filter(({ copyOf }) => copyOf !== undefined).length;
  const count = (state: FrameReport['state']) => reports.filter((report) => report.state === state && report.copyOf === undefined).length;
  const parts = [`${count('done')} done`];
  for (const state of ['waiting', 'rejected', 'failed'] as const) if (count(state) > 0) parts.push(`${count(state)} ${state}`);
  if (copies > 0) parts.push(`${copies} the same as another`);
  const passedOver = [others.length > 0 ? `${others.map(({ name }) => name).join(', ')} passed over` : '', hidden > 0 ? `${hidden} hidden ${hidden === 1 ? 'file' : 'files'}` : ''].filter((part) => part !== '');
  const warned = Map.groupBy(reports.flatMap(({ name, warnings = [] }) => warnings.map((warning) => ({ name, warning }))), ({ warning }) => warning);
  const warnings = [...warned].map(([warning, of]) => `${of[0]?.name ?? ''}${of.length > 1 ? ` and ${of.length - 1} more` : ''}: ${warning}\n`);
  const flagged = reports.filter(({ flags = [] }) => flags.length > 0).length;
  const doubts = flagged > 0 ? ` ${flagged} flagged, see above.` : '';
  const besides = passedOver.length > 0 ? ` Besides: ${passedOver.join(', ')}.` : '';
  return `\n${warnings.join('')}${reports.length} frames: ${parts.join(', ')}. ${products} products in ${seconds.toFixed(1)} s.${doubts}${besides}\n`;
}

async function keep(folder: string, { fileName, bytes }: EncodedFile): Promise<void> {
  try {
    await writeFile(path.join(folder, fileName), bytes);
  } catch (error) {
    throw new ReductionError('storage-full', `${fileName} cannot be written: ${fileTrouble(error)}.`, { fileName }, { cause: error });
  }
}

function line({ name, state, reason, products, flags = [] }: FrameReport): string {
  const words = state !== 'done' && products.length > 0 ? [`${reason}:`, ...products] : products.length > 0 ? products : [reason];
  const end = `${name.padEnd(28)} ${state.padEnd(9)} ${words.join(' ')}`;
  return [end, ...flags.map((flag) => `${''.padEnd(28)} flagged   ${flag}`)].join('\n');
}

process.exitCode = await main(process.argv.slice(2));
