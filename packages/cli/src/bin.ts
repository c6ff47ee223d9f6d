#!/usr/bin/env node
/** The process: streams, signals, and the exit code that `run` decides. */
import { version } from '../package.json';

const args = process.argv.slice(2);

// A reader that has seen enough (`| head`) is no failure; a full disk is one, and nobody can be told but by the code.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  process.stderr.write(`error: Can't write the output: ${error.code}\n`, () => process.exit(1));
});
process.stderr.on('error', () => {});

if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
  process.stdout.write(`${version}\n`);
} else {
  void main();
}

async function main(): Promise<void> {
  const interrupted = new AbortController();
  let hungUp = false;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      hungUp ||= name === 'SIGHUP';
      // A second one does not wait for what the first one has asked to end.
      if (interrupted.signal.aborted) process.exit(hungUp ? 129 : 130);
      interrupted.abort();
    });
  }
  const { run } = await import('./program');
  const { stdin, stdout, stderr, env } = process;
  const streams = { stdin, stdout, stderr, env, cwd: process.cwd() };
  const code = await run(args, streams, interrupted.signal);
  process.exitCode = hungUp ? 129 : code;
  // A chat leaves standard input open; nothing else may keep the process.
  stdin.unref?.();
}
