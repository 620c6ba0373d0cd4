/** A parameter of an operation, as the OpenAPI document has it. */
export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: { readonly type?: string; readonly enum?: readonly string[]; readonly minimum?: number; readonly maximum?: number };
}

export interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: unknown;
  readonly security?: readonly unknown[];
  /** By status. */
  readonly responses: Readonly<Record<string, unknown>>;
}

export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, { readonly properties?: Readonly<Record<string, unknown>> }>> };
}

/** What a path is, and what may be done there. */
export interface Place {
  readonly template: string;
  /** By method in capitals; HEAD where there is GET. */
  readonly operations: ReadonlyMap<string, Operation>;
}

interface Known extends Place {
  readonly segments: readonly string[];
}

/** Every operation of the committed document, found by path: what a request may look like is read off it, so that a new endpoint is checked by itself. */
export class Operations {
  readonly #places: readonly Known[];

  constructor({ paths }: OpenApiDocument) {
    this.#places = Object.entries(paths)
      .map(([template, methods]) => {
        const operations = new Map(Object.entries(methods).map(([method, operation]) => [method.toUpperCase(), operation]));
        const read = operations.get('GET');
        if (read) operations.set('HEAD', read);
        return { template, operations, segments: segmentsOf(template) };
      })
      // `/files/reduce/` before `/files/{id}/`: a word of the document is no id.
      .sort((a, b) => parametersOf(a) - parametersOf(b));
  }

  at(path: string): Place | undefined {
    const asked = segmentsOf(path);
    return this.#places.find(({ segments }) => segments.length === asked.length && segments.every((segment, i) => isParameter(segment) || segment === asked[i]));
  }
}

function segmentsOf(path: string): string[] {
  return path.replace(/\/$/, '').split('/');
}

const isParameter = (segment: string) => segment.startsWith('{');
const parametersOf = ({ segments }: Known) => segments.filter(isParameter).length;
