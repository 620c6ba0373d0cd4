import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Application, type TypeDocOptions } from 'typedoc';
import { checkout } from '../settings/checkout.js';
import { referencePages, topPages } from './pages.js';

const sources = path.join(checkout, 'dist/docs-pages');
const out = path.join(checkout, 'dist/docs');
const at = (...parts: string[]): string => path.join(checkout, ...parts);

const options: TypeDocOptions = {
  name: 'Goodman Live Pipeline',
  readme: at('README.md'),
  entryPoints: [at('numeric/**/*.ts'), at('activities/**/*.ts')],
  entryPointStrategy: 'expand',
  exclude: ['**/*.test.ts', '**/*.bench.ts', '**/*.d.ts', at('numeric/assembly/**')],
  tsconfig: at('deploy/local/docs/tsconfig.docs.json'),
  basePath: checkout,
  projectDocuments: topPages.map((name) => path.join(sources, `${name}.md`)),
  out,
  // `npm run check` looks at types; here they are only read.
  skipErrorChecking: true,
  excludePrivate: true,
  excludeExternals: true,
  // A checkout without a remote has no address to link sources to; the name of each module is the path of its file.
  disableGit: true,
  disableSources: true,
  navigation: { includeFolders: true },
  // A type that a file keeps to itself is said in full where it is used: it needs no page of its own.
  validation: { invalidLink: true, invalidPath: true, rewrittenLink: true, unusedMergeModuleWith: true, notExported: false, notDocumented: false },
};

/** Writes the reference; answers the exit code: any warning is a mistake in the documentation. */
async function main(): Promise<number> {
  await rm(sources, { recursive: true, force: true });
  await mkdir(sources, { recursive: true });
  for (const { name, text } of referencePages(checkout)) await writeFile(path.join(sources, `${name}.md`), text);
  const app = await Application.bootstrap({ ...options, logLevel: 'Warn' });
  const project = await app.convert();
  if (!project) return 1;
  app.validate(project);
  await app.generateOutputs(project);
  process.stdout.write(`The reference is at ${path.join(out, 'index.html')}\n`);
  return app.logger.hasErrors() || app.logger.hasWarnings() ? 1 : 0;
}

process.exitCode = await main();
