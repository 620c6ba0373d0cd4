/** What happens to a supervised process; `died` means: unasked. */
export type SupervisorEvent =
  | { readonly kind: 'ready' | 'restarted'; readonly name: string; readonly pid: number; readonly afterMs: number }
  | { readonly kind: 'died'; readonly name: string; readonly reason: string; readonly againInMs: number }
  | { readonly kind: 'failed'; readonly name: string; readonly message: string };
