/** Prism, as its own command line starts it, and what it says. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openApiDocument } from '@voicectl/sdk/contract';

const project = join(dirname(dirname(import.meta.dirname)), 'fixtures', 'prism');
const program = join(project, 'node_modules', '@stoplight', 'prism-cli', 'dist', 'index.js');

export interface Prism extends AsyncDisposable {
  readonly url: string;
  /** What it has said since it was ready, a line an item, without times. */
  said(): string[];
  /** Each call that it let through and the status that came back, as its log has them; ids are `:id`. */
  calls(): string[];
  /** What is neither a call nor its answer: violations, refusals, failures. */
  complaints(): string[];
}

/** In front of a server: what does not fit our document, either way, becomes an error of Prism's own. */
export function proxyOf(target: string, ...flags: string[]): Promise<Prism> {
  return start('proxy', target, '--errors', ...flags);
}

/** A server that is made up of our document alone. */
export function mockOf(...flags: string[]): Promise<Prism> {
  return start('mock', '--errors', ...flags);
}

async function start(command: string, ...rest: string[]): Promise<Prism> {
  const folder = await mkdtemp(join(tmpdir(), 'voicectl-prism-'));
  const file = join(folder, 'openapi.json');
  await writeFile(file, JSON.stringify(openApiDocument()));
  const args = [program, command, file, ...rest, '--port', '0'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const ready = new Promise<void>((resolve, reject) => {
    const hear = (piece: Buffer) => {
      output += piece;
      if (/Prism is listening on \S+\n/.test(output)) resolve();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`Prism ended: ${output}`)));
  });
  await ready;
  const url = /Prism is listening on (\S+)/.exec(output)?.[1] ?? '';
  output = '';
  const said = () => output.split('\n').slice(0, -1).map(bare);
  return {
    url,
    said,
    calls: () => callsIn(said()),
    complaints: () => said().filter((line) => !usual.test(line)),
    async [Symbol.asyncDispose]() {
      child.kill();
      if (child.exitCode === null) await once(child, 'exit');
      await rm(folder, { recursive: true });
    },
  };
}

const usual =
  /^(\[HTTP SERVER\] .*Request received|\[PROXY\] .*(> Forwarding|The upstream call to|< Received forward response).*)$/;

/** `[7:15:40 AM] ›     [PROXY] ℹ  info      > Forwarding` without its time and its colours. */
function bare(line: string): string {
  return (
    line
      // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one.
      .replace(/\u001b\[[\d;]*m/g, '')
      .replace(/^\[[^\]]*[AP]M\] › */, '')
      .trim()
  );
}

function callsIn(lines: readonly string[]): string[] {
  let method = '';
  return lines.flatMap((line) => {
    method = /^\[HTTP SERVER\] (\w+) .*Request received/.exec(line)?.[1] ?? method;
    const answered = /The upstream call to (\S+) has returned (\d+)/.exec(line);
    if (answered === null) return [];
    const [, path = '', status] = answered;
    return [`${method.toUpperCase()} ${path.replace(/(?<=^\/agents\/)[^/]+/, ':id')} ${status}`];
  });
}
