import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMailbox, type KeptMail, type Mailbox } from './mailbox.js';
import { freePort } from './ports.js';

let folder: string;
let mailbox: Mailbox;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'goodman-mailbox-'));
  mailbox = await startMailbox({ folder, secret: 's3cret', ports: { smtp: await freePort(), web: await freePort() } });
});
afterAll(async () => {
  await mailbox.close();
  rmSync(folder, { recursive: true });
});

const send = (subject: string, url = mailbox.smtpUrl) => createTransport(url).sendMail({ from: 'a@example.org', to: 'pi@example.org', subject, text: 'Look: http://127.0.0.1/password#key <script>' });

describe('the mailbox of a platform without a mail server', () => {
  it('takes no mail and shows none without the secret', async () => {
    await expect(send('foreign', mailbox.smtpUrl.replace('s3cret', 'guess'))).rejects.toThrow('wrong password');
    await expect(send('foreign', mailbox.smtpUrl.replace('goodman:s3cret@', ''))).rejects.toThrow();
    expect((await fetch(mailbox.url.replace('s3cret', 'guess'))).status).toBe(403);
  });

  it('shows what came, the newest first, to a browser and to a program', async () => {
    await send('first');
    await send('second <b>');
    const mails = (await (await fetch(mailbox.url.replace('/?', '/mails.json?'))).json()) as KeptMail[];
    expect(mails.map(({ subject, to }) => [subject, to])).toEqual([['second <b>', ['pi@example.org']], ['first', ['pi@example.org']]]); // prettier-ignore
    const page = await (await fetch(mailbox.url)).text();
    expect(page).toContain('<a href="http://127.0.0.1/password#key"');
    expect(page).toContain('second &lt;b&gt;');
    expect(page).not.toContain('<script>');
    expect(statSync(path.join(folder, '00000001.json')).mode & 0o077).toBe(0);
  });
});
