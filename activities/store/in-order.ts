const tails = new Map<string, Promise<unknown>>();

/** Works of one name one after the other, within this process; of other names at the same time. */
export async function inOrder<T>(name: string, work: () => Promise<T>): Promise<T> {
  const before = tails.get(name) ?? Promise.resolve();
  const mine = before.then(work, work);
  tails.set(name, mine);
  try {
    return await mine;
  } finally {
    if (tails.get(name) === mine) tails.delete(name);
  }
}
