// Child processes of the npm scripts: which Node, how signals reach them, how their exit code comes back.
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[\\/]$/, '');

/** A sentence for the person at the keyboard: no stack is printed. */
export class Stop extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** Node 24: the one npm installed with everything else, or the one already running where npm has none for this platform. */
export function findNode() {
  const installed = path.join(root, 'node_modules/.bin/node');
  if (existsSync(installed)) return realpathSync(installed);
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  throw new Stop(
    `This project runs on Node 24, this is Node ${process.versions.node} and npm installed none for ${process.platform}-${process.arch}. ` +
      'Install Node 24 and try again; on Linux x64 and arm64 run "npm ci" without --omit=optional.',
  );
}

/** Node's flags for running TypeScript sources; absolute, so that they hold in any current folder. */
export function sourceFlags() {
  return ['--conditions=gp-src', '--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href];
}

/**
 * Runs one child in the foreground and answers its exit code. Ctrl-C reaches the child from the terminal by itself; other signals are
 * passed on, and so is the death of npm, which nobody announces.
 */
export function runChild(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options });
    const ignore = () => undefined;
    const pass = (signal) => child.kill(signal);
    process.on('SIGINT', process.stdin.isTTY ? ignore : pass).on('SIGTERM', pass).on('SIGHUP', pass);
    const parent = process.ppid;
    const watch = process.env.npm_lifecycle_event ? setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 1000) : undefined;
    child.once('error', (error) => {
      clearInterval(watch);
      reject(new Stop(`${command} cannot be started: ${error.message}`));
    });
    child.once('exit', (code, signal) => {
      clearInterval(watch);
      process.removeAllListeners('SIGINT').removeAllListeners('SIGTERM').removeAllListeners('SIGHUP');
      resolve(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}

export function lastLines(text, count) {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}

/**
 * Runs one child and keeps what it says: `{ code, output }`; `onLine` hears it line by line. @throws Stop when this command is asked to end
 * meanwhile, after the child has ended.
 */
export function capture(command, args, { onLine, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: root, ...options });
    const pass = (signal) => {
      // A hang-up is passed on as a request to end: many a program ends at once at a hang-up and leaves its own children behind.
      child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
      child.once('close', () => reject(new Stop(`stopped by ${signal}.`, 128 + constants.signals[signal])));
    };
    process.on('SIGINT', pass).on('SIGTERM', pass).on('SIGHUP', pass);
    const end = (answer) => {
      process.off('SIGINT', pass).off('SIGTERM', pass).off('SIGHUP', pass);
      resolve(answer);
    };
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk).slice(-200_000);
    };
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    if (onLine) for (const input of [child.stdout, child.stderr]) createInterface({ input }).on('line', onLine);
    child.once('error', (error) => end({ code: 127, output: error.message }));
    child.once('close', (code, signal) => end({ code: code ?? 128 + (constants.signals[signal] ?? 0), output }));
  });
}
