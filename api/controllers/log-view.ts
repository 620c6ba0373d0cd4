import type { EventPayloads } from '#activities/domain/events';
import type { StoreEvent } from '#activities/store/models';

export type LogLevel = 'info' | 'warning' | 'error';

/** Something a person may want to know, in a sentence. */
export interface LogMessage {
  /** Where it stands in the log, for your account: give it back as `before` for what was earlier. */
  id: string;
  time: string;
  level: LogLevel;
  message: string;
  /** The frame or the product it is about. */
  file_id: number | null;
  reduction_id: number | null;
  proposal_id: string | null;
  night: string | null;
}

const levels = { failed: 'error', waiting: 'warning', rejected: 'warning', done: 'info', reducing: 'info' } as const;

/** The level and the sentence of an event that is worth one. */
export function logWords({ kind, payload }: StoreEvent): Pick<LogMessage, 'level' | 'message'> {
  if (kind === 'reduction') {
    const { state, reason, name } = payload as EventPayloads['reduction'];
    return { level: levels[state], message: `${name} ${words[state]}${reason === '' ? '.' : `: ${reason}`}` };
  }
  const { fileName, provisional } = payload as EventPayloads['master'];
  return { level: 'info', message: `${fileName} is ready${provisional ? ', for the time being' : ''}.` };
}

const words = { failed: 'failed', waiting: 'waits', rejected: 'was left out', done: 'is done', reducing: 'is being reduced' } as const;
