export interface BinarySearch {
  readonly cacheDir: string;
  /** The program named in the environment: it is this one or none. */
  readonly given: string | undefined;
  /** What PATH is searched in and what compilers inherit. */
  readonly environment: NodeJS.ProcessEnv;
  /** One short line whenever something takes long. */
  readonly onProgress: (line: string) => void;
  /** Ends downloads and builds. */
  readonly signal: AbortSignal | undefined;
}

/** One way to get a program: writes it to `target`, or throws why not. */
export type BinarySource = (target: string, search: BinarySearch) => Promise<void>;
