import { defineSearchAttributeKey, SearchAttributeType, type QueryDefinition, type SignalDefinition, type UpdateDefinition } from '@temporalio/common';
import type { MasterPurpose, Purpose } from './calibrations.js';
import type { ReductionState } from './reduction.js';
import type { ReductionSettings } from './settings.js';

/** Both sides say why a frame without a lamp waits or is done: the one that looks, and the one that knows what the night sky gave. */
export { reasonGoneOn, reasonWithoutLamp } from './sky-verdict.js';

/**
 * What both sides of Temporal call things: workflows handle these names, activities and the API start and signal by them. Pure, so that the sandbox of
 * the workflows takes it too: the only file of this room whose values they may import.
 */
export const taskQueues = {
  /** Decisions. */
  reductions: 'reductions',
  /** What takes a processor: as many at once as a worker has room for. */
  steps: 'steps',
  /** What is written down or told: it waits for no reduction. */
  records: 'records',
} as const;

/** The workflows by name; `workflows/index.ts` exports a function of each name. */
export const workflowTypes = { reduceFrame: 'reduceFrame', buildMaster: 'buildMaster', deliverWebhook: 'deliverWebhook', tryReduction: 'tryReduction' } as const;

/** Header of an activity: the id of the request that began its workflow. */
export const requestHeader = 'request-id';

export interface ReduceFrameInput {
  readonly fileId: number;
  /** Settings over those of the proposal, for this frame only. */
  readonly settings?: Partial<ReductionSettings>;
  readonly requestedBy?: string;
  /** The request that began this, as in the log of the API: it stands in the log lines of the workflow and of its activities too. */
  readonly requestId?: string;
}

export interface ReductionOutcome {
  readonly state: ReductionState;
  readonly reason: string;
}

export type ReduceFrame = (input: ReduceFrameInput) => Promise<ReductionOutcome>;

/** What the frames of one master have in common. */
export interface MasterGroup {
  readonly purpose: MasterPurpose;
  readonly night: string;
  readonly configurationKey: string;
  /** Made of the frames that people of this proposal sent, and serving it alone; without one it is made of the telescope's and serves all. */
  readonly proposal?: string;
  /** Made of the telescope's frames all the same, with the settings of that proposal, which asked for it. */
  readonly own?: boolean;
}

/** Where a master stands, as it is shown. */
export interface MasterStanding {
  readonly state: Extract<ReductionState, 'waiting' | 'done' | 'failed'>;
  readonly reason: string;
}

export interface BuildMasterInput extends MasterGroup {
  /** Fingerprint of the members and settings last combined, carried over when the history was cut. */
  readonly built?: string;
  /** How that ended, carried over too: nothing may happen for hours, and what is shown stays what it was. */
  readonly ended?: MasterStanding;
}

export type BuildMaster = (input: BuildMasterInput) => Promise<string>;

/** Takes one message to one webhook; the number of its delivery. */
export type DeliverWebhook = (delivery: number) => Promise<string>;

/** What a master says about a frame it looked at: it took part, or it was left out and why. */
export interface MemberVerdict {
  readonly used: boolean;
  readonly master: string;
  readonly reason?: string;
}

/** A calibration landed, or settings changed: choose again. Sent by the activity that announces it, never by a poll. */
export const calibrationsChanged = signal<[]>('calibrationsChanged');
/** Reduce this frame once more, with these settings over those of the proposal; `forget`: and with none that were asked earlier. */
export const reduceAgain = signal<[Partial<ReductionSettings>, { readonly forget: boolean }?]>('reduceAgain');
/** A master looked at this bias or flat frame. */
export const collected = signal<[MemberVerdict]>('collected');
/** To a master: one more frame, or a better calibration of its own. */
export const membersChanged = signal<[]>('membersChanged');

/** One calibration, for one purpose. */
export interface CalibrationByKey {
  readonly purpose: Purpose;
  readonly key: string;
}

/** "Use this one anyway": the calibration with this key, whatever the criteria say. Answers what follows, in words. */
export const useCalibration = update<string, [CalibrationByKey]>('useCalibration');
/** Go on without a calibration of this purpose. */
export const proceedWithout = update<string, [Pick<CalibrationByKey, 'purpose'>]>('proceedWithout');

/** The activity that is running, or what is waited for. */
export const currentStep: QueryDefinition<string> = { type: 'query', name: 'currentStep' } as QueryDefinition<string>;

/** What a reduction is searched by in the Temporal UI. */
export interface SearchWords {
  readonly proposal: string;
  readonly night: string;
  readonly obsType: string;
  readonly object: string;
  readonly wavMode: string;
}

const keyword = (name: string) => defineSearchAttributeKey(name, SearchAttributeType.KEYWORD);

/** The search attributes a Temporal namespace must have, all of them keywords. */
export const searchAttributes = {
  proposal: keyword('Proposal'),
  night: keyword('Night'),
  obsType: keyword('ObsType'),
  object: keyword('Object'),
  wavMode: keyword('WavMode'),
  state: keyword('State'),
};

/** Longest keyword that is worth searching for. */
const LONGEST_KEYWORD = 200;

/** The attributes of a reduction in a state. Temporal refuses an empty keyword. */
export function searchAttributePairs(words: SearchWords, state: ReductionState): { key: ReturnType<typeof keyword>; value: string }[] {
  const values: Readonly<Record<keyof typeof searchAttributes, string>> = { ...words, state };
  return (Object.keys(searchAttributes) as (keyof typeof searchAttributes)[]).map((name) => ({
    key: searchAttributes[name],
    value: values[name] === '' ? '-' : values[name].slice(0, LONGEST_KEYWORD),
  }));
}

function signal<Args extends unknown[]>(name: string): SignalDefinition<Args> {
  return { type: 'signal', name } as SignalDefinition<Args>;
}

function update<Answer, Args extends unknown[]>(name: string): UpdateDefinition<Answer, Args> {
  return { type: 'update', name } as UpdateDefinition<Answer, Args>;
}
