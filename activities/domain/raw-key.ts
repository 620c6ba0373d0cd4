/** The content key of a raw frame: its SHA-256, so that the same file twice is the same frame. */
export function rawKey(sha256: string): string {
  return `raw/${sha256}`;
}

/** The SHA-256 in a raw key, which is the name of its object. */
export function sha256OfRawKey(key: string): string {
  return key.replace(/^raw\//, '');
}
