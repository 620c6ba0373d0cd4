/** One part of a body, RFC 9110 §14: undefined means all of it, also when the header asks for what we do not do. */
export function byteRange(range: string, ifRange: string, etag: string, size: number): { offset: number; length: number } | undefined {
  if (ifRange !== '' && ifRange !== etag) return undefined;
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(range.trim()) ?? [];
  if (first === '' && last === '') return undefined;
  const offset = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  return offset > end ? undefined : { offset, length: end - offset + 1 };
}

/** Does the caller hold this version already? */
export function isFresh(ifNoneMatch: string, etag: string): boolean {
  return ifNoneMatch.split(',').some((held) => held.trim() === '*' || held.trim().replace(/^W\//, '') === etag);
}
