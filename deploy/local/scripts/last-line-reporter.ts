import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';

/** Read by run-test.mjs, which adds the rooms and the portal. */
const COUNTS = path.join(import.meta.dirname, '../../../.wireit/test-counts.json');

/** Prints `N passed, N failed` as the very last line, also when a file could not be loaded. */
export default class LastLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    let passed = 0;
    let failed = errors.length;
    let skipped = 0;
    for (const module of modules) {
      if (module.errors().length > 0) failed++;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed++;
        else if (state === 'failed') failed++;
        else skipped++;
      }
    }
    mkdirSync(path.dirname(COUNTS), { recursive: true });
    writeFileSync(COUNTS, JSON.stringify({ passed, failed, skipped }));
    process.once('exit', () => {
      process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
    });
  }
}
