import type * as z from 'zod';
import type { Kernels } from '#numeric/kernels/kernels';
import type { Quality, TargetSpectrum } from '../domain/products.js';
import { qualityNamed } from '../domain/qualities.js';
import { steps, stepsByName, type StepName } from '../steps/index.js';
import { performStep } from '../steps/step.js';
import type { FingerprintCases } from './cases.js';
import { hashNumbers } from './hash-product.js';

/** Raise it, and record everything anew, when the stored frames, the cases or the way of hashing change: hashes of two formats tell nothing about each other. */
export const FORMAT = 2;

/** The hash of every version of every step, as committed in `fingerprints.json`. */
export interface Fingerprints {
  readonly format: number;
  readonly steps: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** What a step gives today. */
export interface Found {
  readonly step: string;
  readonly version: number;
  readonly hash: string;
}

/** Runs every step on its cases; one hash for all numbers and quality values that come out. */
export function fingerprintSteps(cases: FingerprintCases, kernels: Kernels): Found[] {
  return (Object.keys(steps) as StepName[]).map((name) => {
    const step = stepsByName[name];
    if (!step) throw new Error(`no step is called ${name}`);
    const results = cases[name].map(({ inputs, settings = {} }) => {
      const { product, quality } = performStep(step, inputs, (step.settings as z.ZodObject).parse(settings), { kernels, sources: {} });
      refuseUnknownNumbers(name, product, quality);
      return { product, quality };
    });
    return { step: name, version: step.version, hash: hashNumbers(results) };
  });
}

/** The compiler takes a number too many in a returned object for granted: here every one has to stand in the table. */
function refuseUnknownNumbers(step: StepName, product: object, quality: Quality = {}): void {
  const spectra = 'spectra' in product ? (product.spectra as readonly TargetSpectrum[]) : [];
  const unknown = [quality, ...spectra.map((spectrum) => spectrum.quality ?? {})].flatMap((numbers) => Object.keys(numbers)).find((name) => !qualityNamed(name));
  if (unknown !== undefined) throw new Error(`${step} measures ${unknown}, which activities/domain/qualities.ts does not know: add its unit, bound and source`);
}

/** What is wrong, a sentence each, and what the record becomes when what is new is accepted. */
export interface Judgment {
  readonly wrong: readonly string[];
  /** Right, but not on record yet. */
  readonly unrecorded: readonly string[];
  readonly accepted: Fingerprints;
}

/**
 * Compares what steps give with the record. A step that gives other numbers under the same version is wrong, and so is one whose version is
 * lower than recorded; a version that is not on record can be accepted.
 */
export function judge(recorded: Fingerprints, found: readonly Found[]): Judgment {
  const sameFormat = recorded.format === FORMAT;
  const wrong: string[] = [];
  const unrecorded: string[] = [];
  const accepted: Record<string, Record<string, string>> = sameFormat ? Object.fromEntries(Object.entries(recorded.steps).map(([step, hashes]) => [step, { ...hashes }])) : {};
  for (const { step, version, hash } of found) {
    const known = recorded.steps[step] ?? {};
    const highest = Math.max(0, ...Object.keys(known).map(Number));
    const before = sameFormat ? known[version] : undefined;
    if (version < highest) {
      wrong.push(`${step} says version ${version}, but version ${highest} is on record: a version never goes down, stored products bear it.`);
    } else if (before !== undefined && before !== hash) {
      wrong.push(
        `${step} gives other numbers under the same version ${version} (recorded ${before.slice(0, 12)}, found ${hash.slice(0, 12)}). ` +
          `If they are meant to change, set version: ${version + 1} in its step and run \`npm run check -- --accept\`; if not, something broke.`,
      );
    } else if (before === undefined) {
      unrecorded.push(`${step} version ${version} (${hash.slice(0, 12)})`);
      accepted[step] = { ...accepted[step], [version]: hash };
    }
  }
  return { wrong, unrecorded, accepted: { format: FORMAT, steps: accepted } };
}

/** Hashes that an earlier commit recorded and the record of today changed or lost, a sentence each. */
export function edited(earlier: Fingerprints, now: Fingerprints): string[] {
  if (earlier.format > now.format) return [`fingerprints.json says format ${now.format}, an earlier commit ${earlier.format}: a format never goes down.`];
  if (earlier.format < now.format) return [];
  return Object.entries(earlier.steps).flatMap(([step, hashes]) =>
    Object.entries(hashes).flatMap(([version, hash]) => {
      const today = now.steps[step]?.[version];
      // A step that is gone takes its record along.
      if (today === hash || !(step in now.steps)) return [];
      return [`The recorded hash of ${step} version ${version} was ${today === undefined ? 'taken out' : 'edited'}: what a version gave is a fact. Restore it from git and raise the version instead.`];
    }),
  );
}
