import { Model } from 'objection';

/** Who changed what, when and from where. */
export class AuditRecord extends Model {
  static override readonly tableName = 'audit';
  static override readonly jsonAttributes = ['before', 'after'];
  declare id: number;
  declare at: Date;
  declare userId: number | null;
  declare username: string;
  /** `file.create`, `file.exclude`, `overrides.remove`, … */
  declare action: string;
  /** `file 17` */
  declare subject: string;
  declare before: object | null;
  declare after: object | null;
  declare requestId: string;
  declare address: string;
}
