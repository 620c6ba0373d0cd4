import { Context } from '@temporalio/activity';

/** Alive signals while a thread computes; the server gives up on a worker that misses several. */
const HEARTBEAT_MILLISECONDS = 2000;

/**
 * Runs work under heartbeats; when the activity is cancelled, `signal` stops the thread.
 * @param says What each heartbeat carries: people read it in the Temporal UI while the activity runs.
 */
export async function underHeartbeat<T>(work: (signal: AbortSignal) => Promise<T>, says: () => string | undefined = () => undefined): Promise<T> {
  const context = Context.current();
  const timer = setInterval(() => context.heartbeat(says()), HEARTBEAT_MILLISECONDS);
  try {
    return await work(context.cancellationSignal);
  } catch (error) {
    // A cancelled activity ends as cancelled, whatever the stopped thread said.
    context.cancellationSignal.throwIfAborted();
    throw error;
  } finally {
    clearInterval(timer);
  }
}
