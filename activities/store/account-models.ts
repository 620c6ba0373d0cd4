import { Model, type RelationMappings } from 'objection';
import { User } from './models.js';

/** A browser that is signed in. */
export class Session extends Model {
  static override readonly tableName = 'sessions';
  declare id: number;
  declare userId: number;
  /** SHA-256 of the key in the cookie. */
  declare keyHash: string;
  declare created: Date;
  declare lastSeen: Date;
  /** It ends after so many minutes in which nobody asked anything … */
  declare idleMinutes: number;
  /** … and at this time in any case. */
  declare expires: Date;
  declare ended: Date | null;
  declare address: string;
  declare agent: string;
  declare user?: User;

  static override get relationMappings(): RelationMappings {
    return { user: { relation: Model.BelongsToOneRelation, modelClass: User, join: { from: 'sessions.userId', to: 'users.id' } } };
  }
}

/** A link that lets its holder set a password once. */
export class PasswordLink extends Model {
  static override readonly tableName = 'password_links';
  declare id: number;
  declare userId: number;
  declare mailId: number | null;
  declare keyHash: string;
  declare created: Date;
  declare expires: Date;
  declare used: Date | null;
}

export type MailKind = 'password-reset' | 'invitation' | 'collaborator-added' | 'password-changed' | 'email-changed' | 'notification';

/** What the text of a mail is made of. No secret: the key of a link is made when the mail is sent. */
export interface MailContent {
  /** SOAR id and title of the proposal it is about. */
  readonly proposal?: string;
  readonly title?: string;
  /** Who had it sent, as people know them. */
  readonly from?: string;
  /** Of a notification. */
  readonly subject?: string;
  readonly text?: string;
  /** Where on the site it leads, beginning with a slash. */
  readonly path?: string;
}

/** A mail that is promised: it is tried until it was taken, or three days have passed. */
export class Mail extends Model {
  static override readonly tableName = 'mails';
  static override readonly jsonAttributes = ['content'];
  declare id: number;
  declare kind: MailKind;
  declare recipient: string;
  declare userId: number | null;
  declare content: MailContent;
  declare created: Date;
  declare nextAttempt: Date;
  declare attempts: number;
  declare problem: string;
  declare sentAt: Date | null;
  declare givenUp: Date | null;
}
