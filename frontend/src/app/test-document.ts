import Ajv, { type ValidateFunction } from 'ajv';
import document from '../../../api/generated/openapi.json';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: { readonly type?: string; readonly $ref?: string };
}
interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Readonly<Record<string, { readonly schema?: object }>> };
}

/** OpenAPI 3.0 says `nullable` of what has no type of its own, too; JSON Schema does not. */
function asJsonSchema(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(asJsonSchema);
  if (typeof part !== 'object' || part === null) return part;
  const { nullable, ...rest } = Object.fromEntries(Object.entries(part).map(([name, value]) => [name, asJsonSchema(value)]));
  if (nullable !== true) return rest;
  return 'type' in rest ? { ...rest, nullable } : { anyOf: [rest, { type: 'null' }] };
}

const DOCUMENT = 'openapi.json';
const usual = { strict: false, validateFormats: false, allErrors: true };
/** A query is text, and one value may be a list of one. */
const [ofQuery, ofBody] = [new Ajv({ ...usual, coerceTypes: 'array' }), new Ajv(usual)];
for (const ajv of [ofQuery, ofBody]) ajv.addSchema(asJsonSchema(document) as object, DOCUMENT);
const compiled = new Map<object, ValidateFunction>();

/** References of the document lead into it. */
function complaintsOf(ajv: Ajv, schema: object, value: unknown): string | undefined {
  let validate = compiled.get(schema);
  if (!validate) compiled.set(schema, (validate = ajv.compile(JSON.parse(JSON.stringify(asJsonSchema(schema)).replaceAll('"#/', `"${DOCUMENT}#/`)) as object)));
  // Coercion writes into what it is given.
  return validate(structuredClone(value)) ? undefined : ajv.errorsText(validate.errors, { dataVar: '' });
}

/** What the API's document has against a request that a page sends: the real one would refuse it. Undefined where there is nothing. */
export function objectionTo(method: string, address: URL, body: unknown): string | undefined {
  const paths = document.paths as unknown as Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  const fits = Object.keys(paths).filter((path) => new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`).test(address.pathname) && paths[path]?.[method.toLowerCase()]);
  // "/api/users/me/" is not the user called "me".
  const [path] = fits.sort((a, b) => (a.match(/\{/g)?.length ?? 0) - (b.match(/\{/g)?.length ?? 0));
  if (path === undefined) return `the API has no ${method} ${address.pathname}`;
  const operation = paths[path]?.[method.toLowerCase()];
  const complaints = [...queryComplaints(operation?.parameters ?? [], address.searchParams), ...bodyComplaints(operation?.requestBody, body)];
  return complaints.length === 0 ? undefined : `${method} ${path}: ${complaints.join('; ')}`;
}

function* queryComplaints(parameters: readonly Parameter[], asked: URLSearchParams): Generator<string> {
  const known = parameters.filter((each) => each.in === 'query');
  for (const name of new Set(asked.keys())) if (!known.some((each) => each.name === name)) yield `${name} is not known`;
  for (const { name, required, schema } of known) {
    const values = asked.getAll(name);
    if (values.length === 0 && required === true) yield `${name} is missing`;
    if (values.length === 0) continue;
    const complaint = complaintsOf(ofQuery, { type: 'object', properties: { [name]: schema } }, { [name]: values.length === 1 ? values[0] : values });
    if (complaint !== undefined) yield complaint;
  }
}

function* bodyComplaints(wanted: Operation['requestBody'], body: unknown): Generator<string> {
  const schema = wanted?.content['application/json']?.schema;
  if (!schema) return;
  if (body === undefined) {
    if (wanted?.required === true) yield 'it has no body';
    return;
  }
  const complaint = complaintsOf(ofBody, schema, body);
  if (complaint !== undefined) yield complaint;
}
