import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { reportAndFail } from '../local/settings/problem.js';
import { startDemoNight } from './demo-night.js';
import { FOLDER, keep, keepDrawnWith, photographed, THEMES, type Theme } from './photographs.js';
import { photographedPages } from './photographed-pages.js';
import { missing } from './test-browser.js';

const usage = `npm run photographs [-- --whole DIR --only PAGE]

Photographs every page of the portal on the night of the demo, in both themes and three widths, into frontend/photographs/.

--whole DIR   keep the pictures as they are on the screen too, to look at
--only PAGE   take this page alone, as its files are named; may be said again
`;

async function main(argv: string[]): Promise<void> {
  const { values } = parseArgs({ args: argv, options: { whole: { type: 'string' }, only: { type: 'string', multiple: true }, help: { type: 'boolean', short: 'h' } }, strict: true });
  if (values.help) return void process.stdout.write(usage);
  if (missing !== undefined) throw new Error(`The portal cannot be photographed: ${missing}`);
  const folder = values.whole;
  if (folder !== undefined) await mkdir(folder, { recursive: true });
  process.stderr.write('Starting the platform and streaming the night of the demo …\n');
  const night = await startDemoNight();
  try {
    const whole = folder === undefined ? undefined : (name: string, png: Uint8Array) => writeFile(path.join(folder, `${name}.png`), png);
    const all = await photographedPages(night);
    const places = values.only === undefined ? all : all.filter(({ name }) => values.only?.includes(name));
    const taken = new Set<string>();
    let bytes = 0;
    const take = async (theme: Theme): Promise<void> => {
      for await (const photo of photographed(night, places, theme, whole)) {
        await keep(photo);
        taken.add(`${photo.name}.webp`);
        bytes += photo.webp.length;
      }
    };
    await Promise.all(THEMES.map(take));
    await keepDrawnWith(night.browser);
    // Pages that are no more.
    for (const file of values.only === undefined ? await readdir(FOLDER) : []) if (file.endsWith('.webp') && !taken.has(file)) await rm(path.join(FOLDER, file));
    process.stdout.write(`${taken.size} photographs in ${path.relative(process.cwd(), FOLDER)}, ${(bytes / 1e6).toFixed(2)} MB\n`);
  } finally {
    await night.stop();
  }
}

main(process.argv.slice(2)).catch(reportAndFail);
