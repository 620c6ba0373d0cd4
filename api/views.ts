import type { Quality } from '#activities/domain/products';
import { flagsOf, qualityNamed } from '#activities/domain/qualities';
import type { FailureRecord, ReductionState } from '#activities/domain/reduction';
import type { Reduction, StoredCard, StoredFile } from '#activities/store/models';

/** A file of any level. The first 34 fields are those of the old API, in its words: numbers of the instrument are text. */
export interface FileView {
  /** @isInt */
  id: number;
  created: string;
  last_modified: string;
  /** File name of the raw frame everything here was made from. */
  original_file: string;
  /** @isInt */
  original_file_id: number;
  /** File name of what this one was made from; a raw frame is its own parent. */
  parent_file: string;
  /** @isInt */
  parent_file_id: number;
  file_name: string;
  /** Where an archive of the night would put it; not a path of the server. */
  directory_name: string;
  full_path: string;
  obstype: string;
  object: string;
  filter: string;
  filter_2: string;
  grating: string;
  slit: string;
  cam_targ: string | null;
  grt_targ: string | null;
  obsra: string;
  obsdec: string;
  gain: string | null;
  rdnoise: string | null;
  roi: string;
  wavmode: string;
  proposal_id: string;
  observation_id: number | null;
  configuration_id: number | null;
  block_id: number | null;
  image_id: number | null;
  date: string | null;
  /** 0 raw, 1 master, 2 reduced, 3 extracted, 4 wavelength calibrated. */
  data_type: string;
  normalized: boolean;
  technique: string;
  /** Counts at or above this are saturated, adu. */
  saturation_value: number | null;

  /** bias, flat, arc, spectrum, image or other. */
  kind: string;
  /** Evening date of the observing night, YYYYMMDD. */
  night: string | null;
  /** Which source along the slit, 1 is the strongest; null when the file is not about one. */
  target: number | null;
  /** Is it the newest version? */
  current: boolean;
  /** Made with a calibration of lower rank, until a better one lands. */
  provisional: boolean;
  /** @isInt */
  version: number;
  /** SHA-256: of the bytes of a raw file, of the data alone of a product. */
  checksum: string;
  /** @isInt */
  size_bytes: number;
  /** A sentence for each quality number beyond its bound; empty is normal. */
  flags: string[];
}

/** One file with everything that is known of it. */
export interface FileDetail extends FileView {
  /** Numbers measured while it was made, by name. */
  quality: { [name: string]: number | null };
  /** The same numbers with what is to be thought of them. */
  qualities: QualityView[];
  /** What was odd in the header and how it was understood. */
  warnings: string[];
  /** A sentence for each step that is newer now than when this file, or anything it was made from, was made. */
  notices: string[];
  /** Every current file made from the same raw frame, the most advanced first. */
  family: FileView[];
  /** The runs that reduced its raw frame, the newest first. */
  reductions: ReductionView[];
  /** Where the calibrations it was made with are explained; null for a raw file. */
  decisions: string | null;
}

/** A number that a step measured, and its bounds. */
export interface QualityView {
  name: string;
  value: number | null;
  /** Empty for a count or a ratio. */
  unit: string;
  meaning: string;
  at_least: number | null;
  at_most: number | null;
  /** Where the bounds come from. */
  source: string;
  /** Beyond a bound: what to think of it, and what to do. */
  flag: string | null;
}

export interface CardView {
  keyword: string;
  value: string | number | boolean | null;
  comment: string;
}

export interface HeaderView {
  /** @isInt */
  id: number;
  file_name: string;
  /** In the order of the file. */
  cards: CardView[];
}

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

export interface CriterionView {
  name: string;
  wanted: string;
  found: string;
  ok: boolean;
}

export interface CandidateView {
  name: string;
  key: string;
  checksum: string;
  verdict: 'chosen' | 'suitable' | 'refused';
  /** Smaller is better; null when refused. */
  distance: number | null;
  provisional: boolean;
  criteria: CriterionView[];
}

/** Why this calibration and not another. */
export interface DecisionView {
  purpose: 'bias' | 'flat' | 'arc';
  reason: string;
  chosen_key: string | null;
  provisional: boolean;
  candidates: CandidateView[];
  created: string;
}

export interface ReductionDetail extends ReductionView {
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

const text = (value: number | null): string | null => (value === null ? null : String(value));

/** Needs `original` and `parent` to be fetched. */
export function fileView(file: StoredFile): FileView {
  const directory = `/${file.night ?? 'unknown'}/${file.dataType === 0 ? 'RAW' : 'RED'}`;
  return {
    id: file.id,
    created: file.created.toISOString(),
    last_modified: file.lastModified.toISOString(),
    original_file: file.original?.fileName ?? file.fileName,
    original_file_id: file.originalFileId,
    parent_file: file.parent?.fileName ?? file.fileName,
    parent_file_id: file.parentFileId,
    file_name: file.fileName,
    directory_name: directory,
    full_path: `${directory}/${file.fileName}`,
    obstype: file.obstype,
    object: file.object,
    filter: file.filter,
    filter_2: file.filter2,
    grating: file.grating,
    slit: file.slit,
    cam_targ: text(file.camTarg),
    grt_targ: text(file.grtTarg),
    obsra: file.obsra,
    obsdec: file.obsdec,
    gain: text(file.gain),
    rdnoise: text(file.rdnoise),
    roi: file.roi,
    wavmode: file.wavmode,
    proposal_id: file.proposalId,
    observation_id: file.observationId,
    configuration_id: file.configurationId,
    block_id: file.blockId,
    image_id: file.imageId,
    date: file.date,
    data_type: String(file.dataType),
    normalized: file.normalized,
    technique: file.technique,
    saturation_value: file.saturationValue === null ? null : Math.round(file.saturationValue),
    kind: file.kind,
    night: file.night,
    target: file.target,
    current: file.current,
    provisional: file.provisional,
    version: file.version,
    checksum: file.checksum,
    size_bytes: file.sizeBytes,
    flags: [...file.flags],
  };
}

/** Each number that the table of quality numbers knows, with its bounds. */
export function qualityViews(quality: Quality): QualityView[] {
  const flags = new Map(flagsOf(quality).map(({ name, sentence }) => [name as string, sentence]));
  return Object.entries(quality).flatMap(([name, value]): QualityView[] => {
    const known = qualityNamed(name);
    if (!known) return [];
    const { unit, meaning, atLeast = null, atMost = null, source } = known;
    return [{ name, value, unit, meaning, at_least: atLeast, at_most: atMost, source, flag: flags.get(name) ?? null }];
  });
}

export function cardView({ keyword, value, comment }: StoredCard): CardView {
  return { keyword, value, comment };
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

function failureView({ code, message, step, facts }: FailureRecord): FailureView {
  return { code, message, step, facts: { ...facts } };
}

/** Needs `decisions` to be fetched. */
export function decisionViews({ decisions = [] }: Reduction): DecisionView[] {
  return decisions.map(({ purpose, decision, chosenKey, created }) => ({
    purpose,
    reason: decision.reason,
    chosen_key: chosenKey,
    provisional: decision.provisional,
    candidates: decision.candidates.map((candidate) => ({ ...candidate, criteria: candidate.criteria.map((criterion) => ({ ...criterion })) })),
    created: created.toISOString(),
  }));
}
