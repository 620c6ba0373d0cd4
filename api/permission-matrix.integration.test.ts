import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiDocument } from './documentation.js';
import { startTestApi, type TestApi } from './test-api.js';
import { matrixRows, type Ask, type MatrixRow } from './test-matrix-rows.js';
import { matrixWorld, type Belongings, type MatrixWorld } from './test-matrix-world.js';

const { paths } = openApiDocument;
const operations = Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`));
/** An open stream has told what there was to tell. */
const LISTEN_MS = 400;
/** Milliseconds and seconds that pass. */
const VARIES = /"answered_in":\d+|(?<=try again in )\d+|(?<="retryAfterSecond":)\d+/g;

let api: TestApi;
let world: MatrixWorld;
let asked = 0;
let endedTokens = 0;
beforeAll(async () => {
  // Each request comes from another address: who is wrong too often from one is slowed, which is another test's.
  api = await startTestApi({ TRUSTED_PROXIES: '127.0.0.1' });
  world = await matrixWorld(api);
});
afterAll(() => api.close());

type Role = 'none' | 'expired' | 'stranger' | 'collaborator' | 'pi' | 'service' | 'staff' | 'owner';
const column = { none: 'none', expired: 'none', stranger: 'foreign', collaborator: 'foreign', pi: 'foreign', service: 'service', staff: 'staff', owner: 'owner' } as const satisfies Record<Role, keyof MatrixRow>;
const outsiders = ['none', 'expired', 'stranger', 'collaborator', 'pi', 'service'] as const;

function tokenOf(role: Role): string | undefined {
  if (role === 'none') return undefined;
  if (role === 'expired') return world.expired[endedTokens++ % world.expired.length];
  return role === 'owner' ? world.owner : role === 'service' ? world.service : api.tokens[role];
}

/** The status that the table says; one that is counted may be refused as too many. */
function expected(row: MatrixRow, role: Role, got: number): number {
  const wanted = role === 'expired' && row.expired !== undefined ? row.expired : row[column[role]];
  if (row.slowed === true && got === 429) return 429;
  return typeof wanted === 'number' ? wanted : wanted[role as keyof typeof wanted];
}

interface Answer {
  readonly status: number;
  /** Status line, headers and body. */
  readonly text: string;
}

async function answerTo(operation: string, row: MatrixRow, ask: Ask, role: Role): Promise<Answer> {
  const [method = ''] = operation.split(' ');
  asked++;
  const token = tokenOf(role);
  const body = ask.text?.content ?? (ask.body === undefined ? undefined : JSON.stringify(ask.body));
  const headers: Record<string, string> = { ...ask.headers, 'x-forwarded-for': `10.${asked >> 16}.${(asked >> 8) & 255}.${asked & 255}` };
  if (token !== undefined) headers['authorization'] = `Token ${token}`;
  if (body !== undefined) headers['content-type'] = ask.text?.type ?? 'application/json';
  const response = await fetch(api.url + ask.path, { method, headers, ...(body === undefined ? {} : { body }) });
  const told = row.stream === true && response.status === 200 ? await beginning(response) : Buffer.from(await response.arrayBuffer()).toString('latin1');
  const kept = [...response.headers].filter(([name]) => !['date', 'x-request-id', 'content-length', 'retry-after'].includes(name));
  return { status: response.status, text: [response.status, ...kept.map((header) => header.join(': ')), '', told].join('\n') };
}

async function beginning(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  let text = '';
  const end = setTimeout(() => void reader?.cancel(), LISTEN_MS);
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) text += Buffer.from(part.value).toString('latin1');
  clearTimeout(end);
  return text;
}

/** What was asked, said back, is no secret: only that is taken out before one looks for secrets. */
function withoutWhatWasAsked(text: string, ask: Ask, of: Belongings): string {
  const sent = JSON.stringify(ask);
  return named(of).filter((value) => sent.includes(value)).reduce((rest, value) => rest.replaceAll(value, '·'), text);
}

const named = (of: Belongings) => Object.values(of).map(String).sort((a, b) => b.length - a.length);
/** The same words for both, whatever they are called. */
const nameless = ({ text }: Answer, of: Belongings) => Object.entries(of).map(([key, value]) => [key, String(value)] as const).sort(([, a], [, b]) => b.length - a.length).reduce((rest, [key, value]) => rest.replaceAll(value, `<${key}>`), text.replaceAll(VARIES, ''));

describe('the permission matrix', () => {
  it('has a row for every operation of the document, and no other', () => {
    expect(Object.keys(matrixRows).sort()).toEqual([...operations].sort());
  });

  it.each(operations)('%s: to others what is not theirs is not there, and nothing tells of it', async (operation) => {
    const row = matrixRows[operation];
    if (!row) throw new Error(`${operation} has no row in test-matrix-rows.ts`);
    for (const role of outsiders) {
      const [theirs, absent] = [row.asks(world.theirs), row.asks(world.absent)];
      for (const [i, ask] of theirs.entries()) {
        const answer = await answerTo(operation, row, ask, role);
        expect([role, ask.path, answer.status, answer.text.slice(-300)]).toEqual([role, ask.path, expected(row, role, answer.status), answer.text.slice(-300)]);
        expect(withoutWhatWasAsked(answer.text, ask, world.theirs), `${role} ${ask.path}`).not.toMatch(world.secrets);
        const same = row.stream === true ? answer : await answerTo(operation, row, absent[i] ?? ask, role);
        if (!CREATES.has(operation)) expect(nameless(answer, world.theirs), `${role} ${ask.path}`).toBe(nameless(same, world.absent));
      }
    }
  });

  it.each(operations.filter((operation) => matrixRows[operation]?.safe))('%s: one\'s own things and what serves all tell nothing of others', async (operation) => {
    const row = matrixRows[operation];
    if (!row) throw new Error(`${operation} has no row`);
    const { mine, master, ownMasters } = world;
    const as = (file: number): Belongings => ({ ...mine, raw: file, reduced: file, extracted: file, calibrated: file });
    for (const role of ['pi', 'collaborator', 'stranger', 'service'] as const) {
      for (const of of [mine, as(master), as(ownMasters.mine), as(ownMasters.theirs)]) {
        for (const ask of row.asks(of)) {
          const { text, status } = await answerTo(operation, row, ask, role);
          expect(status, `${role} ${ask.path}: ${text.slice(-300)}`).toBeLessThan(500);
          expect(text, `${role} ${ask.path}`).not.toMatch(world.secrets);
          if (of === mine && role === 'pi') expect([ask.path, status]).toEqual([ask.path, row.owner]);
        }
      }
    }
  });

  it.each(operations.filter((operation) => matrixRows[operation]?.safe))('%s: a master that another proposal had made for itself is not there', async (operation) => {
    const row = matrixRows[operation];
    if (!row) throw new Error(`${operation} has no row`);
    const as = (of: Belongings, file: number): Belongings => ({ ...of, raw: file, reduced: file, extracted: file, calibrated: file });
    const [theirs, absent] = [as(world.absent, world.ownMasters.theirs), as(world.absent, world.absent.raw)];
    for (const role of outsiders) {
      const asks = row.asks(absent);
      for (const [i, ask] of row.asks(theirs).entries()) {
        if (row.stream === true) continue;
        const [answer, same] = [await answerTo(operation, row, ask, role), await answerTo(operation, row, asks[i] ?? ask, role)];
        expect(nameless(answer, theirs), `${role} ${ask.path}`).toBe(nameless(same, absent));
      }
    }
  });

  it.each(operations)('%s: staff and the owner get what the table says', async (operation) => {
    const row = matrixRows[operation];
    if (!row) throw new Error(`${operation} has no row`);
    for (const role of ['owner', 'staff'] as const) {
      for (const ask of row.asks(world.theirs)) {
        const answer = await answerTo(operation, row, ask, role);
        expect([role, ask.path, answer.status, answer.text.slice(-300)]).toEqual([role, ask.path, expected(row, role, answer.status), answer.text.slice(-300)]);
      }
    }
  });
});

/** Each answer is about something new of the caller's own. */
const CREATES = new Set(['POST /api/users/me/tokens/', 'PATCH /api/users/me/', 'POST /api/webhooks/']);
