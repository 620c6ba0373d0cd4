/** How a process tells that it works: a `{"ready":true}` line of its own, or an answer to our question. */
export type Readiness = { readonly kind: 'line' } | { readonly kind: 'probe'; readonly ask: () => Promise<boolean> };

export interface ProcessSpec {
  /** As in logs and file names: `activity-worker`. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Run as another user, where a program refuses to be root. */
  readonly user?: { readonly uid: number; readonly gid: number };
  readonly readiness: Readiness;
  readonly readyWithinMs: number;
  /** Higher tiers lean on lower ones: they are stopped first. */
  readonly tier: number;
  readonly stopSignal: NodeJS.Signals;
  readonly stopWithinMs: number;
}
