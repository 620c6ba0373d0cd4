import type { Exposure } from '../domain/exposure.js';
import { priorityOf, type WorkPriority } from '../domain/priority.js';
import type { MasterGroup, ReduceFrameInput, SearchWords } from '../domain/workflow-contract.js';
import { nightOf } from '../instruments/goodman/time.js';

/** Everything needed to start the reduction of a frame, as plain data: it may be kept until Temporal can be reached. */
export interface WorkflowStart {
  readonly workflowId: string;
  /** "0123 · SPECTRUM · NGC 3242 · 400_M2" */
  readonly summary: string;
  readonly attributes: SearchWords;
  readonly input: ReduceFrameInput;
  /** Not a new frame: one that is to look again which calibrations there are. */
  readonly wake?: true;
}

/** A master that is to look again which frames it has. */
export interface MasterWake {
  readonly workflowId: string;
  readonly group: MasterGroup;
}

/** The same file twice is the same reduction. */
export function workflowIdOf(fileName: string, sha256: string): string {
  return `frame:${fileName}:${sha256.slice(0, 12)}`;
}

export function summaryOf({ name, obstype, object, wavmode }: Pick<Exposure, 'name' | 'obstype' | 'object' | 'wavmode'>): string {
  const number = /^\d+/.exec(name)?.[0] ?? name.replace(/\.fits$/i, '');
  return [number, obstype, object, wavmode].filter((word) => word !== '').join(' · ');
}

export function searchWordsOf({ proposalId, night, obstype, object, wavmode }: Pick<Exposure, 'proposalId' | 'night' | 'obstype' | 'object' | 'wavmode'>): SearchWords {
  return { proposal: proposalId, night, obsType: obstype, object, wavMode: wavmode };
}

/** One master per night, purpose and configuration; one more for each proposal that sent frames itself, and for each that asked for its own. */
export function masterWorkflowId({ purpose, night, configurationKey, proposal, own }: MasterGroup): string {
  return `master:${purpose}:${night}:${configurationKey}${proposal === undefined ? '' : `:${proposal}`}${own === true ? ':own' : ''}`;
}

/** How soon it is the turn of a frame's or a master's work, asked for at this moment. */
export function priorityNow(work: { readonly night: string; readonly proposal?: string }): WorkPriority {
  return priorityOf(work, nightOf(new Date().toISOString()));
}
