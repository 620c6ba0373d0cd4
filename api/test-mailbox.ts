import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { AddressInfo } from 'node:net';

export interface TestMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** A mail server of the tests: takes everything, but what it is told to refuse. */
export interface TestMailbox {
  readonly url: string;
  readonly mails: TestMail[];
  /** Answers the next deliveries with this code instead of taking them. */
  refuse(times: number, code: number): void;
  /** The next mail to an address, or the one that came already; each is given once. */
  next(to: string): Promise<TestMail>;
  close(): Promise<void>;
}

const PATIENCE_MS = 20_000;

export async function startTestMailbox(): Promise<TestMailbox> {
  const mails: TestMail[] = [];
  const given = new Set<TestMail>();
  let refusals = { times: 0, code: 0 };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo(_address, _session, done) {
      if (refusals.times-- > 0) done(Object.assign(new Error('not now'), { responseCode: refusals.code }));
      else done();
    },
    onData(stream, session, done) {
      simpleParser(stream).then(
        ({ subject = '', text = '' }) => {
          for (const { address } of session.envelope.rcptTo) mails.push({ to: address, subject, text });
          done();
        },
        (error: Error) => {
          done(error);
        },
      );
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    mails,
    refuse(times, code) {
      refusals = { times, code };
    },
    async next(to) {
      for (const since = Date.now(); ; await new Promise((resolve) => setTimeout(resolve, 20))) {
        const mail = mails.find((one) => one.to === to && !given.has(one));
        if (mail) {
          given.add(mail);
          return mail;
        }
        if (Date.now() - since > PATIENCE_MS) throw new Error(`no mail came to ${to}; there are ${JSON.stringify(mails)}`);
      }
    },
    close: () => new Promise((resolve) => void server.close(() => { resolve(); })), // prettier-ignore
  };
}

/** The key of the link in a mail that lets its reader set a password. */
export function keyIn({ text }: TestMail): string {
  const key = /\/reset#([\w-]+)/.exec(text)?.[1];
  if (key === undefined) throw new Error(`no link in: ${text}`);
  return key;
}
