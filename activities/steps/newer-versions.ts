import type { StepVersion } from '../domain/products.js';
import { stepsByName } from './index.js';
import type { AnyStep } from './step.js';

/**
 * A sentence for each step that is newer now than when it made one of these, in the order of the steps. A step that is no longer there has no newer
 * version, and a version above today's was made by newer software: neither is spoken of.
 */
export function newerVersions(made: readonly StepVersion[], today: Readonly<Record<string, Pick<AnyStep, 'name' | 'version'>>> = stepsByName): string[] {
  return Object.values(today).flatMap(({ name, version }) => {
    const older = new Set(made.filter((each) => each.step === name && each.version < version).map((each) => each.version));
    if (older.size === 0) return [];
    const versions = `version${older.size === 1 ? '' : 's'} ${[...older].sort((a, b) => a - b).join(' and ')}`;
    return [`A newer version of ${name} exists: this was made with ${versions}, version ${version} is in use now. Reduce again to have it.`];
  });
}
