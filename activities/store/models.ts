import type { Knex } from 'knex';
import { Model, type ModelObject, type PartialModelObject, type QueryBuilder, type RelationMappings, type TransactionOrKnex } from 'objection';
import type { Decision, Purpose } from '../domain/calibrations.js';
import type { EventContent, EventKind } from '../domain/events.js';
import type { Exposure, ExposureKind } from '../domain/exposure.js';
import type { ProductRef } from '../products/product-ref.js';
import type { Quality } from '../domain/products.js';
import { rawKey } from '../domain/raw-key.js';
import type { TokenScope } from '../domain/token-scopes.js';
import { LEVEL, type FailureRecord, type Level, type ReductionState } from '../domain/reduction.js';
import { defaultSettings, reductionSettings, type ReductionSettings } from '../domain/settings.js';
import type { Span } from './spans.js';
import type { MasterWake, WorkflowStart } from './workflow-start.js';

// Fields are `declare`d: a class field would overwrite what the row gave.

/** How a person likes to look at frames and spectra; the page decides what each word means. */
export type Preferences = Readonly<Record<string, string | number | boolean>>;

export class User extends Model {
  static override readonly tableName = 'users';
  static override readonly jsonAttributes = ['preferences'];
  declare id: number;
  declare username: string;
  declare firstName: string;
  declare lastName: string;
  declare email: string;
  declare partner: string;
  declare isStaff: boolean;
  declare isSuperuser: boolean;
  /** A telescope or another program that only sends frames. */
  declare isService: boolean;
  declare isActive: boolean;
  declare dateJoined: Date;
  declare lastLogin: Date | null;
  declare passwordHash: string | null;
  declare preferences: Preferences;
}

export class ApiToken extends Model {
  static override readonly tableName = 'api_tokens';
  declare id: number;
  declare userId: number;
  /** SHA-256 of the key; the key itself is shown once and kept nowhere. */
  declare tokenHash: string;
  declare name: string;
  declare created: Date;
  declare lastUsed: Date | null;
  declare expires: Date | null;
  declare revoked: Date | null;
  declare scopes: TokenScope[];
}

export class Proposal extends Model {
  static override readonly tableName = 'proposals';
  declare id: number;
  declare soarId: string;
  declare semester: string;
  declare title: string;
  declare abstract: string;
  declare piId: number | null;
  /** From this day on everybody with an account may read, YYYY-MM-DD; null: never. */
  declare releaseDate: string | null;
  declare created: Date;
  declare pi?: User | null;
  declare collaborators?: User[];

  static override get relationMappings(): RelationMappings {
    return {
      pi: { relation: Model.BelongsToOneRelation, modelClass: User, join: { from: 'proposals.piId', to: 'users.id' } },
      collaborators: {
        relation: Model.ManyToManyRelation,
        modelClass: User,
        join: { from: 'proposals.id', through: { from: 'collaborators.proposalId', to: 'collaborators.userId' }, to: 'users.id' },
      },
    };
  }

  /** The first frame of an unknown proposal makes it: nothing that arrives waits for an administrator. */
  static async ensure(database: TransactionOrKnex, soarId: string): Promise<void> {
    const semester = /(\d{4}[AB])/.exec(soarId)?.[1] ?? '';
    await Proposal.query(database).insert({ soarId, semester }).onConflict('soarId').ignore();
  }

  /** SOAR ids of the proposals a person leads or collaborates in. */
  static async soarIdsOf(database: TransactionOrKnex, userId: number): Promise<string[]> {
    const rows = await Proposal.query(database)
      .select('soarId')
      .where('piId', userId)
      .orWhereIn('id', Collaborator.query(database).select('proposalId').where({ userId }));
    return rows.map(({ soarId }) => soarId);
  }
}

export class Collaborator extends Model {
  static override readonly tableName = 'collaborators';
  static override readonly idColumn = ['proposalId', 'userId'];
  declare proposalId: number;
  declare userId: number;
}

/** One version of the reduction settings of a proposal. */
export class SettingsVersion extends Model {
  static override readonly tableName = 'reduction_settings';
  static override readonly jsonAttributes = ['settings'];
  declare id: number;
  declare proposalId: number;
  declare version: number;
  /** What differs from the defaults. */
  declare settings: Partial<ReductionSettings>;
  declare authorId: number | null;
  declare created: Date;
}

/** What the newest version says of every proposal that has one, as `newest` beside `proposals`. */
export function newestSettings(database: Knex): Knex.QueryBuilder {
  const newest = database('reduction_settings').distinctOn('proposal_id').select('proposal_id', 'settings').orderBy([{ column: 'proposal_id' }, { column: 'version', order: 'desc' }]).as('newest');
  return database.from(newest).join('proposals', 'proposals.id', 'newest.proposal_id');
}

