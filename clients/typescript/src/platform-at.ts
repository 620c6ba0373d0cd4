import createClient, { type Client } from 'openapi-fetch';
import { refusedBy } from './refused.ts';
import type { paths } from './schema.d.ts';

/** Every operation of the API under its path, typed: `platform.GET('/api/files/{id}/', { params: { path: { id } } })`. */
export type Platform = Client<paths>;

/**
 * A platform as one account sees it. An answer that is no success is thrown as `Refused`, so `data` of an answer is always there.
 * @param url where the platform is: `http://localhost:8080`
 * @param token an API token, made on the account's page of the portal
 */
export function platformAt(url: string, token: string): Platform {
  const platform = createClient<paths>({ baseUrl: url.replace(/\/+$/, ''), headers: { Authorization: `Token ${token}` } });
  platform.use({
    async onResponse({ response }) {
      if (!response.ok) throw await refusedBy(response);
    },
  });
  return platform;
}

/** One FITS frame as the body of an upload. @param name as the telescope wrote it */
export function frameBody(name: string, bytes: Uint8Array<ArrayBuffer>): { readonly body: never } {
  const form = new FormData();
  form.append('file', new Blob([bytes]), name);
  // The document says "binary text" of a file, which no type of TypeScript is.
  return { body: form as never };
}
