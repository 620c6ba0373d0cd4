import type { FailureRecord, ReductionState } from '#activities/domain/reduction';
import type { Reduction } from '#activities/store/models';
import type { DecisionView } from './decision-view.js';

export interface FailureView {
  code: string;
  message: string;
  step: string;
  facts: { [name: string]: string | number };
}

/** One run of a recipe: on one raw frame, or on the frames of a master. */
export interface ReductionView {
  /** @isInt */
  id: number;
  /** The raw frame; null for a master. */
  file_id: number | null;
  file_name: string | null;
  proposal_id: string | null;
  night: string | null;
  /** Configuration and night of a master; null for a frame. */
  master_key: string | null;
  workflow_id: string;
  run_id: string;
  /**
   * Counts the runs on one frame from 1.
   * @isInt
   */
  attempt: number;
  state: ReductionState;
  /** The step that runs, or ran last. */
  step: string | null;
  /** Why it waits, failed or was rejected; what was chosen when it is done. */
  reason: string;
  failure: FailureView | null;
  provisional: boolean;
  /** Seconds by step. */
  timings: { [step: string]: number };
  started: string;
  finished: string | null;
  updated: string;
}

export interface ReductionDetail extends ReductionView {
  /** Its workflow in the Temporal UI, for staff; null for others, and where no UI is known. */
  temporal_url: string | null;
  /** All settings that were in force. */
  settings: { [name: string]: unknown };
  /** Those of them that were asked for this frame, over the settings of its proposal. */
  overrides: { [name: string]: unknown };
  decisions: DecisionView[];
  /** A sentence for each step that is newer now than when the products of this run, or anything they were made from, were made. */
  notices: string[];
  /** Every run on the same frame, the newest first. */
  history: ReductionView[];
}

/** Needs `file` to be fetched. */
export function reductionView(reduction: Reduction): ReductionView {
  const { file } = reduction;
  return {
    id: reduction.id,
    file_id: reduction.fileId,
    file_name: file?.fileName ?? null,
    proposal_id: file?.proposalId ?? null,
    night: file?.night ?? null,
    master_key: reduction.masterKey,
    workflow_id: reduction.workflowId,
    run_id: reduction.runId,
    attempt: reduction.attempt,
    state: reduction.state,
    step: reduction.step,
    reason: reduction.reason,
    failure: reduction.failure && failureView(reduction.failure),
    provisional: reduction.provisional,
    timings: { ...reduction.timings },
    started: reduction.started.toISOString(),
    finished: reduction.finished?.toISOString() ?? null,
    updated: reduction.updated.toISOString(),
  };
}

/** Address of a run in the Temporal UI. */
export function temporalUrl(ui: string | undefined, namespace: string, { workflowId, runId }: Pick<Reduction, 'workflowId' | 'runId'>): string | null {
  if (ui === undefined) return null;
  const [space, workflow, run] = [namespace, workflowId, runId].map(encodeURIComponent);
  return `${ui.replace(/\/+$/, '')}/namespaces/${space}/workflows/${workflow}/${run}/history`;
}

function failureView({ code, message, step, facts }: FailureRecord): FailureView {
  return { code, message, step, facts: { ...facts } };
}
