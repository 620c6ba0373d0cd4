import { Controller, Get, OperationId, Path, Request, Route, Security, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { LEVEL } from '#activities/domain/reduction';
import { candidateHandle } from '#activities/store/candidate-handles';
import type { DecisionRecord, Reduction, StoredFile } from '#activities/store/models';
import { callerOf } from '../access/auth.js';
import { visibleFile, visibleFiles, visibleReductions } from '../access/visible.js';
import type { Context } from '../context.js';
import { candidateKeys, type CriterionView } from './decision-view.js';

/** A decision of a person. */
export interface ByHandView {
  what: string;
  by: string;
  at: string;
  reason: string;
  forced: boolean;
}

/** One row of the table of a decision. */
export interface CandidateRow {
  /** By this it can be chosen (`candidate` of `/use-calibration/`), also where its file is not the caller's to see. */
  handle: string;
  /** Null for a calibration of another proposal: then it is known by its role, time and quality. */
  file_id: number | null;
  name: string;
  verdict: 'chosen' | 'suitable' | 'refused';
  /** Smaller is nearer; null when refused. */
  distance: number | null;
  provisional: boolean;
  /** The answers, in the order of `questions`. */
  answers: CriterionView[];
}

/** Why this calibration and not another, as a table: a column for each question, a row for each candidate, the chosen one first. */
export interface DecisionTable {
  purpose: 'bias' | 'flat' | 'arc';
  /** One sentence: what was chosen and why, or what is missing. */
  reason: string;
  provisional: boolean;
  by_hand: ByHandView | null;
  questions: string[];
  candidates: CandidateRow[];
  created: string;
}

export interface DecisionsView {
  /** @isInt */
  file_id: number;
  file_name: string;
  /** The run that decided; null where none has. */
  reduction_id: number | null;
  state: string | null;
  /** Where it stands, in words. */
  reason: string;
  decisions: DecisionTable[];
}

@Route('api/files')
@Tags('api')
@Security('token')
export class DecisionsController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * Why each calibration was chosen: every candidate, every question with what was wanted and found, the verdict. Of a product, as it was when it was made; of a raw frame, as its
   * latest run decided. A master chooses none.
   * @summary Why?
   */
  @Get('{id}/decisions')
  @OperationId('api_files_decisions_list')
  async listDecisions(@Request() request: KoaRequest, @Path() id: string): Promise<DecisionsView> {
    const { database } = this.#context;
    const caller = callerOf(request);
    const file = await visibleFile(database, caller, id);
    const runs = visibleReductions(database, caller)
      .select('reductions.*')
      .withGraphFetched('decisions(ordered)')
      .modifiers({ ordered: (builder) => void builder.orderBy('id') });
    if (file.dataType === LEVEL.raw) void runs.where('reductions.fileId', file.id).orderBy('reductions.attempt', 'desc');
    else void runs.where('reductions.id', file.reductionId ?? 0);
    const run = await runs.first();
    const known = run ? await visibleFiles(database, caller).whereIn('files.key', candidateKeys(run)).select('files.id', 'files.key', 'files.fileName') : [];
    return {
      file_id: file.id,
      file_name: file.fileName,
      reduction_id: run?.id ?? null,
      state: run?.state ?? null,
      reason: run?.reason ?? '',
      decisions: run ? latestOf(run).map((record) => tableOf(record, file.originalFileId, known)) : [],
    };
  }
}

/** A run that was woken decided again: what it decided last counts. */
function latestOf({ decisions = [] }: Reduction): DecisionRecord[] {
  return [...new Map(decisions.map((record) => [record.purpose, record])).values()];
}

const ORDER = ['chosen', 'suitable', 'refused'];

export function tableOf({ purpose, decision, created }: Pick<DecisionRecord, 'purpose' | 'decision' | 'created'>, frameId: number, known: readonly Pick<StoredFile, 'id' | 'key' | 'fileName'>[]): DecisionTable {
  const files = new Map(known.map((file) => [file.key, file]));
  const questions = [...new Set(decision.candidates.flatMap(({ criteria }) => criteria.map(({ name }) => name)))];
  const rows = decision.candidates.map(({ key, name, verdict, distance, provisional, criteria }): CandidateRow => {
    const answers = new Map(criteria.map((criterion) => [criterion.name, { ...criterion }]));
    return {
      handle: candidateHandle({ id: frameId }, { key }),
      file_id: files.get(key)?.id ?? null,
      name: files.get(key)?.fileName ?? name,
      verdict,
      distance,
      provisional,
      answers: questions.flatMap((question) => answers.get(question) ?? []),
    };
  });
  const { byHand } = decision;
  return {
    purpose,
    reason: decision.reason,
    provisional: decision.provisional,
    by_hand: byHand ? { ...byHand } : null,
    questions,
    candidates: rows.sort((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict) || (a.distance ?? Infinity) - (b.distance ?? Infinity) || 0),
    created: created.toISOString(),
  };
}
