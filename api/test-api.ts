import { pino } from 'pino';
import { expect, inject } from 'vitest';
import { Collaborator, Proposal, User } from '#activities/store/models';
import { asUserOf, freshDatabaseUrl, testS3Settings } from '#activities/store/test-stores';
import { connect, migrate } from '#activities/store/database';
import { issueToken } from '#activities/store/tokens';
import type { Knex } from 'knex';
import { openApiDocument } from './documentation.js';
import { Operations } from './operations.js';
import type { ProblemDocument } from './problem.js';
import { startApi, type RunningApi } from './server.js';
import { apiSettings, type ApiSettings } from './settings.js';

/** The API as a process would run it, on services of the tests and a database of its own, with one person of each kind. */
export interface TestApi extends RunningApi {
  readonly database: Knex;
  readonly settings: ApiSettings;
  readonly tokens: Readonly<Record<'staff' | 'pi' | 'collaborator' | 'stranger' | 'superuser', string>>;
  /** Asks as a person; no name asks without a token. */
  fetch(path: string, who?: keyof TestApi['tokens'], init?: RequestInit): Promise<Response>;
}

/** The proposal of the frames that `rawFrame` makes. */
export const PROPOSAL = 'SOAR2026B-011';

export async function startTestApi(overrides: Record<string, string> = {}): Promise<TestApi> {
  // The tables are their owner's, who made them before and looks at them beside; the API has a user of its own.
  const { DATABASE_URL: ownerUrl = freshDatabaseUrl(), ...more } = overrides;
  const database = connect(ownerUrl);
  await migrate(database);
  const settings = apiSettings({
    ...testS3Settings(),
    DATABASE_URL: asUserOf('api', ownerUrl),
    TEMPORAL_ADDRESS: inject('services').temporalAddress,
    PORT: '0',
    MAX_UPLOAD_MEGABYTES: '16',
    LOG_LEVEL: 'silent',
    ...more,
  });
  const api = await startApi(settings, pino({ level: settings.LOG_LEVEL }));
  const names = ['staff', 'pi', 'collaborator', 'stranger', 'superuser'] as const;
  const people = await User.query(database)
    .insert(names.map((username) => ({ username, email: `${username}@example.org`, isStaff: username === 'staff', isSuperuser: username === 'superuser' })))
    .returning('*');
  await Proposal.ensure(database, PROPOSAL);
  const proposal = await Proposal.query(database).findOne({ soarId: PROPOSAL }).throwIfNotFound();
  const idOf = (name: string) => people.find(({ username }) => username === name)?.id ?? 0;
  await Proposal.query(database).findById(proposal.id).patch({ piId: idOf('pi') });
  await Collaborator.query(database).insert({ proposalId: proposal.id, userId: idOf('collaborator') });
  const keys = await Promise.all(names.map(async (name) => [name, await issueToken(database, idOf(name))] as const));
  const tokens = Object.fromEntries(keys) as Record<(typeof names)[number], string>;
  return {
    ...api,
    database,
    settings,
    tokens,
    async fetch(path, who, init = {}) {
      const headers = new Headers(init.headers);
      if (who) headers.set('authorization', `Token ${tokens[who]}`);
      const response = await fetch(api.url + path, { ...init, headers });
      expectDocumented(init.method ?? 'GET', path, response);
      return response;
    },
    async close() {
      await api.close();
      await database.destroy();
    },
  };
}

const operations = new Operations(openApiDocument);

/** Whatever a test asks: a status that the document does not know of is a mistake of the document. */
function expectDocumented(method: string, path: string, { status }: Response): void {
  const operation = operations.at(new URL(path, 'http://localhost').pathname)?.operations.get(method);
  if (operation) expect(Object.keys(operation.responses), `documented answers of ${operation.operationId}`).toContain(String(status));
}

/** Sends a file as a browser would. */
export function multipart(name: string, bytes: Uint8Array): RequestInit {
  const form = new FormData();
  form.append('file', new Blob([bytes]), name);
  return { method: 'POST', body: form };
}

/** A request with a body of JSON. */
export function jsonRequest(method: string, body: unknown): RequestInit {
  return { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

export async function json<T>(response: Promise<Response>): Promise<T> {
  return (await (await response).json()) as T;
}

/** An answer that is a problem document: a sentence for a person, and a status that agrees with it. */
export async function refusal(response: Promise<Response>): Promise<ProblemDocument> {
  const answer = await response;
  expect(answer.headers.get('content-type')).toMatch('application/problem+json');
  const problem = (await answer.json()) as ProblemDocument;
  expect(problem.status).toBe(answer.status);
  expect(problem.detail.length).toBeGreaterThan(10);
  return problem;
}
