import { TestRunner } from 'vitest';
import type { Judged } from './shortfalls.js';

export type Measured = readonly { readonly quantity: string; readonly value: number }[];

/** Leaves with the running test what it measured, for the table of kinds. */
export function leaveMeasured(quantities: readonly Judged[]): void {
  const test = TestRunner.getCurrentTest();
  if (test) Object.assign(test.meta, { measured: quantities.map(({ quantity, value }) => ({ quantity, value: Number(value.toPrecision(3)) })) });
}
