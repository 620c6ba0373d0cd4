import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Reporter, TestModule } from 'vitest/node';

const ROOT = path.join(import.meta.dirname, '../../..');
/** Read by run-test.mjs, which adds the rooms and the portal. */
const COUNTS = path.join(ROOT, '.wireit/test-counts.json');

/** Prints `N passed, N failed` as the very last line, also when a file could not be loaded. */
export default class LastLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    let passed = 0;
    let skipped = 0;
    const failures = errors.map((error) => `outside of any test: ${firstLine([error])}`);
    for (const module of modules) {
      const file = path.relative(ROOT, module.moduleId);
      if (module.errors().length > 0) failures.push(`${file}: ${firstLine(module.errors())}`);
      for (const test of module.children.allTests()) {
        const { state, errors: wrong } = test.result();
        if (state === 'passed') passed++;
        else if (state === 'failed') failures.push(`${file} > ${test.fullName}: ${firstLine(wrong)}`);
        else skipped++;
      }
    }
    const failed = failures.length;
    mkdirSync(path.dirname(COUNTS), { recursive: true });
    writeFileSync(COUNTS, JSON.stringify({ passed, failures, skipped }));
    process.once('exit', () => {
      process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
    });
  }
}

/** What went wrong, as short as a log of thousands of lines needs it at its end. */
function firstLine(errors: readonly unknown[]): string {
  const [error] = errors;
  const message = typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
  return stripVTControlCharacters(message).split('\n', 1)[0] ?? '';
}
