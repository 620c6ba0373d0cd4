import { mkdir, open, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { isFitsName, isPlainName } from '#activities/domain/raw-name';
import { reductionSettings, type ReductionSettings } from '#activities/domain/settings';
import { FolderNight, type FrameFile, type FrameReport } from './folder-night.js';

const usage = `npm run reduce -- IN OUT [--settings FILE.json]

Reduces a folder of raw Goodman frames on this computer, with no service at all: the same steps and the same
products as the platform. IN is a folder of .fits files (.fit, .fts; packed as .fz,
.gz, .bz2 or .Z too), OUT is where the products go (made if missing).
--settings FILE.json  reduction settings over the defaults, for example {"minimum_number_of_flats": 5}
`;

/** `npm run reduce`: exit code 0 when every frame ended as a product or was used in one, 1 otherwise, 2 for a wrong call. */
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
  let settings: ReductionSettings;
  let names: string[];
  try {
    settings = await readSettings(values.settings);
    names = await framesIn(input);
    await mkdir(output, { recursive: true });
  } catch (error) {
    process.stderr.write(`${sentence(error)}\n`);
    return 2;
  }

  const night = new FolderNight({
    settings,
    date: new Date().toISOString().slice(0, 10),
    keep: (file) => writeFile(path.join(output, file.fileName), file.bytes),
    onReport: (report) => process.stdout.write(`${line(report)}\n`),
  });
  try {
    const reports = await night.reduce(names.map((name) => frameFile(input, name)));
    process.stdout.write(summary(reports, Number(process.hrtime.bigint() - started) / 1e9));
    return reports.every(({ state }) => state === 'done') ? 0 : 1;
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

async function framesIn(folder: string): Promise<string[]> {
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) throw new Error(`${folder} is not a folder. Give the folder that holds the raw frames.`);
  const names = (await readdir(folder)).filter(isFitsName).sort();
  if (names.length === 0) throw new Error(`${folder} holds no .fits file.`);
  return names;
}

function sentence(error: unknown): string {
  if (error instanceof SyntaxError) return `The settings file is not JSON: ${error.message}.`;
  return error instanceof Error ? error.message : String(error);
}

function summary(reports: readonly FrameReport[], seconds: number): string {
  const count = (state: FrameReport['state']) => reports.filter((report) => report.state === state).length;
  const parts = [`${count('done')} done`];
  for (const state of ['waiting', 'rejected', 'failed'] as const) if (count(state) > 0) parts.push(`${count(state)} ${state}`);
  const products = reports.reduce((sum, report) => sum + report.products.length, 0);
  const odd = reports.filter(({ warnings = [] }) => warnings.length > 0).length;
  const note = odd === 0 ? '' : ` ${odd} ${odd === 1 ? 'frame has' : 'frames have'} warnings, see above.`;
  return `\n${reports.length} frames: ${parts.join(', ')}. ${products} products in ${seconds.toFixed(1)} s.${note}\n`;
}

/** More than any header takes; a Goodman header has some 13 kB. */
const HEADER_BYTES = 2880 * 24;

function frameFile(folder: string, name: string): FrameFile {
  const file = path.join(folder, name);
  const peek = async () => {
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(new Uint8Array(HEADER_BYTES), 0, HEADER_BYTES, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  };
  return { name, read: () => readFile(file), ...(isPlainName(name) ? { peek } : {}) };
}

function line({ name, state, reason, products, warnings = [] }: FrameReport): string {
  const end = `${name.padEnd(28)} ${state.padEnd(9)} ${state === 'done' && products.length > 0 ? products.join(' ') : reason}`;
  return [end, ...warnings.map((warning) => `${''.padEnd(28)} warning   ${warning}`)].join('\n');
}

process.exitCode = await main(process.argv.slice(2));
