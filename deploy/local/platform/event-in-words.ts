import type { SupervisorEvent } from '../supervision/supervisor-event.js';

/** A line for the terminal; undefined when nobody needs to know. */
export function eventInWords(event: SupervisorEvent): string | undefined {
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  switch (event.kind) {
    case 'ready':
      return undefined;
    case 'restarted':
      return `${event.name} is back after ${seconds(event.afterMs)} (process ${event.pid})`;
    case 'died':
      return `${event.name} ${event.reason}; starting it again in ${seconds(event.againInMs)}`;
    case 'failed':
      return `${event.name}: ${event.message}`;
  }
}
