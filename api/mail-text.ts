import type { MailContent, MailKind } from '#activities/store/account-models';

export interface MailText {
  readonly subject: string;
  readonly text: string;
}

/** What a text is made of: what was promised, the site it leads to, and the key of a link where it carries one. */
export interface MailFacts extends MailContent {
  readonly site: string;
  readonly username?: string;
  readonly key?: string;
  readonly hours?: number;
}

/** Behind the #: a browser sends it to no server, so it stands in no log. */
const passwordPage = ({ site, key = '' }: MailFacts) => `${site}/reset#${key}`;
const proposalIn = ({ proposal, title }: MailFacts) => (proposal === undefined ? '' : `${proposal}${title === undefined || title === '' ? '' : ` (${title})`}`);
const lasting = ({ hours = 1 }: MailFacts) => (hours < 48 ? `${hours} hour${hours === 1 ? '' : 's'}` : `${Math.round(hours / 24)} days`);

const texts: Readonly<Record<MailKind, (facts: MailFacts) => { subject: string; lines: readonly string[] }>> = {
  'password-reset': (facts) => ({
    subject: 'Set a new password',
    lines: [`Somebody asked for a new password of the account ${facts.username}. If it was you, set it here within ${lasting(facts)}, once:`, passwordPage(facts), 'If it was not you, do nothing: your password stays as it is.'],
  }),
  'invitation': (facts) => ({
    subject: facts.proposal === undefined ? 'Your account' : `${facts.proposal}: your account`,
    lines: [
      facts.proposal === undefined ? 'An account was made for you.' : `${facts.from ?? 'The observatory'} gave you access to the proposal ${proposalIn(facts)}, and an account was made for you.`,
      `Your user name is ${facts.username}. Set your password here within ${lasting(facts)}, once:`,
      passwordPage(facts),
      'Should the link have ended, ask for another on the page where you sign in.',
    ],
  }),
  'collaborator-added': (facts) => ({
    subject: `${facts.proposal}: you are a collaborator now`,
    lines: [`${facts.from ?? 'The observatory'} gave you access to the proposal ${proposalIn(facts)}. Its frames and spectra are here:`, `${facts.site}/`],
  }),
  'password-changed': (facts) => ({
    subject: 'Your password was changed',
    lines: [`The password of the account ${facts.username} was changed, and every browser but the one it was changed in was signed out.`, 'If it was not you, ask for a new password at once on the page where you sign in, and tell the staff of the observatory:', `${facts.site}/`],
  }),
  'email-changed': (facts) => ({
    subject: 'Your e-mail address was changed',
    lines: [`Mails of the account ${facts.username} go to another address from now on. If that was not you, tell the staff of the observatory at once:`, `${facts.site}/`],
  }),
  'notification': (facts) => ({
    subject: [facts.proposal, facts.subject].filter((word) => word !== undefined).join(': '),
    lines: [facts.text ?? '', ...(facts.from === undefined ? [] : [`Sent by ${facts.from}${facts.proposal === undefined ? '' : ` to the people of ${proposalIn(facts)}`}.`]), `${facts.site}${facts.path ?? '/'}`],
  }),
};

/** Plain text, short lines of their own for links, and nothing in the subject that could start another header. */
export function mailText(kind: MailKind, facts: MailFacts): MailText {
  const { subject, lines } = texts[kind](facts);
  return { subject: `[Goodman] ${subject}`.replace(/\s+/g, ' ').slice(0, 200), text: `${lines.filter((line) => line !== '').join('\n\n')}\n` };
}
