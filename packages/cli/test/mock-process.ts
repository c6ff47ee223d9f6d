/** `mock serve` as a process of its own, and what it prints. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { binary, cleanEnv, newFolder } from './voicectl';

export interface ServedMock {
  readonly process: ChildProcess;
  readonly port: number;
  readonly agentsUrl: string;
  readonly goalsUrl: string;
  readonly inspectorUrl: string;
  /** The environment that points a client at it. */
  readonly env: Readonly<Record<string, string>>;
  /** All lines of standard output so far, the first included. */
  readonly lines: readonly string[];
  /** The next line that has not been waited for. */
  nextLine(): Promise<string>;
}

const started: ChildProcess[] = [];

/** Serves on a free port; the first line is read as JSON. */
export async function serveMock(
  flags: readonly string[] = [],
  { cwd = newFolder(), env = {} }: { cwd?: string; env?: Record<string, string> } = {},
): Promise<ServedMock> {
  const child = spawn(
    process.execPath,
    [binary, 'mock', 'serve', '--port', '0', '-o', 'json', ...flags],
    { cwd, env: cleanEnv(env), stdio: ['ignore', 'pipe', 'inherit'] },
  );
  started.push(child);
  const lines: string[] = [];
  const output = createInterface({ input: child.stdout });
  output.on('line', (line) => lines.push(line));
  const ended = once(output, 'close').then(() => {
    throw new Error(`mock serve has ended after ${lines.length} lines`);
  });
  ended.catch(() => {});
  let read = 0;
  const nextLine = async () => {
    while (lines.length === read) await Promise.race([once(output, 'line'), ended]);
    return String(lines[read++]);
  };
  const addresses = JSON.parse(await nextLine());
  return {
    ...addresses,
    process: child,
    lines,
    nextLine,
    env: {
      VOICECTL_AGENTS_URL: addresses.agentsUrl,
      VOICECTL_GOALS_URL: addresses.goalsUrl,
      VOICECTL_AGENTS_API_KEY: 'any',
      VOICECTL_GOALS_TOKEN: 'any',
    },
  };
}

/** For `afterEach`. */
export function stopMocks(): void {
  for (const child of started.splice(0)) child.kill('SIGKILL');
}
