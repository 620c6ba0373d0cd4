import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { kinds, type Kind } from './kinds.js';
import type { Measured } from './measured.js';

const TABLE = path.join(import.meta.dirname, 'kinds.md');
const HEAD = '# What was silently wrong, kind by kind\n\nMade by `npm run golden -- kinds`. *Before* is the first complete version (d97c3fb).\n';

/** Writes the table of kinds with what its tests measured; a row whose tests are not there or did not pass says so and fails the run. */
export default class KindsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const all = modules.flatMap((module) => [...module.children.allTests()]);
    const rows = Object.entries(kinds).flatMap(([section, members]) => ['', `## ${section}`, '', '| kind | before | after |', '|---|---|---|', ...members.map((kind) => rowOf(kind, all))]);
    writeFileSync(TABLE, `${[HEAD.trimEnd(), ...rows].join('\n')}\n`);
    const open = rows.filter((row) => row.includes('**'));
    if (open.length > 0) process.exitCode = 1;
    process.stdout.write(`${path.relative(process.cwd(), TABLE)} is written; ${open.length} of its rows are open.\n`);
  }
}

function rowOf(kind: Kind, all: readonly TestCase[]): string {
  const tests = kind.tests.map(([file, name]) => all.filter((test) => test.module.moduleId.endsWith(`/${file}`) && `> ${test.fullName}`.includes(name)));
  const found = tests.flat();
  const states = new Set(found.map((test) => test.result().state));
  const after = tests.some((some) => some.length === 0) ? '**no test**' : states.has('failed') ? '**not held**' : states.has('skipped') ? '**not run here**' : saidOf(kind, found);
  return `| ${kind.kind} | ${kind.before} | ${after} |`;
}

function saidOf({ after }: Kind, tests: readonly TestCase[]): string {
  const measured = tests.flatMap((test) => (test.meta() as { measured?: Measured }).measured ?? []);
  const numbers = measured.map(({ quantity, value }) => `${quantity} ${value}`);
  return [...(after === undefined ? [] : [after]), ...new Set(numbers)].join('; ');
}
