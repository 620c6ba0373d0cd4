import type { IncomingMessage } from 'node:http';
import type { Middleware } from 'koa';
import { ReductionError } from '#activities/domain/errors';
import { refuseUnstorable } from './plain-text.js';

const MOST_BYTES = 2 ** 20;
/** The deepest answer or request of this API has six levels; a hundred thousand overflow the stack of whoever walks them. */
const DEEPEST = 32;

/**
 * The body of an operation that takes JSON, into `request.body`. Declared by `@Middlewares(jsonBody)`: it runs after the caller is known, and a
 * request nobody wants the body of is never read.
 * @throws ReductionError `request-invalid`, `too-large`, `unsupported-media`
 */
export const jsonBody: Middleware = async (ctx, next) => {
  refuseEncoded(ctx.get('content-encoding'));
  // Of a body without a byte the type does not matter.
  const type = ctx.request.length === 0 ? null : ctx.request.is('json', '+json');
  if (type === false) throw new ReductionError('unsupported-media', `The body is ${ctx.request.type || 'of no type'}: send it as application/json.`);
  if (type !== null) (ctx.request as { body?: unknown }).body = parseJson(await textOf(ctx.req));
  await next();
};

/**
 * The same for the addresses of the old API, whose examples send a form and call it JSON: whichever it is counts, not what it is called.
 * No body is an empty one.
 * @throws ReductionError `request-invalid`, `too-large`, `unsupported-media`
 */
export const manualBody: Middleware = async (ctx, next) => {
  refuseEncoded(ctx.get('content-encoding'));
  const text = (await textOf(ctx.req)).trim();
  const body = text === '' ? {} : text.startsWith('{') ? parseJson(text) : Object.fromEntries(new URLSearchParams(text));
  refuseUnstorableIn(body);
  (ctx.request as { body?: unknown }).body = body;
  await next();
};

/** The body of an operation that takes plain text or CSV. @throws ReductionError as above */
export const textBody: Middleware = async (ctx, next) => {
  refuseEncoded(ctx.get('content-encoding'));
  if (ctx.request.is('text/csv', 'text/plain') === false) throw new ReductionError('unsupported-media', `The body is ${ctx.request.type || 'of no type'}: send it as text/csv.`);
  const text = await textOf(ctx.req);
  refuseUnstorable(text, 'The table');
  (ctx.request as { body?: unknown }).body = text;
  await next();
};

function refuseEncoded(encoding: string): void {
  if (encoding !== '' && encoding !== 'identity') throw new ReductionError('unsupported-media', `The body is sent with Content-Encoding ${encoding.slice(0, 40)}: send it plain.`);
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    // Not destroyed with the loop: the line is the one on which the caller hears our answer.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > MOST_BYTES) break;
      chunks.push(chunk);
    }
  } catch (error) {
    throw new ReductionError('request-invalid', 'The body broke off.', { bytes: length }, { cause: error });
  }
  if (length > MOST_BYTES) throw new ReductionError('too-large', `The body is larger than the ${MOST_BYTES} bytes that are allowed.`, { maxBytes: MOST_BYTES });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new ReductionError('request-invalid', 'The body is not UTF-8.');
  }
}

/** @throws ReductionError `request-invalid` */
export function parseJson(text: string): unknown {
  if (depthOf(text) > DEEPEST) throw new ReductionError('request-invalid', `The body is nested deeper than ${DEEPEST} levels.`, { deepest: DEEPEST });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ReductionError('request-invalid', `The body is not JSON: ${(error as Error).message.slice(0, 200)}.`);
  }
  refuseUnstorableIn(value);
  return value;
}

/** Brackets open at once, those in strings left out: told without recursion, before anything is built. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (inString) {
      if (character === '\\') i++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '[' || character === '{') deepest = Math.max(deepest, ++depth);
    else if (character === ']' || character === '}') depth--;
  }
  return deepest;
}

function refuseUnstorableIn(value: unknown): void {
  if (typeof value === 'string') refuseUnstorable(value, 'A text of the body');
  else if (Array.isArray(value)) value.forEach(refuseUnstorableIn);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      refuseUnstorable(name, 'A name in the body');
      refuseUnstorableIn(inner);
    }
  }
}
