/** Help: topics to read, and all of it readable in any terminal. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { names, rules } from '../src/config/rules';
import { pageText, wrapped } from '../src/shell/topics/page';
import { json, newFolder, packageRoot, Terminal, voicectl } from './voicectl';

const topics = [
  'environment',
  'exit-codes',
  'files',
  'lifecycle',
  'mocking',
  'names',
  'output',
  'pipelines',
];

describe('help topics', () => {
  it('are listed', async () => {
    const { code, stdout } = await voicectl(['help', 'topics']);
    expect(code).toBe(0);
    for (const topic of topics) expect(stdout).toContain(`\n  ${topic} `);
  });

  it.each(topics)('%s fits into 80 columns, without colour', async (topic) => {
    const run = await voicectl(['help', topic], { env: { FORCE_COLOR: '3' } });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    const longest = Math.max(...run.stdout.split('\n').map((line) => line.length));
    expect(longest).toBeLessThanOrEqual(80);
    expect(run.stdout).not.toContain('\u001b');
    expect(run.stdout).not.toContain('undefined');
  });

  it('environment has each variable of a setting', async () => {
    const { stdout } = await voicectl(['help', 'environment']);
    for (const name of names) expect(stdout).toContain(rules[name].env);
  });

  it('environment has each variable of ours that the sources name', async () => {
    const { stdout } = await voicectl(['help', 'environment']);
    const { stdout: docs } = await voicectl(['help', 'files']);
    const unsaid = [...variablesIn(join(packageRoot, 'src'))].filter(
      (name) => !stdout.includes(name) && !docs.includes(name),
    );
    // The script of PowerShell hands its words over by this one; nobody sets it.
    expect(unsaid).toEqual(['VOICECTL_COMPLETE']);
  });

  it('guess what was meant, among topics and commands', async () => {
    for (const [typed, meant] of [
      ['lifecicle', 'lifecycle'],
      ['exit-code', 'exit-codes'],
      ['agent', 'agents'],
    ]) {
      const { code, stdout, stderr } = await voicectl(['help', typed ?? '']);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain(`voicectl help ${meant}`);
    }
  });

  it('leave the help of a command alone', async () => {
    const [asked, flagged] = await Promise.all([
      voicectl(['help', 'mock', 'serve']),
      voicectl(['mock', 'serve', '--help']),
    ]);
    expect(asked).toEqual(flagged);
    expect(asked.stdout).toContain('Usage: voicectl mock serve');
  });
});

describe('in a narrow terminal', () => {
  it.each([40, 60, 80, 120])('help of a command fits into %i columns', async (columns) => {
    const terminal = new Terminal(['agents', 'list', '--help'], { columns });
    await terminal.shows('Flags of every command');
    await terminal.exit();
    // Examples are to be copied: they are never broken.
    const help = terminal.text.slice(terminal.text.indexOf('Usage:')).split('\r\n');
    for (const line of help) expect(line.length).toBeLessThanOrEqual(columns);
  });

  it('help has a topic readable in 40 columns, and so has a terminal that is dumb', async () => {
    const terminal = new Terminal(['help', 'exit-codes'], { columns: 40, env: { TERM: 'dumb' } });
    await terminal.shows('Interrupted');
    expect(await terminal.exit()).toBe(0);
    expect(terminal.raw).not.toContain('\u001b[3');
    const prose = terminal.text.split('\r\n').filter((line) => !line.startsWith('  {'));
    for (const line of prose) expect(line.length).toBeLessThanOrEqual(40);
  });
});

describe('wrapped text', () => {
  it('keeps every word, in lines that fit', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', '-'), minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1 }),
        fc.integer({ min: 12, max: 90 }),
        (words, room) => {
          const lines = wrapped(words.join(' '), room);
          expect(lines.join(' ').split(' ')).toEqual(words);
          for (const line of lines) expect(line.length).toBeLessThanOrEqual(room);
        },
      ),
    );
  });

  it('puts what belongs together beside each other only where there is room', () => {
    const block = { terms: [['--flag', 'what it does when it is there']] as const };
    expect(pageText([block], 80)).toBe('  --flag  what it does when it is there\n');
    expect(pageText([block], 36)).toBe('  --flag\n      what it does when it is there\n');
  });
});

describe('files from Windows', () => {
  const flags = ['agents', 'create', '--mock'];

  it('are read with CRLF and a byte order mark', async () => {
    const cwd = newFolder();
    writeFileSync(
      join(cwd, 'a.yaml'),
      '\uFEFFname: Windows\r\ninstructions: |\r\n  One.\r\n  Two.\r\n',
    );
    const agent = await json([...flags, '-f', 'a.yaml'], { cwd });
    expect(agent).toMatchObject({ name: 'Windows', instructions: 'One.\nTwo.\n' });
    const ids = await voicectl(['agents', 'get', '-', '--mock', '-o', 'json'], {
      cwd,
      input: `${agent.id}\r\n`,
    });
    expect(JSON.parse(ids.stdout)).toMatchObject({ name: 'Windows' });
  });

  it('are named with backslashes and drive letters, which mean what they mean on this system', async () => {
    const cwd = newFolder();
    const named = 'C:\\agents\\a.json';
    if (process.platform === 'win32') mkdirSync(join(cwd, 'agents'));
    const path = process.platform === 'win32' ? join(cwd, 'agents', 'a.json') : join(cwd, named);
    writeFileSync(path, '{"name": "Path", "instructions": "x"}');
    const agent = await json([...flags, '-f', process.platform === 'win32' ? path : named], {
      cwd,
    });
    expect(agent).toMatchObject({ name: 'Path' });
  });

  it('that are not there are named whole', async () => {
    const { code, stderr } = await voicectl([...flags, '-f', 'D:\\nowhere\\a.json']);
    expect(code).toBe(2);
    expect(stderr).toContain(JSON.stringify('D:\\nowhere\\a.json').slice(1, -1));
  });
});

function variablesIn(folder: string): Set<string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'));
  return new Set(files.flatMap((text) => text.match(/\bVOICECTL_[A-Z_]+\b/g) ?? []));
}

describe('a value in a help', () => {
  it.each([
    ['agents list', ['--status <status>', '--sort-by <field>', '--sort-order <order>']],
    ['goals create', ['--agent-id <agent>', '--name <text>', '--priority <number>']],
    ['mock serve', ['it is 2026-01-01']],
  ])('of %s is named by what it stands for', async (command, values) => {
    const { stdout } = await voicectl([...command.split(' '), '--help']);
    for (const value of values) expect(stdout.replace(/\s+/g, ' ')).toContain(value);
  });
});
