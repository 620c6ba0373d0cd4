import type { Belongings } from './test-matrix-world.js';

/** One request of the matrix. */
export interface Ask {
  readonly path: string;
  readonly body?: unknown;
  /** Of another type than JSON. */
  readonly text?: { readonly type: string; readonly content: string };
  readonly headers?: Readonly<Record<string, string>>;
}

/** What an operation is asked about somebody's belongings, and the status each kind of caller gets when they are another's. */
export interface MatrixRow {
  readonly asks: (of: Belongings) => readonly Ask[];
  /** Without a token, and with one that has expired. */
  readonly none: number;
  /** A stranger, a collaborator and a PI of another proposal. */
  readonly foreign: number | Readonly<Record<'stranger' | 'collaborator' | 'pi', number>>;
  readonly service: number;
  /** Staff ask after the owner did: what that one took away is gone. */
  readonly staff: number;
  readonly owner: number;
  /** Changes nothing: one's own things are asked about as well, and must tell nothing of others. */
  readonly safe?: boolean;
  /** With a token that has expired, where one without any is answered. */
  readonly expired?: number;
  /** Counted by what it names: after some it is refused as too many, to everybody alike. */
  readonly slowed?: boolean;
  /** Never ends by itself. */
  readonly stream?: boolean;
}

type Statuses = Partial<Omit<MatrixRow, 'asks'>>;

/** Of a thing: "not yours" is "not there". */
const thing = (asks: (of: Belongings) => Ask | readonly Ask[], statuses: Statuses = {}): MatrixRow => {
  const owner = statuses.owner ?? 200;
  return { none: 401, foreign: 404, service: 404, staff: owner, ...statuses, owner, asks: (of) => [asks(of)].flat() };
};
/** Of whatever the caller may see: everybody is answered. */
const list = (asks: (of: Belongings) => Ask | readonly Ask[], statuses: Statuses = {}): MatrixRow => thing(asks, { foreign: 200, service: 200, safe: true, ...statuses });
/** What is only for some. */
const staffOnly = (asks: (of: Belongings) => Ask | readonly Ask[], statuses: Statuses = {}): MatrixRow => thing(asks, { foreign: 403, service: 403, owner: 403, staff: 200, ...statuses });

const read = (path: (of: Belongings) => string, statuses: Statuses = {}) => thing((of) => ({ path: path(of) }), { safe: true, ...statuses });
const json = (path: (of: Belongings) => string, body: (of: Belongings) => unknown, statuses: Statuses = {}) => thing((of) => ({ path: path(of), body: body(of) }), statuses);

/** By every name that a foreign thing could be guessed with. */
const filters = (path: string) => ({ soarId, object, name, checksum, raw }: Belongings): Ask[] =>
  ['', `?proposal_id=${soarId}`, `?object=${object}`, `?file_name=${name}`, `?checksum=${checksum}`, `?original_file_id=${raw}`, `?q=${object}`, `?id=${raw}`].map((query) => ({ path: path + query }));

const files = '/api/files';
const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString();

