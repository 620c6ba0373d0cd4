import { setTimeout as sleep } from 'node:timers/promises';
import { LEVEL } from '#activities/domain/reduction';
import { RefusedRequest, type ApiClient, type EventView, type ReductionView } from './api-client.js';

export interface NightFrame {
  readonly name: string;
  /** Undefined when the upload was refused; `reason` then says why. */
  readonly fileId: number | undefined;
  readonly created: boolean;
  readonly state: ReductionView['state'] | 'refused';
  readonly reason: string;
  /** Seconds the upload took, from first byte to answer. */
  readonly uploadSecond: number;
  /** Seconds from the first byte of the upload to the last that was sent. */
  readonly sentSecond: number;
  /** When the upload began, millisecond since 1970. */
  readonly sentAt: number;
  /** What the API says of the parts of the upload, as `Server-Timing`. */
  readonly uploadTiming: string;
  /** Seconds from the first byte sent to the first calibrated product on the event stream; undefined when there is none. */
  readonly calibratedSecond: number | undefined;
  /** The calibrated product. */
  readonly calibratedFile: number | undefined;
}

interface Followed {
  name: string;
  fileId: number | undefined;
  created: boolean;
  state: NightFrame['state'];
  step: string;
  reason: string;
  uploadSecond: number;
  sentSecond: number;
  sentAt: number;
  uploadTiming: string;
  begun: number;
  calibratedSecond: number | undefined;
  calibratedFile: number | undefined;
}

/** Nothing has happened for so long, and nothing is being reduced: the night has come to rest. */
const QUIET_SECOND = 4;

export interface FollowOptions {
  /** Longest to wait for the night to rest. */
  readonly restWithinSecond: number;
  readonly signal: AbortSignal;
  /** The night has all that its frames need: waiting is no rest. Nothing happens for some seconds after a kill -9 either. */
  readonly allEnd?: boolean;
  /** Called whenever something about a frame changes; `atRest` when it ended or waits for something that is not there. */
  readonly onChange?: (frame: NightFrame & { readonly step: string }, atRest: boolean) => void;
  readonly onUpload?: () => void;
}

/** An upload that finds nobody is tried again for so long, as a telescope would. */
const LONGEST_UPLOAD_SECOND = 60;

const ENDED: ReadonlySet<string> = new Set(['done', 'failed', 'rejected', 'refused']);

const clock = () => performance.now() / 1000;

/**
 * Uploads frames one after the other and follows their reductions by server-sent events until the night rests.
 */
export async function followNight(
  api: ApiClient,
  frames: readonly { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }[],
  { restWithinSecond, signal, allEnd = false, onChange = () => undefined, onUpload = () => undefined }: FollowOptions,
): Promise<NightFrame[]> {
  const followed: Followed[] = [];
  const byFile = new Map<number, Followed>();
  const listening = new AbortController();
  const stop = () => listening.abort();
  signal.addEventListener('abort', stop, { once: true });
  let lastEvent = clock();
  const listener = listen(api, listening.signal, (event) => {
    lastEvent = clock();
    const frame = byFile.get(rawFileOf(event) ?? NaN);
    if (frame && apply(frame, event)) onChange(frame, ENDED.has(frame.state));
  });
  try {
    for (const { name, bytes } of frames) {
      signal.throwIfAborted();
      const frame = await send(api, name, bytes);
      followed.push(frame);
      onUpload();
      onChange(frame, frame.fileId === undefined);
      if (frame.fileId !== undefined) byFile.set(frame.fileId, frame);
    }
    const deadline = clock() + restWithinSecond;
    while (clock() < deadline && !signal.aborted) {
      await sleep(250, undefined, { signal });
      if (clock() - lastEvent < QUIET_SECOND) continue;
      if ((await resting(api, byFile)) && (!allEnd || followed.every(({ state }) => ENDED.has(state)))) break;
    }
  } finally {
    listening.abort();
    signal.removeEventListener('abort', stop);
    await listener;
  }
  for (const frame of followed) onChange(frame, true);
  return followed;
}

async function send(api: ApiClient, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Followed> {
  const begun = clock();
  const frame: Followed = { name, fileId: undefined, created: false, state: 'refused', step: '', reason: '', uploadSecond: 0, sentSecond: 0, sentAt: Date.now(), uploadTiming: '', begun, calibratedSecond: undefined, calibratedFile: undefined };
  for (;;) {
    try {
      const { file, created, timing, sent } = await api.upload(name, bytes);
      Object.assign(frame, { fileId: file.id, created, state: 'reducing', uploadTiming: timing, sentSecond: sent - begun });
      break;
    } catch (error) {
      // Refused for good (4xx), or nobody there (no answer, 5xx): then again in a moment.
      if (error instanceof RefusedRequest && error.status < 500) {
        frame.reason = error.message;
        break;
      }
      if (clock() - begun > LONGEST_UPLOAD_SECOND) throw error;
      await sleep(250);
    }
  }
  frame.uploadSecond = clock() - begun;
  return frame;
}

/** The raw frame an event is about; undefined for one about a master. */
function rawFileOf(event: EventView): number | undefined {
  return event.kind === 'reduction' ? (event.file_id ?? undefined) : event.payload.originalFileId;
}

async function listen(api: ApiClient, signal: AbortSignal, onEvent: (event: EventView) => void): Promise<void> {
  // The connection may end when the API is restarted: listen again until told to stop.
  while (!signal.aborted) {
    try {
      for await (const event of api.events(signal)) onEvent(event);
    } catch {
      // The API is away for a moment.
    }
    if (!signal.aborted) await sleep(200, undefined, { signal }).catch(() => undefined);
  }
}

/** Takes an event in; true when it changed what is known of the frame. */
function apply(frame: Followed, event: EventView): boolean {
  if (event.kind === 'reduction') {
    const { state, reason } = event.payload;
    if (state === frame.state && reason === frame.reason) return false;
    Object.assign(frame, { state, reason });
    return true;
  }
  if (event.kind !== 'file' || event.payload.dataType === 0) return false;
  frame.step = event.payload.fileName;
  if (event.payload.dataType === LEVEL.calibrated && frame.calibratedSecond === undefined) {
    frame.calibratedSecond = clock() - frame.begun;
    frame.calibratedFile = event.file_id ?? undefined;
  }
  return true;
}

/** Asks the API once more where everything stands; true when nothing is being reduced. */
async function resting(api: ApiClient, byFile: ReadonlyMap<number, Followed>): Promise<boolean> {
  const latest = new Map<number, ReductionView>();
  let rests = true;
  for (const reduction of await api.reductions()) {
    // A master that is being combined has frames waiting for it.
    if (reduction.file_id === null) {
      rests &&= reduction.state !== 'reducing';
      continue;
    }
    const known = latest.get(reduction.file_id);
    if (!known || reduction.id > known.id) latest.set(reduction.file_id, reduction);
  }
  for (const [fileId, frame] of byFile) {
    const reduction = latest.get(fileId);
    if (!reduction || reduction.state === 'reducing') rests = false;
    else Object.assign(frame, { state: reduction.state, reason: reduction.reason ?? frame.reason });
  }
  return rests;
}