/** The settings in force for a proposal: the latest version over the defaults; version 0 are the defaults themselves. */
export async function settingsFor(database: TransactionOrKnex, soarId: string): Promise<{ version: number; settings: ReductionSettings }> {
  const latest = await SettingsVersion.query(database)
    .whereIn('proposalId', Proposal.query(database).select('id').where({ soarId }))
    .orderBy('version', 'desc')
    .first();
  if (!latest) return { version: 0, settings: defaultSettings };
  return { version: latest.version, settings: reductionSettings.parse({ ...defaultSettings, ...latest.settings }) };
}

/** Under this name the settings of the platform itself are kept: what serves every proposal is made with them. No frame is of it. */
export const PLATFORM = 'platform';

export async function platformSettings(database: TransactionOrKnex): Promise<ReductionSettings> {
  return (await settingsFor(database, PLATFORM)).settings;
}

/** A header card as it is kept: JSON has neither 64-bit integers nor complex numbers, so those are text here. */
export interface StoredCard {
  readonly keyword: string;
  readonly value: string | number | boolean | null;
  readonly comment: string;
}

/** A file of any level, raw included. */
export class StoredFile extends Model {
  static override readonly tableName = 'files';
  static override readonly jsonAttributes = ['exposure', 'cards', 'warnings', 'quality', 'flags', 'ref'];
  declare id: number;
  /** Content key: `raw/<sha256>` of a raw file, the product key of anything else. */
  declare key: string;
  declare bucket: string;
  declare objectKey: string;
  /** SHA-256 of the bytes of a raw file, of the data alone of a product. */
  declare checksum: string;
  declare sizeBytes: number;
  declare fileName: string;
  declare dataType: Level;
  /** 1 is the strongest source; null when the file is not about one. */
  declare target: number | null;
  declare originalFileId: number;
  declare parentFileId: number;
  /** SOAR id of the header; equal to `soarId` of its proposal. */
  declare proposalId: string;
  /** Null when the header does not tell. */
  declare night: string | null;
  declare kind: ExposureKind;
  /** Null when the header could not be understood. */
  declare exposure: Exposure | null;
  declare cards: readonly StoredCard[];
  declare warnings: readonly string[];
  declare quality: Quality;
  /** A sentence for each quality number beyond its bound. */
  declare flags: readonly string[];
  declare ref: ProductRef | null;
  /** Bias and flat frames: frames of one key can be combined. */
  declare configurationKey: string | null;
  declare current: boolean;
  declare provisional: boolean;
  declare version: number;
  declare reductionId: number | null;
  declare uploadedBy: number | null;
  /** It came from the telescope or from staff, as what it was made from: it serves every proposal. */
  declare trusted: boolean;
  /** A master of the telescope's frames that its proposal asked for: it serves that proposal alone, and its members may be others'. */
  declare ownMaster: boolean;
  /** Why staff took it out of use; null when it is in use. */
  declare excluded: string | null;
  declare obstype: string;
  declare object: string;
  declare filter: string;
  declare filter2: string;
  declare grating: string;
  declare slit: string;
  declare camTarg: number | null;
  declare grtTarg: number | null;
  declare obsra: string;
  declare obsdec: string;
  declare gain: number | null;
  declare rdnoise: number | null;
  declare roi: string;
  declare wavmode: string;
  declare observationId: number | null;
  declare configurationId: number | null;
  declare blockId: number | null;
  declare imageId: number | null;
  /** Calendar date of the exposure, YYYY-MM-DD. */
  declare date: string | null;
  declare normalized: boolean;
  declare technique: string;
  declare saturationValue: number | null;
  declare created: Date;
  declare lastModified: Date;
  declare deletedAt: Date | null;
  /** Where the reduction of a raw frame stands by its latest run; empty for one that never ran, and for everything else. Kept by the database. */
  declare state: ReductionState | '';
  /** Of the exposure, degree; kept by the database, as what follows. */
  declare raDegree: number | null;
  declare decDegree: number | null;
  /** The texts of its comments. */
  declare commentWords: string;
  /** What `q` looks into: lower case, between blanks. */
  declare words: string;
  declare original?: StoredFile;
  declare parent?: StoredFile;

  static override get relationMappings(): RelationMappings {
    return {
      original: { relation: Model.BelongsToOneRelation, modelClass: StoredFile, join: { from: 'files.originalFileId', to: 'files.id' } },
      parent: { relation: Model.BelongsToOneRelation, modelClass: StoredFile, join: { from: 'files.parentFileId', to: 'files.id' } },
    };
  }

  static rawByChecksum(database: TransactionOrKnex, checksum: string): QueryBuilder<StoredFile, StoredFile | undefined> {
    return StoredFile.query(database).findOne({ key: rawKey(checksum), dataType: LEVEL.raw });
  }
}

