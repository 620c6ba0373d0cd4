import type { Knex } from 'knex';
import { createTransport, type Transporter } from 'nodemailer';
import type { Logger } from 'pino';
import type { Mail } from '#activities/store/account-models';
import { mailFailed, mailSent, takeMails } from '#activities/store/mails';
import { User } from '#activities/store/models';
import { linkHours, makePasswordLink } from '#activities/store/password-links';
import { personWithEmail } from '#activities/store/people';
import { mailText, type MailFacts } from './mail-text.js';
import { RepeatedWork } from './repeated-work.js';

const LOOK_EVERY_MS = 10_000;
const AT_ONCE = 5;
/** A mail server that is silent for so long is tried again later. */
const PATIENCE_MS = 20_000;

interface Parts {
  readonly database: Knex;
  readonly log: Logger;
  /** Undefined: mails wait. */
  readonly smtpUrl: string | undefined;
  readonly from: string;
  /** What links begin with; never what a caller says we are called. */
  readonly site: () => string;
}

/**
 * Sends what was promised, in any process that runs, each mail once; one that a server took just before its process died goes out twice with the
 * same Message-ID. The key of a link is made in the moment of sending, so that no mail that waits holds one.
 */
export class MailSender {
  readonly #parts: Parts;
  readonly #transport: Transporter | undefined;
  #timer: NodeJS.Timeout | undefined;
  readonly #sending = new RepeatedWork(() => this.#sendSome());

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#transport = parts.smtpUrl === undefined ? undefined : createTransport(parts.smtpUrl, { connectionTimeout: PATIENCE_MS, greetingTimeout: PATIENCE_MS, socketTimeout: PATIENCE_MS, disableFileAccess: true, disableUrlAccess: true } as object);
  }

  open(): void {
    if (this.#transport === undefined) return void this.#parts.log.warn('SMTP_URL is not set: mails wait until it is');
    this.#timer = setInterval(() => {
      this.nudge();
    }, LOOK_EVERY_MS);
    this.nudge();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#sending.rest();
    this.#transport?.close();
  }

  /** There may be something to send: nobody waits for it. */
  nudge(): void {
    if (this.#timer === undefined) return;
    void this.#sending.ask();
  }

  /** True when there may be more. */
  async #sendSome(): Promise<boolean> {
    const { database, log } = this.#parts;
    if (this.#timer === undefined) return false;
    try {
      const mails = await takeMails(database, AT_ONCE);
      await Promise.all(mails.map((mail) => this.#send(mail)));
      return mails.length === AT_ONCE;
    } catch (error) {
      log.warn({ err: error }, 'mails could not be looked for; the next look will');
      return false;
    }
  }

  async #send(mail: Mail): Promise<void> {
    const { database, log, from } = this.#parts;
    try {
      const user = await this.#reader(mail);
      // Nobody has this address, and who asked was told nothing else: the promise is kept by doing nothing.
      if (user === undefined && mail.kind === 'password-reset') return await mailSent(database, mail);
      const { subject, text } = mailText(mail.kind, await this.#facts(mail, user));
      await this.#transport?.sendMail({ from, to: mail.recipient, subject, text, messageId: `<mail-${mail.id}.${mail.created.getTime()}@goodman-live-pipeline>`, headers: { 'Auto-Submitted': 'auto-generated' } });
      await mailSent(database, mail);
      log.info({ mail: mail.id, kind: mail.kind }, 'a mail was sent');
    } catch (error) {
      const { responseCode } = error as { responseCode?: number };
      const problem = error instanceof Error ? error.message : String(error);
      log.warn({ mail: mail.id, kind: mail.kind, err: error }, 'a mail was not sent');
      // 5xx of the recipient's server is its last word (RFC 5321 §4.2.1).
      await mailFailed(database, mail, problem, { forGood: responseCode !== undefined && responseCode >= 550 && responseCode < 560 });
    }
  }

  /** Whom a mail is about; a reset finds its account only now, so that asking for it takes as long for an address nobody has. */
  async #reader({ kind, userId, recipient }: Mail): Promise<User | undefined> {
    const user = kind === 'password-reset' && userId === null ? await personWithEmail(this.#parts.database, recipient) : userId === null ? undefined : await User.query(this.#parts.database).findById(userId);
    return user?.isActive === true ? user : undefined;
  }

  async #facts({ id, kind, content }: Mail, user: User | undefined): Promise<MailFacts> {
    const common = { ...content, site: this.#parts.site(), ...(user === undefined ? {} : { username: user.username }) };
    if (user === undefined || (kind !== 'password-reset' && kind !== 'invitation')) return common;
    const hours = kind === 'invitation' ? linkHours.invitation : linkHours.reset;
    return { ...common, hours, key: await makePasswordLink(this.#parts.database, user.id, hours, id) };
  }
}
