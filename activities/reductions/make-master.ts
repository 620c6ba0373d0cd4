import { masterFor } from '../products/index.js';
import type { ProductRef } from '../products/product-ref.js';
import { masterRecipes } from '../recipes/masters.js';
import { framesOfGroup, mastersOf, type MasterRef } from '../store/calibration-records.js';
import type { ProductPlace } from '../store/product-records.js';
import { findRun, saveMasterState } from '../store/run-records.js';
import { stateKey } from './masters.js';
import { thisRun, type ReductionParts } from './parts.js';
import { withSteps } from './reduce.js';
import { storeProduct } from './store-product.js';
import type { MakeMasterRequest } from './types.js';

/** Combines the frames of a group by the recipe of its purpose, and keeps the master: who chooses calibrations finds it from then on. */
export async function makeMaster(parts: ReductionParts, { group, plan }: MakeMasterRequest): Promise<{ reason: string }> {
  await saveMasterState(parts.database, thisRun(), stateKey(group), { state: 'reducing', reason: `combining ${plan.members.length} ${group.purpose} frames` });
  const reason = await withSteps(parts, plan.stepSettings, async (steps) => {
    const product = await masterRecipes[group.purpose](steps, plan.members, plan.calibrations);
    return publishMaster(parts, { group, plan }, product);
  });
  await saveMasterState(parts.database, thisRun(), stateKey(group), { state: 'done', reason, provisional: plan.provisional });
  return { reason };
}

async function publishMaster(parts: ReductionParts, { group, plan }: MakeMasterRequest, product: ProductRef): Promise<string> {
  const members = await framesOfGroup(parts.database, group);
  const value = await parts.resolver.resolve(product as ProductRef<'masterBias'>);
  // The file of a master stands under its earliest frame.
  const [earliest] = [...members].sort((a, b) => (a.exposure.observedAt < b.exposure.observedAt ? -1 : 1));
  if (!earliest) throw new Error('a master without frames');
  const verdicts = Object.fromEntries(value.members.map(({ checksum, used, reason }) => [checksum, reason === undefined ? { used } : { used, reason }]));
  const ref: MasterRef = { kind: product.kind, key: product.key, quality: product.quality, verdicts };
  const place: Omit<ProductPlace, 'reductionId'> = {
    provisional: plan.provisional,
    ref,
    supersedes: { kind: masterFor(group.purpose).madeOf, ...mastersOf(group) },
    ...(group.own === true && group.proposal !== undefined ? { distinguishedBy: group.proposal } : {}),
  };
  const [file] = await storeProduct(parts, earliest, product, place, await findRun(parts.database, thisRun()));
  const used = value.members.filter((member) => member.used).length;
  return `${file?.fileName ?? 'master'} of ${used} frames`;
}