/** One run of a recipe on one exposure, or of a master. */
export class Reduction extends Model {
  static override readonly tableName = 'reductions';
  static override readonly jsonAttributes = ['failure', 'settings', 'overrides', 'timings', 'spans'];
  declare id: number;
  declare fileId: number | null;
  declare masterKey: string | null;
  /** Of a master that serves one proposal only; null for everything else. */
  declare proposalId: string | null;
  /** Whose run it is: the proposal of the frame, or of a master that serves one only. Kept by the database, as are the two after it. */
  declare soarId: string | null;
  /** Of the frame. */
  declare night: string | null;
  /** Of the frame. */
  declare wavmode: string | null;
  declare workflowId: string;
  declare runId: string;
  /** Counts the runs on one exposure from 1. */
  declare attempt: number;
  /** No later run on the same frame, or of the same master; kept by the database. */
  declare latest: boolean;
  declare state: ReductionState;
  declare step: string | null;
  declare reason: string;
  declare failure: FailureRecord | null;
  /** The settings in force. */
  declare settings: Partial<ReductionSettings>;
  /** What was asked for this frame over the settings of its proposal; stays in force in later runs. */
  declare overrides: Partial<ReductionSettings>;
  /** Seconds by step. */
  declare timings: Readonly<Record<string, number>>;
  /** When the work within each of its activities happened. */
  declare spans: Readonly<Record<string, readonly Span[]>>;
  declare provisional: boolean;
  declare started: Date;
  declare finished: Date | null;
  declare updated: Date;
  declare file?: StoredFile;
  declare decisions?: DecisionRecord[];

  static override get relationMappings(): RelationMappings {
    return {
      file: { relation: Model.BelongsToOneRelation, modelClass: StoredFile, join: { from: 'reductions.fileId', to: 'files.id' } },
      decisions: { relation: Model.HasManyRelation, modelClass: DecisionRecord, join: { from: 'reductions.id', to: 'decisions.reductionId' } },
    };
  }

  /** Opens the record of a run; asked again for the same run (a retried activity) it answers the record that is there. */
  static async open(
    database: Knex,
    run: Pick<Reduction, 'workflowId' | 'runId'> & Partial<Pick<Reduction, 'fileId' | 'masterKey' | 'proposalId' | 'state' | 'settings' | 'overrides'>>,
  ): Promise<Reduction> {
    const { workflowId, runId, fileId = null, masterKey = null } = run;
    const subject = masterKey === null ? { fileId } : { masterKey };
    return database.transaction(async (trx) => {
      await trx.raw('select pg_advisory_xact_lock(hashtext(?))', [`reduction:${masterKey ?? fileId}`]);
      const [{ attempts } = { attempts: 0 }] = (await Reduction.query(trx).where(subject).max('attempt as attempts')) as unknown as { attempts: number | null }[];
      await Reduction.query(trx)
        .insert({ state: 'reducing', ...run, attempt: (attempts ?? 0) + 1 })
        .onConflict(['workflowId', 'runId'])
        .ignore();
      return Reduction.query(trx).findOne({ workflowId, runId }).throwIfNotFound();
    });
  }
}

/** Why this calibration and not another. */
export class DecisionRecord extends Model {
  static override readonly tableName = 'decisions';
  static override readonly jsonAttributes = ['decision'];
  declare id: number;
  declare reductionId: number;
  declare purpose: Purpose;
  declare decision: Decision;
  declare chosenKey: string | null;
  /** The second calibration, where between two was interpolated. */
  declare bracketKey: string | null;
  declare created: Date;
}

export class StoreEvent extends Model {
  static override readonly tableName = 'events';
  static override readonly jsonAttributes = ['payload'];
  declare id: number;
  declare kind: EventKind;
  declare fileId: number | null;
  declare reductionId: number | null;
  /** SOAR id: decides who may hear of it. */
  declare proposalId: string | null;
  declare night: string | null;
  declare payload: EventContent['payload'];
  declare created: Date;

  /** Write it last in its transaction: event numbers are given in the order of commits, so whoever writes one holds up the others until then. */
  static async add(database: TransactionOrKnex, event: EventContent & Pick<PartialModelObject<StoreEvent>, 'fileId' | 'reductionId' | 'proposalId' | 'night'>): Promise<void> {
    // Not `insert`: that would put the id it does not have into the answer.
    await StoreEvent.query(database).insert(event as Partial<ModelObject<StoreEvent>>);
  }
}

/** A workflow start that is promised; `startedAt` is set once Temporal took it. */
export class OutboxEntry extends Model {
  static override readonly tableName = 'outbox';
  static override readonly jsonAttributes = ['workflowStart'];
  declare id: number;
  declare fileId: number;
  declare workflowStart: WorkflowStart | MasterWake;
  declare created: Date;
  declare startedAt: Date | null;
}
