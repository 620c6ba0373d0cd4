import type { components } from './schema';

/** A person as staff, and that person, see the account. */
export interface AccountView {
  id: number;
  username: string;
  first_name: string;
  last_name: string;
  email: string;
  is_staff: boolean;
  is_superuser: boolean;
  partner: string;
  preferences: Record<string, string | number | boolean>;
}

export interface SessionView {
  user: AccountView;
  role: 'observer' | 'service' | 'staff' | 'superuser';
  rules: unknown[];
  proposals: string[];
  csrf_token: string | null;
  expires: string | null;
}

type Json<Body> = { content: { 'application/json': Body } };
type Problems = { default: Json<components['schemas']['ProblemDocument']> };
interface None {
  query?: never;
  header?: never;
  path?: never;
  cookie?: never;
}

/**
 * Operations that the portal uses and the committed document of the API does not have yet; one that it has is deleted here.
 */
export interface PlannedPaths {
  '/api/session/': {
    parameters: None;
    get: { parameters: None; responses: { 200: Json<SessionView> } & Problems };
    post: { parameters: None; requestBody: Json<{ username: string; password: string }>; responses: { 200: Json<SessionView> } & Problems };
    delete: { parameters: None; responses: { 204: { content: never } } & Problems };
  };
  '/api/users/me/password/': {
    parameters: None;
    post: { parameters: None; requestBody: Json<{ current_password: string; new_password: string }>; responses: { 204: { content: never } } & Problems };
  };
  '/api/password/reset/': {
    parameters: None;
    post: { parameters: None; requestBody: Json<{ email: string }>; responses: { 202: Json<{ detail: string }> } & Problems };
  };
  '/api/password/reset/{token}/': {
    parameters: None;
    put: { parameters: Omit<None, 'path'> & { path: { token: string } }; requestBody: Json<{ new_password: string }>; responses: { 204: { content: never } } & Problems };
  };
}
