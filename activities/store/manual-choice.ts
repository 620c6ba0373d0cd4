import { Model, type TransactionOrKnex } from 'objection';
import type { ManualAperture } from '../domain/aperture.js';
import type { ByHand } from '../domain/by-hand.js';
import { purposes, type Purpose } from '../domain/calibrations.js';
import type { ExposureKind, Lamp } from '../domain/exposure.js';

/** What may be decided by hand, and what the decision holds. Of a frame: its calibrations, apertures, the lamps that were lit, what it is; of a master: how few frames it takes. */
export interface ManualDecisions extends Record<Purpose, { readonly use: number } | { readonly without: true }> {
  /** Extracted instead of what is found on the slit. */
  apertures: { readonly apertures: readonly ManualAperture[] };
  /** Lamps that were lit, whatever the header of the lamp says. */
  lamps: { readonly lamps: readonly Lamp[] };
  /** It is not what its header says. */
  kind: { readonly kind: ExposureKind };
  /** Fewer frames than usual make this master. */
  minimum: { readonly minimum: number };
}
export type ManualTopic = keyof ManualDecisions;

/** One decision of a person; undone, not deleted. */
export class ManualChoice extends Model {
  static override readonly tableName = 'manual_choices';
  static override readonly jsonAttributes = ['choice'];
  declare id: number;
  /** The raw frame it is about; null for a master. */
  declare fileId: number | null;
  declare masterKey: string | null;
  declare topic: ManualTopic;
  declare choice: ManualDecisions[ManualTopic];
  declare what: string;
  declare reason: string;
  declare forced: boolean;
  declare userId: number | null;
  declare name: string;
  declare created: Date;
  declare undone: Date | null;
  declare undoneBy: string | null;
}

/** A frame by its id, or a master by its key. */
export type ManualSubject = { readonly fileId: number } | { readonly masterKey: string };

/** What is in force, by topic. */
export interface ManualChoices {
  readonly use: Partial<Record<Purpose, number>>;
  readonly without: readonly Purpose[];
  readonly apertures: readonly ManualAperture[];
  readonly lamps: readonly Lamp[];
  readonly minimum: number | undefined;
  readonly kind: ExposureKind | undefined;
  readonly byHand: Partial<Record<ManualTopic, ByHand>>;
}

export async function manualChoicesOf(database: TransactionOrKnex, subject: ManualSubject): Promise<ManualChoices> {
  const rows = await ManualChoice.query(database).where(subject).whereNull('undone').orderBy('topic');
  const found = new Map(rows.map((row) => [row.topic, row.choice]));
  const of = <T extends ManualTopic>(topic: T) => found.get(topic) as ManualDecisions[T] | undefined;
  const use: Partial<Record<Purpose, number>> = {};
  for (const purpose of purposes) {
    const choice = of(purpose);
    if (choice && 'use' in choice) use[purpose] = choice.use;
  }
  return {
    use,
    without: purposes.filter((purpose) => 'without' in (of(purpose) ?? {})),
    apertures: of('apertures')?.apertures ?? [],
    lamps: of('lamps')?.lamps ?? [],
    minimum: of('minimum')?.minimum,
    kind: of('kind')?.kind,
    byHand: Object.fromEntries(rows.map((row) => [row.topic, byHandOf(row)])),
  };
}

/** Frames of which somebody said what they are, by id. */
export async function kindsByHand(database: TransactionOrKnex, fileIds: readonly number[]): Promise<Map<number, ByHand>> {
  const rows = await ManualChoice.query(database).where({ topic: 'kind' }).whereIn('fileId', [...fileIds]).whereNull('undone');
  return new Map(rows.map((row) => [row.fileId ?? NaN, byHandOf(row)]));
}

export function byHandOf({ what, name, created, reason, forced }: ManualChoice): ByHand {
  return { what, by: name, at: created.toISOString(), reason, forced };
}

/** Decides something; what was decided about the same thing before is undone by it. */
export async function decide<T extends ManualTopic>(
  trx: TransactionOrKnex,
  subject: ManualSubject,
  decision: { readonly topic: T; readonly choice: ManualDecisions[T] } & Pick<ManualChoice, 'what' | 'reason' | 'forced' | 'userId' | 'name'>,
): Promise<{ readonly before: ManualChoice | undefined; readonly now: ManualChoice }> {
  const before = await undo(trx, subject, decision.topic, decision.name);
  return { before, now: await ManualChoice.query(trx).insert({ ...subject, ...decision }).returning('*') };
}

/** Takes a decision back; undefined where there was none. */
export async function undo(trx: TransactionOrKnex, subject: ManualSubject, topic: ManualTopic, undoneBy: string): Promise<ManualChoice | undefined> {
  const [undone] = await ManualChoice.query(trx).where({ ...subject, topic }).whereNull('undone').patch({ undone: new Date(), undoneBy }).returning('*');
  return undone;
}
