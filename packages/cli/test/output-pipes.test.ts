/** Pipes: slow ones, closed ones, and what must not be in them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { give, pour } from '../src/output/pour';
import { agent, startHardPlatform } from './golden/platform';
import { binary, cleanEnv, newFolder, Terminal, voicectl } from './voicectl';

const many = Array.from({ length: 600 }, (_, at) =>
  agent(at, { name: `Agent ${at}`, instructions: 'Nine words. '.repeat(833).slice(0, 10_000) }),
);

let platform: Awaited<ReturnType<typeof startHardPlatform>>;
beforeAll(async () => {
  platform = await startHardPlatform(many);
});
afterAll(() => platform.close());

async function shell(
  line: string,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const run: ChildProcess = spawn('bash', ['-c', line], {
    cwd: newFolder(),
    env: cleanEnv({ ...platform.env, NODE: process.execPath, BIN: binary }),
  });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    run[name]?.setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
    });
  }
  const [code] = (await once(run, 'close')) as [number | null];
  return { code, ...said };
}

const list = '"$NODE" "$BIN" agents list -o';

describe('a slow pipe', () => {
  it('cuts what a program writes that ends itself by process.exit', async () => {
    const script = "process.stdout.write('x'.repeat(5e6)); process.exit()";
    const { stdout } = await shell(`"$NODE" -e "${script}" | (sleep 1; wc -c)`);
    expect(Number(stdout)).toBeLessThan(5e6);
  });

  it.each(['json', 'ndjson', 'csv', 'yaml'])('gets more than 5 MB of %s whole', async (format) => {
    const { code, stdout, stderr } = await shell(
      `${list} ${format} | (sleep 1; cat); exit \${PIPESTATUS[0]}`,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    if (format === 'csv') expect(stdout.trimEnd().split('\n')).toHaveLength(many.length + 1);
    else expect(stdout.length).toBeGreaterThan(5e6);
    if (format === 'json') expect(JSON.parse(stdout).data).toEqual(many);
    if (format === 'ndjson') {
      expect(
        stdout
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line)),
      ).toEqual(many);
    }
  });
});

describe('a reader that has seen enough', () => {
  it.each(['json', 'ndjson', 'csv', 'yaml', 'name', 'id', 'table'])(
    'of %s is left in peace',
    async (format) => {
      const { code, stderr } = await shell(
        `${list} ${format} | head -1 >/dev/null; exit \${PIPESTATUS[0]}`,
      );
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    },
  );
});

/** Takes its time for each piece, and remembers how much was ever waiting. */
function slowReader(onWrite: (text: string) => void = () => {}) {
  let most = 0;
  const stream = new Writable({
    highWaterMark: 1_024,
    write(chunk, _, done) {
      most = Math.max(most, stream.writableLength);
      onWrite(String(chunk));
      setImmediate(done);
    },
  });
  return { stream, most: () => most };
}

describe('rows that are poured', () => {
  async function* rows(count: number) {
    for (let at = 0; at < count; at += 1) yield at;
  }

  it('arrive all, in order, and never pile up', async () => {
    let got = '';
    const { stream, most } = slowReader((text) => {
      got += text;
    });
    const line = (at: number) => `${at} ${'x'.repeat(1_000)}\n`;
    await pour(rows(5_000), line, (text) => give(stream, text));
    expect(got.trimEnd().split('\n').map(Number.parseFloat)).toEqual([...Array(5_000).keys()]);
    expect(most()).toBeLessThan(200_000);
  });

  it('are written before the next ones come', async () => {
    let seen = () => {};
    const first = new Promise<void>((resolve) => {
      seen = resolve;
    });
    async function* pages() {
      yield 'a';
      // The second page comes only after the first was read.
      await first;
      yield 'b';
    }
    const { stream } = slowReader(() => seen());
    await pour(pages(), String, (text) => give(stream, text));
  });

  it('are asked for no longer when nobody reads', async () => {
    let asked = 0;
    let ended = false;
    async function* endless() {
      try {
        for (;;) {
          asked += 1;
          yield 'x'.repeat(1_000);
        }
      } finally {
        ended = true;
      }
    }
    const stream = new Writable({ write: (_, __, done) => done(new Error('EPIPE')) });
    stream.on('error', () => {});
    await pour(endless(), String, (text) => give(stream, text));
    expect(ended).toBe(true);
    expect(asked).toBeLessThan(1_000);
  });

  it('are written as far as they came before a failure', async () => {
    let got = '';
    const { stream } = slowReader((text) => {
      got += text;
    });
    async function* broken() {
      yield 'a';
      yield 'b';
      throw new Error('page 2');
    }
    await expect(pour(broken(), String, (text) => give(stream, text))).rejects.toThrow('page 2');
    await new Promise((resolve) => stream.end(resolve));
    expect(got).toBe('ab');
  });
});

describe('a spinner', () => {
  it('is a line on stderr in CI, where ora is left to itself', async () => {
    const ora = JSON.stringify(createRequire(import.meta.url).resolve('ora'));
    const script = `import(${ora}).then(({ default: ora }) => ora('Reading').start().stop())`;
    const { stderr } = await shell(`CI=1 "$NODE" -e '${script}'`);
    expect(stderr).toContain('Reading');
  });

  it('is not there in a pipe, nor in CI on a terminal', async () => {
    const slow = await startHardPlatform(many, 1_000);
    try {
      const run = await voicectl(['agents', 'list', '-o', 'id'], { env: slow.env });
      expect(run).toMatchObject({ code: 0, stderr: '' });
      const args = ['agents', 'list', '-o', 'id'];
      const ci = new Terminal(args, { env: { ...slow.env, CI: '1' } });
      expect(await ci.exit()).toBe(0);
      expect(ci.text).not.toContain('Reading');
      const seen = new Terminal(args, { env: slow.env });
      expect(await seen.exit()).toBe(0);
      expect(seen.text).toContain('Reading');
    } finally {
      slow.close();
    }
  });
});