/** Every operation of the document has its row; a new one fails until it has. */
export const matrixRows: Readonly<Record<string, MatrixRow>> = {
  // What the platform says of itself.
  'GET /api/': list(() => ({ path: '/api/' }), { none: 200, expired: 401 }),
  'GET /api/live/': list(() => ({ path: '/api/live/' }), { none: 200 }),
  'GET /api/ready/': list(() => ({ path: '/api/ready/' }), { none: 200 }),
  'GET /api/steps/': list(() => ({ path: '/api/steps/' })),
  'GET /api/settings/': list(() => ({ path: '/api/settings/' })),
  'GET /api/qualities/': list(() => ({ path: '/api/qualities/' })),
  'GET /api/semesters/': list(() => ({ path: '/api/semesters/' })),
  'GET /api/partners/': list(() => ({ path: '/api/partners/' })),

  // Lists, counts and facets.
  'GET /api/files/': list(filters(`${files}/`)),
  'GET /api/files/facets/': list(filters(`${files}/facets/`)),
  'GET /api/nights/': list(({ soarId }) => [{ path: '/api/nights/' }, { path: `/api/nights/?proposal_id=${soarId}` }]),
  'GET /api/nights/{night}/': list(() => ({ path: '/api/nights/20261123/' })),
  'GET /api/qualities/trend/': list(({ soarId }) => ({ path: `/api/qualities/trend/?name=seeingArcsecond&proposal_id=${soarId}` })),
  'GET /api/reductions/': list(({ soarId, raw }) => ['', `?proposal_id=${soarId}`, `?file_id=${raw}`, '?all_attempts=true'].map((query) => ({ path: `/api/reductions/${query}` }))),
  'GET /api/reductions/summary/': list(({ soarId }) => ({ path: `/api/reductions/summary/?proposal_id=${soarId}` })),
  'GET /api/reductions/failures/': list(({ soarId }) => ({ path: `/api/reductions/failures/?proposal_id=${soarId}` })),
  'GET /api/logs/': list(({ soarId }) => [{ path: '/api/logs/' }, { path: `/api/logs/?proposal_id=${soarId}` }]),
  'GET /api/events/': list(() => ({ path: '/api/events/', headers: { 'last-event-id': '0' } }), { stream: true }),
  'GET /api/proposals/': list(({ soarId }) => [{ path: '/api/proposals/' }, { path: `/api/proposals/?soar_id=${soarId}` }, { path: `/api/proposals/?q=${soarId}` }]),
  'GET /api/notifications/': list(() => ({ path: '/api/notifications/' })),
  'GET /api/users/me/': list(() => ({ path: '/api/users/me/' })),
  'GET /api/users/me/tokens/': list(() => ({ path: '/api/users/me/tokens/' })),

  // Files, frames and spectra.
  'GET /api/files/{id}/': read(({ raw }) => `${files}/${raw}/`),
  'GET /api/files/header/': read(({ raw }) => `${files}/header/?id=${raw}`),
  'GET /api/files/{id}/family/': read(({ calibrated }) => `${files}/${calibrated}/family/`),
  'GET /api/files/{id}/lineage/': read(({ calibrated }) => `${files}/${calibrated}/lineage/`),
  'GET /api/files/{id}/versions/': read(({ calibrated }) => `${files}/${calibrated}/versions/`),
  'GET /api/files/{id}/versions/{other}/difference/': read(({ calibrated }) => `${files}/${calibrated}/versions/${calibrated}/difference/`),
  'GET /api/files/{id}/decisions/': read(({ raw }) => `${files}/${raw}/decisions/`),
  'GET /api/reductions/{id}/': read(({ reduction }) => `/api/reductions/${reduction}/`),
  'GET /api/files/{id}/spectrum/': read(({ calibrated }) => `${files}/${calibrated}/spectrum/`),
  'GET /api/files/visualize/': read(({ calibrated }) => `${files}/visualize/?file_id=${calibrated}&format=svg`),
  'GET /api/files/{id}/image/': read(({ raw }) => `${files}/${raw}/image/`),
  'GET /api/files/{id}/image/tiles/{level}/{column}/{row}/': read(({ raw }) => `${files}/${raw}/image/tiles/0/0/0/`),
  'GET /api/files/{id}/slit/': read(({ reduced }) => `${files}/${reduced}/slit/`),
  'GET /api/files/{id}/lamp/': read(({ raw }) => `${files}/${raw}/lamp/`, { owner: 409 }),
  'GET /api/files/{id}/download/': read(({ raw }) => `${files}/${raw}/download/`),
  'GET /api/files/zip/': read(({ raw }) => `${files}/zip/?ids=${raw}`),
  'POST /api/files/zip/': json(() => `${files}/zip/`, ({ raw, calibrated }) => ({ ids: [raw, calibrated] }), { safe: true }),
  'GET /api/files/{id}/comments/': read(({ calibrated }) => `${files}/${calibrated}/comments/`),

  // Links for somebody without an account: the key is all that is asked for, and nobody has another's.
  'GET /api/files/{id}/links/': read(({ calibrated }) => `${files}/${calibrated}/links/`),
  'POST /api/files/{id}/links/': json(({ calibrated }) => `${files}/${calibrated}/links/`, () => ({ until: tomorrow() }), { owner: 201 }),
  'DELETE /api/files/{id}/links/{link_id}/': thing(({ calibrated, link }) => ({ path: `${files}/${calibrated}/links/${link}/` }), { owner: 204, staff: 404 }),
  'GET /api/links/{token}/': thing(({ checksum }) => ({ path: `/api/links/${checksum.slice(0, 43)}/` }), { none: 404, owner: 404 }),
  'GET /api/links/{token}/download/': thing(({ checksum }) => ({ path: `/api/links/${checksum.slice(0, 43)}/download/` }), { none: 404, owner: 404 }),
  'GET /api/links/{token}/visualize/': thing(({ checksum }) => ({ path: `/api/links/${checksum.slice(0, 43)}/visualize/?format=svg` }), { none: 404, owner: 404 }),

  // Blocks by hand.
  'POST /api/files/': thing(({ soarId }) => ({ path: `${files}/?name=x.fits`, text: { type: 'application/fits', content: `PROPID  = '${soarId}'` } }), { foreign: { stranger: 403, collaborator: 422, pi: 422 }, service: 422, owner: 422 }),
  'POST /api/files/{id}/try/': json(({ raw }) => `${files}/${raw}/try/`, () => ({ settings: {} }), { owner: 202 }),
  'GET /api/files/{id}/try/{try_id}/': read(({ raw }) => `${files}/${raw}/try/1.00000000-0000-4000-8000-000000000000/`, { owner: 404, staff: 404 }),
  'POST /api/files/reduce/': json(() => `${files}/reduce/`, ({ raw }) => ({ file_id: raw }), { owner: 202 }),
  'POST /api/files/calibrations/': json(() => `${files}/calibrations/`, ({ raw }) => ({ file_id: raw }), { owner: 409 }),
  'POST /api/files/reclassify/': json(() => `${files}/reclassify/`, ({ raw }) => ({ file_id: raw }), {}),
  'POST /api/files/spectrum/extract/': json(() => `${files}/spectrum/extract/`, ({ raw }) => ({ file_id: raw }), { owner: 202 }),
  'POST /api/files/spectrum/calibrate/wavelength/': json(() => `${files}/spectrum/calibrate/wavelength/`, ({ calibrated }) => ({ file_id: calibrated }), { owner: 202 }),
  'POST /api/files/spectrum/calibrate/flux/': json(() => `${files}/spectrum/calibrate/flux/`, ({ calibrated }) => ({ file_id: calibrated }), { owner: 501 }),
  'POST /api/files/{id}/use-calibration/': json(({ raw }) => `${files}/${raw}/use-calibration/`, ({ reduced }) => ({ purpose: 'arc', file_id: reduced }), { owner: 409 }),
  'DELETE /api/files/{id}/use-calibration/': thing(({ raw }) => ({ path: `${files}/${raw}/use-calibration/?purpose=arc` }), { owner: 404 }),
  'POST /api/files/{id}/proceed-without/': json(({ raw }) => `${files}/${raw}/proceed-without/`, () => ({ purpose: 'flat' }), { owner: 202 }),
  'DELETE /api/files/{id}/proceed-without/': thing(({ raw }) => ({ path: `${files}/${raw}/proceed-without/?purpose=flat` }), { owner: 202, staff: 404 }),
  'DELETE /api/files/{id}/overrides/': thing(({ raw }) => ({ path: `${files}/${raw}/overrides/` }), { owner: 202 }),
  'PATCH /api/files/{id}/': json(({ raw }) => `${files}/${raw}/`, ({ soarId }) => ({ proposal_id: soarId }), { owner: 403, staff: 200 }),
  'PUT /api/files/{id}/exclusion/': json(({ raw }) => `${files}/${raw}/exclusion/`, () => ({ reason: 'light leak' }), { owner: 403, staff: 200 }),
  'GET /api/files/{id}/exclusion/': thing(({ raw }) => ({ path: `${files}/${raw}/exclusion/` }), { owner: 403, staff: 200, safe: true }),
  'DELETE /api/files/{id}/exclusion/': thing(({ raw }) => ({ path: `${files}/${raw}/exclusion/` }), { owner: 403, staff: 200 }),
  'DELETE /api/files/': json(() => `${files}/`, ({ extracted }) => ({ file_id: extracted }), { staff: 404 }),
  'POST /api/files/{id}/restore/': thing(({ extracted }) => ({ path: `${files}/${extracted}/restore/` }), { staff: 404 }),

  // What people write.
  'POST /api/files/{id}/comments/': json(({ calibrated }) => `${files}/${calibrated}/comments/`, () => ({ text: 'Which line is this?' }), { owner: 201 }),
  'PATCH /api/comments/{id}/': json(({ comment }) => `/api/comments/${comment}/`, () => ({ text: 'Not blended.' }), { staff: 403 }),
  'DELETE /api/comments/{id}/': thing(({ comment }) => ({ path: `/api/comments/${comment}/` }), {}),
  'POST /api/notifications/read/': json(() => '/api/notifications/read/', () => ({}), { foreign: 200, service: 200 }),
  'POST /api/logs/pages/': json(() => '/api/logs/pages/', () => ({ message: 'x is undefined' }), { foreign: 204, service: 204, owner: 204 }),
  'POST /api/email/': json(() => '/api/email/', ({ soarId }) => ({ proposal: soarId, subject: 'Tonight', message: 'Clouds.' }), { owner: 409, staff: 202 }),

  // Programs that are told.
  'GET /api/webhooks/': list(() => ({ path: '/api/webhooks/' })),
  'POST /api/webhooks/': json(() => '/api/webhooks/', () => ({ url: 'https://example.org/', kinds: ['file'] }), { foreign: 201, service: 201, owner: 201 }),
  'DELETE /api/webhooks/{id}/': thing(({ oldWebhook }) => ({ path: `/api/webhooks/${oldWebhook}/` }), { owner: 204, staff: 404 }),
  'GET /api/webhooks/{id}/deliveries/': read(({ webhook }) => `/api/webhooks/${webhook}/deliveries/`, { staff: 404 }),

  // Proposals and their people.
  'GET /api/proposals/{id}/': read(({ proposal }) => `/api/proposals/${proposal}/`),
  'PATCH /api/proposals/{id}/': json(({ proposal }) => `/api/proposals/${proposal}/`, () => ({ title: 'Hidden title 2' })),
  'GET /api/proposals/{id}/settings/': read(({ proposal }) => `/api/proposals/${proposal}/settings/`),
  'PUT /api/proposals/{id}/settings/': json(({ proposal }) => `/api/proposals/${proposal}/settings/`, () => ({ settings: { ignore_flats: true } })),
  'GET /api/proposals/{id}/settings/reach/': read(({ proposal }) => `/api/proposals/${proposal}/settings/reach/`),
  'GET /api/proposals/{id}/settings/history/': read(({ proposal }) => `/api/proposals/${proposal}/settings/history/`),
  'POST /api/proposals/{id}/settings/history/{version}/restore/': json(({ proposal }) => `/api/proposals/${proposal}/settings/history/0/restore/`, () => ({})),
  'GET /api/proposals/{id}/collaborators/': read(({ proposal }) => `/api/proposals/${proposal}/collaborators/`),
  'POST /api/proposals/{id}/collaborators/': json(({ proposal }) => `/api/proposals/${proposal}/collaborators/`, () => ({ email: 'stranger-to-all@example.org' })),
  'DELETE /api/proposals/{id}/collaborators/{user_id}/': thing(({ proposal, user }) => ({ path: `/api/proposals/${proposal}/collaborators/${user}/` }), { owner: 404 }),
  'GET /api/proposals/collaborators/{id}/': read(({ proposal }) => `/api/proposals/collaborators/${proposal}/`),
  'POST /api/proposals/collaborators/{id}/': json(({ proposal }) => `/api/proposals/collaborators/${proposal}/`, () => ({ email: 'second@example.org', action: 'add' })),
  'DELETE /api/proposals/collaborators/{id}/': json(({ proposal }) => `/api/proposals/collaborators/${proposal}/`, () => ({ email: 'second@example.org' }), { staff: 404 }),
  'POST /api/proposals/': staffOnly(({ soarId, user }) => ({ path: '/api/proposals/', body: { soar_id: soarId, title: 'A title', user_id: user } }), { staff: 409 }),
  'POST /api/proposals/import/': staffOnly(({ soarId }) => ({ path: '/api/proposals/import/?dry_run=true', text: { type: 'text/csv', content: `soar_id,title,pi_email\n${soarId},T,x@example.org\n` } })),

  // Accounts.
  'GET /api/users/': staffOnly(({ username }) => [{ path: '/api/users/' }, { path: `/api/users/?q=${username}` }]),
  'POST /api/users/': staffOnly(({ username, email }) => ({ path: '/api/users/', body: { username, email } }), { staff: 409 }),
  'GET /api/users/{id}/': read(({ user }) => `/api/users/${user}/`, { foreign: 403, service: 403, owner: 403, staff: 200 }),
  'PATCH /api/users/{id}/': json(({ user }) => `/api/users/${user}/`, () => ({ last_name: 'Other' }), { foreign: 403, service: 403, owner: 403, staff: 200 }),
  'GET /api/logs/audit/': staffOnly(() => ({ path: '/api/logs/audit/' })),
  'GET /api/logs/machines/': staffOnly(() => ({ path: '/api/logs/machines/' })),
  'PATCH /api/users/me/': json(() => '/api/users/me/', () => ({ first_name: 'Somebody' }), { foreign: 200, service: 200 }),
  'POST /api/users/me/password/': json(() => '/api/users/me/password/', () => ({ current_password: 'wrong', new_password: 'correct horse battery staple' }), { foreign: 403, service: 403, owner: 403 }),
  'POST /api/users/me/tokens/': json(() => '/api/users/me/tokens/', () => ({ name: 'laptop' }), { foreign: 201, service: 201, owner: 201 }),
  'DELETE /api/users/me/tokens/{id}/': thing(({ token }) => ({ path: `/api/users/me/tokens/${token}/` }), { owner: 204, staff: 404 }),
  'GET /api/session/': list(() => ({ path: '/api/session/' })),
  'POST /api/session/': json(() => '/api/session/', ({ username }) => ({ username, password: 'a guess' }), { foreign: 401, service: 401, owner: 401 }),
  'DELETE /api/session/': thing(() => ({ path: '/api/session/' }), { foreign: 409, service: 409, owner: 409 }),
  'POST /api/password/reset/': json(() => '/api/password/reset/', ({ email }) => ({ email }), { none: 202, foreign: 202, service: 202, owner: 202, slowed: true }),
  'PUT /api/password/reset/{token}/': json(({ checksum }) => `/api/password/reset/${checksum.slice(0, 43)}/`, () => ({ new_password: 'correct horse battery staple' }), { none: 404, owner: 404 }),
};
