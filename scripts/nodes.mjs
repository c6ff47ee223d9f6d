// The tests of the SDK and the mock on every newer Node that is promised (the whole suite runs on the oldest).
// They read the sources, so nothing has to be built. Ends with one line for all: `N passed, N failed`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';

const versions = process.argv.length > 2 ? process.argv.slice(2) : ['22', '24', '26'];
const root = dirname(import.meta.dirname);
const vitest = join('node_modules', 'vitest', 'vitest.mjs');
const projects = ['--project', 'sdk', '--project', 'mock'];

/** Runs a program with that Node; npm brings it, and keeps it in its cache. */
async function onNode(version, args) {
  const child = spawn('npx', ['--yes', '--package', `node@${version}`, 'node', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    // npx is a script of the shell on Windows.
    shell: process.platform === 'win32',
  });
  const [output, [status]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  return { output, status };
}

async function testOn(version) {
  const { output: exact } = await onNode(version, ['--version']);
  const { output, status } = await onNode(version, [vitest, 'run', ...projects]);
  const verdict = [...output.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1);
  const passed = Number(verdict?.[1] ?? 0);
  // A run that broke without a test to blame has failed all the same.
  const failed = Number(verdict?.[2] ?? 0) || (status === 0 && passed > 0 ? 0 : 1);
  if (failed > 0) process.stdout.write(output);
  process.stdout.write(`Node ${exact.trim() || version}: ${passed} passed, ${failed} failed\n`);
  return { passed, failed };
}

const total = { passed: 0, failed: 0 };
for (const version of versions) {
  const { passed, failed } = await testOn(version);
  total.passed += passed;
  total.failed += failed;
}
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed > 0 ? 1 : 0;
