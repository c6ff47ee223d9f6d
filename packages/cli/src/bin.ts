#!/usr/bin/env node
/** The process: streams, signals, and the exit code that `run` decides. */
import { closeSync } from 'node:fs';
import Module from 'node:module';
import { version } from '../package.json';
import { LostOutput } from './lost-output';

// biome-ignore lint/complexity/noUselessEmptyExport: without it esbuild takes this for CommonJS, and wraps it.
export {};

const args = process.argv.slice(2);

/** Whether somebody has asked for standard input: Node makes a stream when it is first asked for, and takes its time. */
let reads = false;
const streams = {
  get stdin() {
    reads = true;
    return process.stdin;
  },
  get stderr() {
    const { stderr } = process;
    // Nobody is left to be told.
    if (stderr.listenerCount('error') === 0) stderr.on('error', () => {});
    return stderr;
  },
  stdout: process.stdout,
  env: process.env,
  get cwd() {
    return process.cwd();
  },
  keepGoing: () => output.keepGoing(),
};

const output = new LostOutput(
  process.stdout,
  () => streams.stderr,
  (exit) => process.exit(exit),
);

if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
  process.stdout.write(`${version}\n`);
} else if (args[0]?.startsWith('__')) {
  void import('./shell/unseen')
    .then(({ unseen }) => unseen(args, process))
    .then((text) => process.stdout.write(text, () => process.exit(0)));
} else {
  void main();
}

async function main(): Promise<void> {
  // From Node 22 on. It would cost `--version` more than it saves.
  (Module as { enableCompileCache?: () => unknown }).enableCompileCache?.();
  // Thrown where nobody catches it: a mistake of ours, which is told like every other failure.
  process.on('uncaughtException', (error: unknown) => {
    const what = args.includes('--debug') && error instanceof Error ? error.stack : error;
    const text = `error: unexpected ${what}; please report it\n`;
    process.stderr.write(text, () => process.exit(1));
  });
  // Until there is an outcome: what is waited for may never come, and then nothing keeps the process.
  process.exitCode = 1;
  let isOver = false;
  process.once('beforeExit', () => {
    if (!isOver) streams.stderr.write('error: ended before it was done; please report it\n');
  });
  const interrupted = new AbortController();
  let hungUp = false;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      hungUp ||= name === 'SIGHUP';
      // A second one does not wait for what the first one has asked to end.
      if (interrupted.signal.aborted) process.exit(130);
      interrupted.abort();
    });
  }
  process.once('exit', (code) => {
    // What could not be printed may be known only by now.
    process.exitCode = code || output.exit;
    // Node sets a terminal as it was, and aborts where there is none any more; what is closed, it leaves alone.
    if (!hungUp && !hasLostTerminal()) return;
    process.exitCode = 129;
    for (const descriptor of [0, 1, 2]) {
      try {
        closeSync(descriptor);
      } catch {}
    }
  });
  const { run } = await import('./program');
  const code = await run(args, streams, interrupted.signal);
  isOver = true;
  process.exitCode = code;
  // A chat leaves standard input open; nothing else may keep the process.
  if (reads) process.stdin.unref?.();
}

/** Reading may fail before the signal comes. */
function hasLostTerminal(): boolean {
  const used = [reads && process.stdin.isTTY && 0, process.stdout.isTTY && 1];
  return used.some(
    (descriptor) =>
      typeof descriptor === 'number' && !process.getBuiltinModule('node:tty').isatty(descriptor),
  );
}
