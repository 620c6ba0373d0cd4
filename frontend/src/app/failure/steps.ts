import type { components } from '../api/schema';
import type { PlainKey } from '../texts/text';

type Run = Pick<components['schemas']['ReductionDetail'], 'timings' | 'failure' | 'step'>;

/** One station of the way of a frame. */
export interface Station {
  readonly name: PlainKey;
  /** `skipped`: not needed, or not wanted; `not`: never reached. */
  readonly state: 'done' | 'stop' | 'skipped' | 'not';
  /** Undefined where nothing was measured. */
  readonly second: number | undefined;
}

/** Steps that are one station; those of lamps and of spectra have one way, which some shorten. */
const STATIONS: readonly { readonly name: PlainKey; readonly steps: readonly string[] }[] = [
  { name: 'step.choose', steps: ['beginReduction', 'choose'] },
  { name: 'step.look', steps: ['checkPlausibility'] },
  { name: 'step.bias', steps: ['trim', 'correctBias', 'combineBias'] },
  { name: 'step.flat', steps: ['normalizeFlat', 'correctFlat', 'combineFlats'] },
  { name: 'step.cosmic', steps: ['rejectCosmicRays'] },
  { name: 'step.extract', steps: ['findTargets', 'extract', 'extractArc', 'extractApertures'] },
  { name: 'step.wavelength', steps: ['calibrateWavelength'] },
  { name: 'step.published', steps: [] },
];

/** The way of a frame up to where it stopped, and what it did not reach. */
export function stationsOf({ timings, failure, step }: Run): Station[] {
  const stopped = STATIONS.findIndex(({ steps }) => steps.includes(failure?.step ?? step ?? ''));
  return STATIONS.map(({ name, steps }, i) => {
    const measured = steps.filter((each) => timings[each] !== undefined);
    const second = measured.length === 0 ? undefined : measured.reduce((sum, each) => sum + (timings[each] ?? 0), 0);
    if (i === stopped) return { name, state: 'stop', second };
    // The choice of calibrations takes no time that is written down: everything else needs it.
    if (second !== undefined || (name === 'step.choose' && stopped > i)) return { name, state: 'done', second };
    return { name, state: i < stopped ? 'skipped' : 'not', second };
  });
}
