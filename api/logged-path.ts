const LONGEST = 500;

/** A path as it may stand in a log: whoever has what follows these needs no account. */
export function loggedPath(path: string): string {
  return path.replace(/^(\/api\/(?:links|password\/reset)\/)[^/]+/, '$1…').slice(0, LONGEST);
}
