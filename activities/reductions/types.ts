import type { CalibrationChoice } from '../calibrations/choose-all.js';
import type { Purpose } from '../domain/calibrations.js';
import type { FailureRecord, ReductionState } from '../domain/reduction.js';
import type { ReductionSettings } from '../domain/settings.js';
import type { SkyVerdict } from '../domain/sky-verdict.js';
import type { TrialInput, TrialOutcome } from '../domain/trial.js';
import type { MasterGroup, MemberVerdict, SearchWords } from '../domain/workflow-contract.js';
import type { Calibrations, ProductRef } from '../products/product-ref.js';
import type { LongslitRequest } from '../recipes/longslit.js';
import type { StepSettings } from '../steps/index.js';

/** What becomes of a raw frame: part of a master, a lamp that gives wavelengths, spectra, or nothing. */
export type FrameRole = 'member' | 'arc' | 'spectrum' | 'kept';

/** A raw frame as a workflow needs to know it. */
export interface FrameTask extends Omit<LongslitRequest, 'calibrations'> {
  readonly role: FrameRole;
  /** "0123 · SPECTRUM · NGC 3242 · 400_M2" */
  readonly summary: string;
  readonly attributes: SearchWords;
  readonly stepSettings: StepSettings;
  /** For a frame that is kept: why it is not reduced. */
  readonly reason: string;
}

/** The calibrations of a frame, and between which a person may choose. */
export interface OfferedChoice extends CalibrationChoice {
  /** Keys of every candidate that was looked at, by the purposes that this frame needs. */
  readonly offered: Readonly<Partial<Record<Purpose, readonly string[]>>>;
}

/** Where a reduction stands after a look at everything. */
export interface BegunReduction {
  readonly frame: FrameTask;
  /** What the record says now: `reducing` when everything is there. */
  readonly state: 'reducing' | 'waiting';
  /** What is waited for. */
  readonly reason: string;
  /** For a lamp or spectrum. */
  readonly choice?: OfferedChoice;
  /** For a member of a master that has looked at it already. */
  readonly verdict?: MemberVerdict;
  /** Fingerprint of the choice whose products were made at once. */
  readonly reduced?: string;
  /** What the night sky gave to that choice, where it has no lamp. */
  readonly sky?: SkyVerdict;
  /** It is on record that the reduction is done. */
  readonly recorded?: boolean;
}

/** What a failure is about, beside its words, when the reduction failed before its workflow was told what was seen. */
export type FailedFrame = Pick<FrameTask, 'summary' | 'attributes'>;

export interface BeginRequest {
  readonly fileId: number;
  /** Over those of the proposal. */
  readonly settings: Partial<ReductionSettings>;
  /** These settings and no earlier ones that were asked for this frame. */
  readonly forget?: boolean;
  readonly use: Partial<Record<Purpose, string>>;
  readonly without: readonly Purpose[];
  /** Fingerprint of the choice whose products this run made already: the same choice again is nothing new. */
  readonly reduced?: string;
  /** Reduce at once what can be reduced: a workflow of before does not know that it may, and asks for `reduce` itself. */
  readonly goOn?: boolean;
  /** What the night sky gave to that choice. */
  readonly sky?: SkyVerdict;
}

export interface ReduceRequest {
  readonly fileId: number;
  readonly frame: FrameTask;
  readonly calibrations: Calibrations;
}

/** What became of a frame beside its products; nothing in histories of before. */
export interface ReduceOutcome {
  /** What the night sky gave it, where there was no lamp. */
  readonly sky?: SkyVerdict;
}

export interface RecordStateRequest {
  readonly fileId: number;
  readonly state: ReductionState;
  readonly reason: string;
  readonly provisional: boolean;
  readonly failure?: FailureRecord;
}

export interface MasterPlan {
  readonly ready: boolean;
  readonly reason: string;
  readonly provisional: boolean;
  readonly fingerprint: string;
  readonly members: readonly ProductRef<'rawFrame'>[];
  /** What the members themselves are corrected with. */
  readonly calibrations: Calibrations;
  readonly stepSettings: StepSettings;
  readonly attributes: SearchWords;
}

export interface MakeMasterRequest {
  readonly group: MasterGroup;
  readonly plan: Pick<MasterPlan, 'members' | 'calibrations' | 'stepSettings' | 'provisional'>;
}

export interface RecordMasterRequest {
  readonly group: MasterGroup;
  readonly state: ReductionState;
  readonly reason: string;
}

export interface AnnounceRequest {
  readonly group: MasterGroup;
  /** Keys of the frames the master looked at. */
  readonly members: readonly string[];
  /** Why there is no master of them. */
  readonly failure?: string;
}

/** The activities of a reduction: they look, choose, reduce, keep and tell. */
export interface ReductionActivities {
  /** Reads what a frame is and which settings apply, chooses its calibrations or tells its master, records where that leaves it, and, asked to go on, reduces it as `reduce` does. */
  beginReduction(request: BeginRequest): Promise<BegunReduction>;
  /** Makes the products of a frame by its recipe and keeps them, the calibrated spectrum first; a solved lamp becomes a candidate for spectra, and those whose choice it changes are woken. */
  reduce(request: ReduceRequest): Promise<ReduceOutcome>;
  /** Writes where the reduction of a frame stands. */
  recordState(request: RecordStateRequest): Promise<void>;
  /** Are there enough frames, which are they, and what is missing? */
  planMaster(group: MasterGroup): Promise<MasterPlan>;
  /** Combines frames into a master and keeps it. */
  makeMaster(request: MakeMasterRequest): Promise<{ reason: string }>;
  recordMaster(request: RecordMasterRequest): Promise<void>;
  /** Reduces a spectrum with other settings, and gives what comes out instead of keeping it. */
  tryReduction(request: TrialInput): Promise<TrialOutcome>;
  /** Tells members their verdict, and every frame whose choice the master changes. */
  announce(request: AnnounceRequest): Promise<void>;
}
