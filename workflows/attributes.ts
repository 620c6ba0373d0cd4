import { defineSearchAttributeKey, SearchAttributeType, type SearchAttributeUpdatePair } from '@temporalio/common';
import type { ReductionState } from '#activities/domain/reduction';

/** What a reduction is searched by in the Temporal UI. */
export interface FrameAttributes {
  readonly proposal: string;
  readonly night: string;
  readonly obsType: string;
  readonly object: string;
  readonly wavMode: string;
}

const keyword = (name: string) => defineSearchAttributeKey(name, SearchAttributeType.KEYWORD);
const keys = {
  proposal: keyword('Proposal'),
  night: keyword('Night'),
  obsType: keyword('ObsType'),
  object: keyword('Object'),
  wavMode: keyword('WavMode'),
  state: keyword('State'),
};

/** Temporal refuses an empty keyword. */
const filled = (text: string) => (text === '' ? '-' : text.slice(0, 200));

export function attributes(frame: FrameAttributes, state: ReductionState): SearchAttributeUpdatePair[] {
  return [
    { key: keys.proposal, value: filled(frame.proposal) },
    { key: keys.night, value: filled(frame.night) },
    { key: keys.obsType, value: filled(frame.obsType) },
    { key: keys.object, value: filled(frame.object) },
    { key: keys.wavMode, value: filled(frame.wavMode) },
    { key: keys.state, value: state },
  ];
}
