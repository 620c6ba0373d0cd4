import { ThreadPool, threadEntry } from './pool.js';
import type { ViewTasks } from './view-tasks.js';

/** One thread that decodes and draws for who looks, so that the process that answers goes on answering; typed. */
export class ViewPool {
  readonly #threads = new ThreadPool(threadEntry('view-thread', import.meta.url), { size: 1 });

  run<Task extends keyof ViewTasks>(task: Task, args: Parameters<ViewTasks[Task]>[0], signal?: AbortSignal): Promise<Awaited<ReturnType<ViewTasks[Task]>>> {
    return this.#threads.run(task, args, signal);
  }

  close(): Promise<void> {
    return this.#threads.close();
  }
}
