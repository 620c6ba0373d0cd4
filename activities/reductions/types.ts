import type { Purpose } from '../domain/calibrations.js';
import type { ExposureKind } from '../domain/exposure.js';
import type { Calibrations, ProductRef } from '../products/product-ref.js';
import type { FailureRecord, ReductionState } from '../domain/reduction.js';
import type { ReductionSettings } from '../domain/settings.js';
import type { CalibrationChoice } from '../calibrations/choose-all.js';
import type { MasterGroup } from '../store/frame-records.js';
import type { StepSettings } from '../steps/index.js';

/** What a reduction is searched by in the Temporal UI. */
export interface SearchWords {
  readonly proposal: string;
  readonly night: string;
  readonly obsType: string;
  readonly object: string;
  readonly wavMode: string;
}

/** A raw frame as a workflow needs to know it. */
export interface FrameTask {
  readonly fileId: string;
  readonly name: string;
  readonly kind: ExposureKind;
  /** "0123 · SPECTRUM · NGC 3242 · 400_M2" */
  readonly summary: string;
  readonly attributes: SearchWords;
  /** The settings in force: those of the proposal, with what was asked for this frame over them. */
  readonly settings: ReductionSettings;
  readonly stepSettings: StepSettings;
  readonly raw: ProductRef<'rawFrame'>;
  /** For a frame that is not reduced: why. */
  readonly reason: string;
}

export interface MasterPlan {
  readonly ready: boolean;
  readonly reason: string;
  readonly provisional: boolean;
  readonly fingerprint: string;
  readonly members: readonly ProductRef<'rawFrame'>[];
  readonly memberFileIds: readonly string[];
  /** What the members themselves are corrected with. */
  readonly calibrations: Calibrations;
  readonly stepSettings: StepSettings;
  readonly attributes: SearchWords;
}

export interface JoinedMaster {
  readonly reason: string;
  readonly verdict?: { readonly used: boolean; readonly master: string; readonly reason?: string };
}

/** The activities that are not steps: they describe, choose, keep and tell. */
export interface NightActivities {
  /** Reads what a file is and which settings apply; opens the record of this run. */
  describe(request: { fileId: string; settings: Partial<ReductionSettings> }): Promise<FrameTask>;
  /** Chooses the calibrations of a frame and writes the decision records. */
  chooseCalibrations(request: {
    fileId: string;
    settings: ReductionSettings;
    use: Partial<Record<Purpose, string>>;
    without: readonly Purpose[];
  }): Promise<CalibrationChoice>;
  /** Writes a product to storage under its download names and makes it the current one of its frame. */
  publish(request: { fileId: string; product: ProductRef }): Promise<void>;
  /** Makes a solved lamp a candidate for spectra, and wakes those whose choice it changes. */
  offerLamp(request: { fileId: string; frame: ProductRef<'frame'> }): Promise<void>;
  /** Writes where the reduction of a frame stands. */
  recordState(request: { fileId: string; state: ReductionState; reason: string; provisional: boolean; failure?: FailureRecord }): Promise<void>;
  /** Tells the master of this frame's configuration that one more is there. */
  joinMaster(request: { fileId: string }): Promise<JoinedMaster>;
  /** Are there enough frames, which are they, and what is missing? */
  planMaster(group: MasterGroup): Promise<MasterPlan>;
  publishMaster(request: { group: MasterGroup; product: ProductRef; provisional: boolean }): Promise<{ reason: string }>;
  recordMaster(request: { group: MasterGroup; state: ReductionState; reason: string }): Promise<void>;
  /** Tells members their verdict, and every frame whose choice the master changes. */
  announce(request: { group: MasterGroup; memberFileIds: readonly string[]; failure?: string }): Promise<void>;
}

