import type { Exposure } from '../domain/exposure.js';
import type { ReductionSettings } from '../domain/settings.js';

/** What a reduction is searched by in the Temporal UI. */
export interface SearchWords {
  readonly proposal: string;
  readonly night: string;
  readonly obsType: string;
  readonly object: string;
  readonly wavMode: string;
}

/** Everything needed to start the reduction of a frame, as plain data: it may be kept until Temporal can be reached. */
export interface WorkflowStart {
  readonly workflowId: string;
  /** "0123 · SPECTRUM · NGC 3242 · 400_M2" */
  readonly summary: string;
  readonly attributes: SearchWords;
  readonly input: { readonly fileId: string; readonly settings?: Partial<ReductionSettings>; readonly requestedBy?: string };
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

/** One master per night, purpose and configuration. */
export function masterWorkflowId({ purpose, night, configurationKey }: { purpose: string; night: string; configurationKey: string }): string {
  return `master:${purpose}:${night}:${configurationKey}`;
}
