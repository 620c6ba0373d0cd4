/** What a token may be used for; a person's own rights stand over it. */
export const tokenScopes = {
  read: 'look at everything its owner may see, and listen to events',
  upload: 'send raw frames, and nothing else',
  reduce: 'look, reduce again, choose calibrations, extract, comment',
  admin: 'everything its owner may do, accounts and proposals included',
} as const satisfies Record<string, string>;

export type TokenScope = keyof typeof tokenScopes;

export const allScopes = Object.keys(tokenScopes) as TokenScope[];
