import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Purpose } from '#activities/domain/calibrations';
import type { ReductionSettings } from '#activities/domain/settings';

/** A calibration landed, or settings changed: choose again. Sent by the activity that announces it, never by a poll. */
export const calibrationsChanged = defineSignal('calibrationsChanged');

/** Reduce this frame once more, with these settings over those of the proposal. */
export const reduceAgain = defineSignal<[Partial<ReductionSettings>]>('reduceAgain');

/** A master looked at this bias or flat frame: it took part, or it was left out and why. */
export const collected = defineSignal<[CollectedVerdict]>('collected');
export interface CollectedVerdict {
  readonly used: boolean;
  readonly master: string;
  readonly reason?: string;
}

/** To a master: one more frame, or a better calibration of its own. */
export const membersChanged = defineSignal('membersChanged');

/** "Use this one anyway": the calibration with this key, whatever the criteria say. */
export const useCalibration = defineUpdate<string, [{ purpose: Purpose; key: string }]>('useCalibration');

/** Go on without a calibration of this purpose. */
export const proceedWithout = defineUpdate<string, [{ purpose: Purpose }]>('proceedWithout');

/** The step that is running, or what is waited for. */
export const currentStep = defineQuery<string>('currentStep');
