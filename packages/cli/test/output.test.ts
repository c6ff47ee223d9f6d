import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ago } from '../src/output/ago';
import { clean, cleanJson, cleanLine } from '../src/output/clean';
import { json, startPlatform, Terminal, voicectl } from './voicectl';

let platform: Awaited<ReturnType<typeof startPlatform>>;
beforeAll(async () => {
  platform = await startPlatform();
  const args = ['agents', 'create', '--instructions', 'Be brief.', '--name'];
  await json([...args, 'Plain'], { env: platform.env });
  await json([...args, 'Bad \u001b[31m\u009b\u202e name'], { env: platform.env });
});
afterAll(() => platform.server.close());

// biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there
const dangerous = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
const list = ['agents', 'list'];

describe('the format', () => {
  it('is JSON in a pipe and a table on a terminal', async () => {
    const { stdout } = await voicectl(list, { env: platform.env });
    expect(JSON.parse(stdout)).toMatchObject({ data: [{}, {}] });
    const terminal = new Terminal(list, { env: platform.env });
    await terminal.exit();
    expect(terminal.text).toMatch(/^ID +NAME +STATUS/m);
  });

  it('fits the terminal without cutting ids', async () => {
    const terminal = new Terminal(list, { env: platform.env, columns: 80 });
    await terminal.exit();
    const lines = terminal.text.split('\r\n').filter(Boolean);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines.at(-1)).toMatch(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/);
  });

  it('keeps words out of standard output', async () => {
    const args = ['agents', 'create', '--name', 'A', '--instructions', 'B', '-o', 'table'];
    const { stdout, stderr } = await voicectl(args, { env: platform.env });
    expect(stdout).toMatch(/^id +/);
    expect(stderr).toMatch(/^Created as a draft. Next: voicectl agents activate [0-9a-f-]+\n$/);
  });
});

describe('colour', () => {
  const table = [...list, '-o', 'table'];

  it('is on a terminal', async () => {
    const terminal = new Terminal(list, { env: platform.env });
    await terminal.exit();
    expect(terminal.raw).toContain('\u001b[33mdraft');
  });

  it.each([{ NO_COLOR: '1' }, { TERM: 'dumb' }])('is off on a terminal with %j', async (env) => {
    const terminal = new Terminal(list, { env: { ...platform.env, ...env } });
    await terminal.exit();
    expect(terminal.raw).not.toContain('\u001b[3');
  });

  it('is not in a pipe, unless forced', async () => {
    expect((await voicectl(table, { env: platform.env })).stdout).not.toContain('\u001b');
    const env = { ...platform.env, FORCE_COLOR: '1' };
    expect((await voicectl(table, { env })).stdout).toContain('\u001b[33mdraft');
  });

  it('is not in an error that goes into a pipe', async () => {
    const run = await voicectl(['agents', 'get', 'nobody', '-o', 'table'], { env: platform.env });
    expect(run.stderr).toMatch(/^error: /);
  });
});

describe('text from a server', () => {
  it('reaches no terminal with control characters, as a table, as JSON or in an error', async () => {
    for (const args of [list, [...list, '-o', 'json']]) {
      const terminal = new Terminal(args, { env: { ...platform.env, NO_COLOR: '1' } });
      await terminal.exit();
      expect(terminal.raw.replace(/\r\n/g, '\n')).not.toMatch(dangerous);
    }
  });

  it('is harmless after cleaning, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(clean(text)).not.toMatch(dangerous);
        expect(cleanLine(text)).not.toMatch(/[\n\t]/);
        expect(clean(clean(text))).toBe(clean(text));
      }),
    );
  });

  it('stays the same value in JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const text = cleanJson(value);
        expect(text).not.toMatch(dangerous);
        expect(JSON.stringify(JSON.parse(text))).toBe(JSON.stringify(value));
      }),
    );
  });
});

describe('ago', () => {
  const now = Date.parse('2026-06-15T12:00:00.000Z');
  it.each([
    ['2026-06-15T11:59:30.000Z', 'just now'],
    ['2026-06-15T12:00:30.000Z', 'just now'],
    ['2026-06-15T11:58:00.000Z', '2 min ago'],
    ['2026-06-15T09:00:00.000Z', '3 h ago'],
    ['2026-06-11T12:00:00.000Z', '4 d ago'],
    ['2025-01-15T10:30:00.000Z', '2025-01-15'],
    ['2027-01-15T10:30:00.000Z', '2027-01-15'],
    ['yesterday', 'yesterday'],
  ])('%s is %s', (iso, words) => {
    expect(ago(iso, now)).toBe(words);
  });
});
