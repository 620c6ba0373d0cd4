import { isText, type PlainKey } from '../texts/text';

/** One thing to try, best first. */
export interface Remedy {
  readonly title: PlainKey;
  readonly sentence: PlainKey;
  /** Opens the candidates of the choice that led here. */
  readonly leadsTo?: 'why';
}

/** What a failure shows as its evidence, what to try, and the settings that matter for it. */
export interface Treatment {
  readonly evidence: 'lamp' | 'frame' | 'header';
  readonly remedies: readonly Remedy[];
  readonly settings: readonly string[];
}

const LAMP: Treatment = { evidence: 'lamp', remedies: [remedy('lamp.again'), remedy('lamp.other', 'why'), remedy('lamp.without', 'why')], settings: ['arc_half_width'] };
const SOURCE_SETTINGS = ['background_threshold', 'minimum_target_snr', 'target_minimum_width', 'target_maximum_width', 'maximum_number_of_targets', 'target_fit_model'] as const;
const SOURCE: Treatment = { evidence: 'frame', remedies: [remedy('source.threshold'), remedy('source.hand'), remedy('source.again')], settings: SOURCE_SETTINGS };
const SATURATED: Treatment = { evidence: 'frame', remedies: [remedy('saturated.shorter')], settings: [] };
const HEADER: Treatment = { evidence: 'header', remedies: [remedy('header.send'), remedy('header.staff')], settings: [] };

const TREATMENTS: Readonly<Record<string, Treatment>> = {
  'too-few-arc-lines': LAMP,
  'wavelength-ambiguous': LAMP,
  'wavelength-poor': LAMP,
  'sky-lines-insufficient': LAMP,
  'source-not-found': SOURCE,
  'trace-failed': SOURCE,
  'frame-saturated': SATURATED,
  'frame-without-information': { evidence: 'frame', remedies: [remedy('empty.send')], settings: [] },
  'fit-failed': { evidence: 'frame', remedies: [remedy('fit.sky'), remedy('source.threshold')], settings: ['disable_background', 'background_spacing', 'flat_normalization_order', 'flat_normalization'] },
  'frames-unusable': { evidence: 'frame', remedies: [remedy('unusable.more'), remedy('unusable.without', 'why')], settings: ['saturation_threshold', 'flat_normalization_order', 'ignore_flats', 'ignore_bias'] },
  'keyword-missing': HEADER,
  'header-invalid': HEADER,
  'not-fits': HEADER,
  'wrong-instrument': HEADER,
};
/** Of a failure that is the platform's, or that the portal has no words for yet. */
const UNKNOWN: Treatment = { evidence: 'frame', remedies: [remedy('platform.again')], settings: [] };

export function treatmentOf(code: string): Treatment {
  return TREATMENTS[code] ?? UNKNOWN;
}

/** What happened as a title: never a code. */
export function titleOf(code: string): PlainKey {
  const key = `failure.${code}`;
  return isText(key) ? (key as PlainKey) : 'failure.other';
}

function remedy<Name extends string>(name: Name, leadsTo?: 'why'): Remedy {
  return { title: `try.${name}` as PlainKey, sentence: `try.${name}.sentence` as PlainKey, ...(leadsTo ? { leadsTo } : {}) };
}
