/** `--watch`, on a terminal and in a pipe, by a small program that draws a value that changes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { spawn as spawnTerminal } from '@lydell/node-pty';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { screenful } from '../src/output/screenful';
import { cleanEnv, ctrlC, newFolder } from './voicectl';

const program = join(newFolder(), 'watch.cjs');

beforeAll(async () => {
  const contents = `
    import { Output } from '../src/output/index';
    import { watch } from '../src/output/watch';
    import { KnownFailure, failureOf } from '../src/failure';
    const [format, kind] = process.argv.slice(2);
    const stop = new AbortController();
    process.on('SIGINT', () => stop.abort());
    const { stdin, stdout, stderr, env } = process;
    const out = new Output({ stdin, stdout, stderr, env, cwd: '.' }, { format });
    const busy = setInterval(() => {}, 1_000);
    let drawn = 0;
    const draw = async () => {
      drawn += 1;
      if (kind === 'deaf' && drawn > 2) await new Promise(() => stdout.write('hangs'));
      if (kind === 'flaky' && (drawn === 2 || drawn === 3)) throw new KnownFailure('Away', { exit: 7, code: 'GONE' });
      if (kind === 'fails' && drawn === 3) throw new KnownFailure('Wrong', { exit: 3, code: 'GONE' });
      const rows = ['a', 'b'].map((id) => ({ id, n: id === 'a' ? Math.ceil(drawn / 2) : 0 }));
      if (kind === 'one') await out.show(rows[0], () => ({ fields: Object.entries(rows[0]) }));
      else await out.show(rows);
      if (drawn === 7) stderr.write('seven');
    };
    watch({ signal: stop.signal, out }, 0.1, draw).catch((error) => {
      clearInterval(busy);
      process.exitCode = error.exit ?? failureOf(error).exit;
    });`;
  await build({
    stdin: { contents, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile: program,
    logLevel: 'error',
  });
});

/** Runs until it has drawn seven times, then interrupts it. */
async function inPipe(format: string, kind = 'list') {
  const child = spawn(process.execPath, [program, format, kind], { env: cleanEnv() });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    if (text.includes('seven')) child.kill('SIGINT');
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr: stderr.replace('seven', '') };
}

async function onTerminal(kind: string, until: string, env: Record<string, string> = {}) {
  const pty = spawnTerminal(process.execPath, [program, 'table', kind], {
    name: env.TERM ?? 'xterm-256color',
    cols: 60,
    rows: 12,
    cwd: newFolder(),
    env: cleanEnv(env) as Record<string, string>,
  });
  let shown = '';
  let stopped = false;
  pty.onData((text) => {
    shown += text;
    if (stopped || !shown.includes(until)) return;
    stopped = true;
    pty.write(ctrlC);
  });
  const code = await new Promise((resolve) => pty.onExit(({ exitCode }) => resolve(exitCode)));
  return { code, shown };
}

describe('in a pipe', () => {
  it('prints a record again when it has changed, and ends by 130', async () => {
    const { code, stdout, stderr } = await inPipe('ndjson', 'one');
    expect({ code, stderr }).toEqual({ code: 130, stderr: '' });
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toEqual([1, 2, 3, 4].map((n) => ({ id: 'a', n })));
  });

  it('prints of a list in ndjson only the rows that have changed', async () => {
    const { stdout } = await inPipe('ndjson');
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).id);
    expect(lines).toEqual(['a', 'b', 'a', 'a', 'a']);
  });

  it('prints the whole again in other formats', async () => {
    const { stdout } = await inPipe('id');
    expect(stdout).toBe('a\nb\n'.repeat(4));
  });

  it('says once what is worth another try, and goes on', async () => {
    const { code, stdout, stderr } = await inPipe('ndjson', 'flaky');
    expect(code).toBe(130);
    expect(JSON.parse(stderr)).toEqual({ warning: { message: 'Away; trying again' } });
    expect(stdout.trimEnd().split('\n').length).toBeGreaterThan(3);
  });

  it('ends by what is not', async () => {
    expect((await inPipe('ndjson', 'fails')).code).toBe(3);
  });
});

describe('on a terminal', () => {
  it('draws in place, and gives the cursor back', async () => {
    const { code, shown } = await onTerminal('list', 'a   3');
    expect(code).toBe(130);
    expect(shown.indexOf('\u001b[?25l')).toBe(0);
    expect(shown.endsWith('\u001b[?25h\r\n')).toBe(true);
    expect(shown.split('\u001b[H').length).toBeGreaterThan(5);
    expect(shown).toMatch(/every 0\.1 s\. Ctrl-C ends it\./);
  });

  it('keeps the last drawing while it can not get another', async () => {
    const { code, shown } = await onTerminal('flaky', 'a   2');
    expect(code).toBe(130);
    const frame = shown.split('\u001b[H').find((each) => each.includes('Away; trying again'));
    expect(frame).toContain('a   1');
  });

  it('gives the cursor back when it fails, and when what it waits for never comes', async () => {
    expect(await onTerminal('fails', 'never')).toMatchObject({
      code: 3,
      shown: expect.stringContaining('\u001b[?25h'),
    });
    expect(await onTerminal('deaf', 'hangs')).toMatchObject({
      code: 130,
      shown: expect.stringContaining('\u001b[?25h'),
    });
  });

  it('moves nothing about on one that can not be drawn on', async () => {
    const { shown } = await onTerminal('list', 'a   3', { TERM: 'dumb' });
    expect(shown).not.toContain('\u001b');
  });
});

describe('a screenful', () => {
  const text = 'one\ntwo\nthree\nfour\n';
  it.each([
    [10, ['one', 'two', 'three', 'four', 'foot']],
    [6, ['one', 'two', 'three', 'four', 'foot']],
    [5, ['one', 'two', '… 2 more lines', 'foot']],
    [2, ['… 4 more lines', 'foot']],
  ])('of %i rows', (rows, lines) => {
    expect(screenful(text, 'foot', { columns: 20, rows })).toEqual(lines);
  });

  it('counts lines that are wider than the screen', () => {
    expect(screenful('x'.repeat(45), 'foot', { columns: 20, rows: 4 })).toEqual([
      '… 1 more lines',
      'foot',
    ]);
  });
});
