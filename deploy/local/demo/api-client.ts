import http from 'node:http';
import https from 'node:https';
import { text } from 'node:stream/consumers';
import type { EventContent } from '#activities/domain/events';
import type { ReductionState } from '#activities/domain/reduction';

/** What these programs read of a file's record. */
export interface FileView {
  readonly id: number;
  readonly file_name: string;
  readonly data_type: string;
  readonly original_file_id: number;
  readonly last_modified: string;
}

export interface ReductionView {
  readonly id: number;
  readonly file_id: number | null;
  readonly state: ReductionState;
  readonly step: string | null;
  readonly reason: string | null;
  readonly started: string;
  readonly finished: string | null;
  readonly timings: Readonly<Record<string, number>>;
}

/** An event as the stream tells it; `file_id` of a `reduction` is its raw frame, null for a master. */
export type EventView = { readonly id: number; readonly file_id: number | null } & EventContent;

/** What came of an upload. */
export interface UploadedFrame {
  readonly file: FileView;
  readonly created: boolean;
  /** How long the parts of taking it in took, by the `Server-Timing` of the answer. */
  readonly timing: string;
  /** When the last byte had left here, second of this process' clock. */
  readonly sent: number;
}

type Query = Readonly<Record<string, string | number>>;

interface Page<T> {
  readonly count: number;
  readonly next: string | null;
  readonly results: readonly T[];
}

/** What the platform answered instead of what was asked for. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * The few calls of the REST API that the demo, the benchmarks and the durability script make, as any program would. By hand and not by
 * `clients/typescript`: that is made from the API's document after this room is compiled.
 */
export class ApiClient {
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url.replace(/\/$/, '');
    this.#token = token;
  }

  /** Sends one frame. Not by `fetch`, which does not tell when the last byte has gone. @throws RefusedRequest */
  async upload(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<UploadedFrame> {
    const form = new Response(formOf(name, bytes));
    const body = await form.arrayBuffer();
    let sent = NaN;
    const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
      const headers = { authorization: `Token ${this.#token}`, 'content-type': form.headers.get('content-type') ?? '', 'content-length': body.byteLength };
      const request = (this.#url.startsWith('https:') ? https : http).request(`${this.#url}/api/files/`, { method: 'POST', headers }, resolve);
      request.once('error', reject).once('finish', () => (sent = performance.now() / 1000));
      request.end(Buffer.from(body));
    });
    const { statusCode: status = 0 } = answer;
    if (status >= 300) throw new RefusedRequest(status, `POST /api/files/: ${status} ${detailOf(await text(answer))}`);
    const file = JSON.parse(await text(answer)) as FileView;
    return { file, created: status === 201, timing: String(answer.headers['server-timing'] ?? ''), sent };
  }

  /** Every file that matches, page by page. */
  async files(query: Query = {}): Promise<FileView[]> {
    return this.#all<FileView>('/api/files/', query);
  }

  async reductions(query: Query = {}): Promise<ReductionView[]> {
    return this.#all<ReductionView>('/api/reductions/', query);
  }

  async reduction(id: number): Promise<ReductionView & { decisions: unknown[] }> {
    return (await (await this.#fetch(`/api/reductions/${id}/`)).json()) as ReductionView & { decisions: unknown[] };
  }

  async download(id: number): Promise<Uint8Array> {
    return new Uint8Array(await (await this.#fetch(`/api/files/${id}/download/`)).arrayBuffer());
  }

  async reduceAgain(fileId: number, settings: Record<string, unknown>): Promise<void> {
    await this.#fetch('/api/files/reduce/', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ file_id: fileId, settings }),
    });
  }

  /** Server-sent events as they come, until the signal says stop. */
  async *events(signal: AbortSignal): AsyncGenerator<EventView> {
    const response = await this.#fetch('/api/events/', { signal });
    if (!response.body) return;
    let rest = '';
    const decoder = new TextDecoder();
    try {
      for await (const chunk of response.body) {
        rest += decoder.decode(chunk as Uint8Array, { stream: true });
        const blocks = rest.split('\n\n');
        rest = blocks.pop() ?? '';
        for (const block of blocks) {
          const data = block.split('\n').filter((text) => text.startsWith('data:')).map((text) => text.slice(5).trim()).join('\n');
          if (data) yield JSON.parse(data) as EventView;
        }
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  async #all<T>(path: string, query: Query): Promise<T[]> {
    const results: T[] = [];
    for (let page = 1; ; page++) {
      const search = new URLSearchParams(Object.entries({ ...query, page, page_size: 100 }).map(([name, value]): [string, string] => [name, String(value)]));
      const answer = (await (await this.#fetch(`${path}?${search.toString()}`)).json()) as Page<T>;
      results.push(...answer.results);
      if (!answer.next) return results;
    }
  }

  async #fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Token ${this.#token}`);
    const response = await fetch(this.#url + path, { ...init, headers });
    if (response.ok) return response;
    const detail = detailOf(await response.text());
    throw new RefusedRequest(response.status, `${init.method ?? 'GET'} ${path}: ${response.status} ${detail}`);
  }
}

function formOf(name: string, bytes: Uint8Array<ArrayBuffer>): FormData {
  const form = new FormData();
  form.append('file', new Blob([bytes]), name);
  return form;
}

/** The sentence of a problem document; of anything else, all of it. */
function detailOf(answer: string): string {
  try {
    const problem = JSON.parse(answer) as { detail?: string; title?: string };
    return problem.detail ?? problem.title ?? answer;
  } catch {
    return answer;
  }
}
