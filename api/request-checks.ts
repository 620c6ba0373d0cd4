import type { Context, Middleware } from 'koa';
import { ReductionError } from '#activities/domain/errors';
import type { Operations, Parameter, Place } from './operations.js';
import { refuseUnstorable } from './plain-text.js';

/** Of one parameter that may be given more than once. */
const MOST_VALUES = 200;

/**
 * The one door for everything in an address, before any controller: what no column, path or header could hold is refused here, in words, for
 * every operation of the document at once. Also says which methods a place takes.
 */
export function checkRequests(operations: Operations): Middleware {
  return async (ctx, next) => {
    refuseUnstorable(decoded(ctx), 'The address');
    const place = operations.at(ctx.path);
    if (place) {
      const allowed = [...place.operations.keys(), 'OPTIONS'].sort().join(', ');
      if (ctx.method === 'OPTIONS') {
        ctx.status = 204;
        ctx.set('Allow', allowed);
        return;
      }
      if (!place.operations.has(ctx.method)) {
        ctx.set('Allow', allowed);
        throw new ReductionError('method-not-allowed', `${ctx.path} takes ${allowed}, not ${ctx.method}.`);
      }
      checkQuery(ctx, place);
    }
    await next();
  };
}

function decoded({ path }: Context): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new ReductionError('request-invalid', 'The address has a percent sign that starts no character: write %25 for the sign itself.');
  }
}

function checkQuery(ctx: Context, { operations }: Place): void {
  const known = new Map((operations.get(ctx.method)?.parameters ?? []).filter((parameter) => parameter.in === 'query').map((parameter) => [parameter.name, parameter]));
  for (const [name, value] of Object.entries(ctx.query)) {
    refuseUnstorable(name, 'The name of a query parameter');
    const parameter = known.get(name);
    if (!parameter) throw refused(name, `it is not known here${known.size === 0 ? '; there are no query parameters' : `; known are ${[...known.keys()].join(', ')}`}`);
    if (value === undefined) continue;
    if (typeof value !== 'string' && parameter.schema.type !== 'array') throw refused(name, 'it is given more than once');
    const values = typeof value === 'string' ? [value] : value;
    if (values.length > MOST_VALUES) throw refused(name, `it is given ${values.length} times; ${MOST_VALUES} are allowed`);
    for (const each of values) {
      refuseUnstorable(each, name);
      if (parameter.schema.type === 'integer') checkInteger(parameter, each);
    }
  }
}

function checkInteger({ name, schema: { minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER } }: Parameter, value: string): void {
  if (!/^-?\d+$/.test(value)) throw refused(name, 'it must be a whole number');
  if (Number(value) < minimum) throw refused(name, `it must be ${minimum} or more`);
  if (Number(value) > maximum) throw refused(name, `it must be ${maximum} or less`);
}

function refused(name: string, why: string): ReductionError {
  return new ReductionError('request-invalid', `${name.slice(0, 60)}: ${why}.`, { parameter: name.slice(0, 60) });
}
