import { LEVEL } from '#activities/domain/reduction';
import { masterMadeOf } from '#activities/store/master-of';
import type { StoredFile } from '#activities/store/models';
import type { Caller } from './auth.js';
import { seesAll, type Action } from './permissions.js';

/** What may be done with a file, for a page that hides the rest. */
export type FileAction =
  | 'download' | 'reduce' | 'remove-overrides' | 'use-calibration' | 'proceed-without' | 'force-calibration' | 'extract' | 'calibrate-wavelength'
  | 'delete' | 'exclude' | 'include' | 'reclassify' | 'force-kind' | 'build-master'; // prettier-ignore

type Known = Pick<StoredFile, 'proposalId' | 'dataType' | 'trusted' | 'kind' | 'exposure' | 'excluded' | 'ref'>;

/** Whether the policy lets a caller do something with a file. */
export function may({ ability }: Caller, action: Action, { proposalId, dataType, trusted }: Pick<StoredFile, 'proposalId' | 'dataType' | 'trusted'>): boolean {
  return ability.can(action, { __caslSubjectType__: 'File', proposalId, dataType, trusted });
}

/** What the caller may do with this file now. A refusal can still come: two people may do things at once. */
export function actionsOf(file: Known, caller: Caller): FileAction[] {
  const { dataType, kind, exposure, excluded, ref } = file;
  const [staff, mayReduce] = [seesAll(caller.user), may(caller, 'reduce', file)];
  const described = exposure !== null;
  const chooses = described && (kind === 'spectrum' || kind === 'arc') && dataType !== LEVEL.master;
  const product = dataType === LEVEL.reduced || dataType === LEVEL.extracted || dataType === LEVEL.calibrated;
  const calibrates = dataType === LEVEL.master || ref !== null || (dataType === LEVEL.raw && (kind === 'arc' || masterMadeOf(kind) !== undefined));
  const wanted: readonly (readonly [FileAction, boolean])[] = [
    ['download', may(caller, 'read', file)],
    ['reduce', mayReduce && described && dataType !== LEVEL.master],
    ['remove-overrides', mayReduce && described && dataType !== LEVEL.master],
    ['use-calibration', mayReduce && chooses],
    ['proceed-without', mayReduce && chooses],
    ['force-calibration', staff && mayReduce && chooses],
    ['extract', mayReduce && described && kind === 'spectrum' && product],
    ['calibrate-wavelength', mayReduce && chooses && product],
    ['delete', product && may(caller, 'delete', file)],
    ['exclude', staff && calibrates && excluded === null],
    ['include', staff && calibrates && excluded !== null],
    ['reclassify', mayReduce && dataType === LEVEL.raw],
    ['force-kind', staff && dataType === LEVEL.raw],
    ['build-master', mayReduce && described && dataType === LEVEL.raw && masterMadeOf(kind) !== undefined],
  ];
  return wanted.filter(([, allowed]) => allowed).map(([action]) => action);
}
