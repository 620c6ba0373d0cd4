import { createHash, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import path from 'node:path';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { writePrivately } from './data-folder.js';

/** The oldest go when there are more. */
const MOST_MAILS = 500;
const LARGEST_BYTES = 2 ** 20;
const HOST = '127.0.0.1';
const USER = 'goodman';

export interface KeptMail {
  readonly id: string;
  readonly at: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

export interface Mailbox {
  /** Where the platform sends its mails; with a password. */
  readonly smtpUrl: string;
  /** Where a browser reads them; whoever has this address may. The same with `mails.json` in front of the `?` is JSON, the newest first. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * A mail server for one computer, where no other was given: takes every mail of the platform, sends none, and shows them on the loopback
 * interface to whoever knows the secret. Kept under DATA_DIR.
 */
export async function startMailbox({ folder, secret, ports }: { folder: string; secret: string; ports: { smtp: number; web: number } }): Promise<Mailbox> {
  const smtp = new SMTPServer({
    size: LARGEST_BYTES,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth({ username, password }, _session, done) {
      if (username === USER && isSame(password ?? '', secret)) done(null, { user: USER });
      else done(new Error('wrong password'));
    },
    onData(stream, session, done) {
      simpleParser(stream).then(
        ({ subject = '', text = '' }) => {
          keep(folder, { at: new Date().toISOString(), to: session.envelope.rcptTo.map(({ address }) => address), subject, text });
          done();
        },
        (error: Error) => {
          done(error);
        },
      );
    },
  });
  // A client that leaves in the middle is no trouble of ours.
  smtp.on('error', () => undefined);
  const web = createServer((request, response) => {
    answer(request, response, { folder, secret });
  });
  smtp.listen(ports.smtp, HOST);
  web.listen(ports.web, HOST);
  await Promise.all([once(smtp.server, 'listening'), once(web, 'listening')]);
  return {
    smtpUrl: `smtp://${USER}:${secret}@${HOST}:${ports.smtp}`,
    url: `http://${HOST}:${ports.web}/?key=${secret}`,
    async close() {
      await Promise.all([new Promise<void>((resolve) => void smtp.close(resolve)), closed(web)]);
    },
  };
}

function closed(web: Server): Promise<void> {
  web.closeAllConnections();
  return new Promise((resolve) => void web.close(() => { resolve(); })); // prettier-ignore
}

/** By digests: texts of any length are compared in the same time. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

function keep(folder: string, mail: Omit<KeptMail, 'id'>): void {
  const names = namesIn(folder);
  const id = String(Number(names.at(-1)?.slice(0, -5) ?? 0) + 1).padStart(8, '0');
  writePrivately(path.join(folder, `${id}.json`), { id, ...mail });
  for (const old of names.slice(0, Math.max(0, names.length + 1 - MOST_MAILS))) rmSync(path.join(folder, old), { force: true });
}

/** The oldest first. */
function namesIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => /^\d{8}\.json$/.test(name)).sort();
}

function mailsIn(folder: string): KeptMail[] {
  return namesIn(folder).reverse().map((name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as KeptMail);
}

function answer({ method, url = '/' }: IncomingMessage, response: ServerResponse, { folder, secret }: { folder: string; secret: string }): void {
  const { pathname, searchParams } = new URL(url, `http://${HOST}`);
  const common = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'" };
  if (!isSame(searchParams.get('key') ?? '', secret)) response.writeHead(403, { ...common, 'content-type': 'text/plain' }).end('The address of the mailbox ends in its key: it is printed when the platform starts.\n');
  else if (method === 'GET' && pathname === '/mails.json') response.writeHead(200, { ...common, 'content-type': 'application/json' }).end(JSON.stringify(mailsIn(folder)));
  else if (method === 'GET' && pathname === '/') response.writeHead(200, { ...common, 'content-type': 'text/html; charset=utf-8' }).end(pageOf(mailsIn(folder)));
  else response.writeHead(404, { ...common, 'content-type': 'text/plain' }).end('There is nothing here.\n');
}

function pageOf(mails: readonly KeptMail[]): string {
  const items = mails.map(({ at, to, subject, text }) => `<article><h2>${escaped(subject)}</h2><p>${escaped(at.slice(0, 19).replace('T', ' '))} UTC to ${escaped(to.join(', '))}</p><pre>${linked(text)}</pre></article>`);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Mailbox</title><style>body{font:16px/1.5 system-ui;max-width:50rem;margin:2rem auto;padding:0 1rem}article{border-top:1px solid #888}pre{white-space:pre-wrap;font:inherit}</style><h1>Mailbox</h1>${items.join('') || '<p>No mail has come yet.</p>'}</html>\n`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

function linked(text: string): string {
  return escaped(text).replace(/https?:\/\/[^\s&<]+/g, (address) => `<a href="${address}" rel="noreferrer">${address}</a>`);
}
