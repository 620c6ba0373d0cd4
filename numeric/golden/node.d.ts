// The little of Node that tests of this room use to read sample files. The room itself is compiled without Node's types, so that no
// numeric function can reach for it.

interface ImportMeta {
  readonly dirname: string;
}

declare module 'node:fs' {
  export function existsSync(path: string): boolean;
  export function readFileSync(path: string): Uint8Array;
  export function readFileSync(path: string, encoding: 'utf8'): string;
  export function writeFileSync(path: string, data: Uint8Array): void;
  export function mkdtempSync(prefix: string): string;
  export function rmSync(path: string, options: { recursive: boolean; force: boolean }): void;
}

declare module 'node:os' {
  export function tmpdir(): string;
}

declare module 'node:child_process' {
  export function spawnSync(
    command: string,
    args: readonly string[],
    options: { encoding: 'utf8'; maxBuffer?: number },
  ): { status: number | null; stdout: string; stderr: string };
}

declare module 'node:perf_hooks' {
  export const performance: { now(): number };
}

declare module 'node:crypto' {
  export function createHash(name: 'sha256'): { update(data: Uint8Array): { digest(encoding: 'hex'): string } };
}

declare module 'node:buffer' {
  export const Buffer: { from(text: string, encoding: 'base64'): Uint8Array };
}

declare module 'node:zlib' {
  export function gzipSync(bytes: Uint8Array, options?: { level: number }): Uint8Array;
}

declare module 'node:process' {
  export const env: Readonly<Record<string, string | undefined>>;
}
