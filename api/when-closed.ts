import type { ServerResponse } from 'node:http';

/** Does something once the answer is out or the caller has gone, which may be now: an event that was tells nobody. */
export function whenClosed(response: ServerResponse, work: () => void): void {
  if (response.closed || response.destroyed) work();
  else response.once('close', work);
}
