/** What `__complete` answers to a shell's script: at once what is known, within a limit what the platform knows. */
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordCandidates, wordLines } from '../src/shell/candidates';
import { unquoted } from '../src/shell/typed';
import { cacheFolder } from '../src/shell/user-cache';
import { newFolder, type RunOptions, startPlatform, voicectl } from './voicectl';

const patient = { VOICECTL_COMPLETION_TIMEOUT: '15000' };

async function answer(words: readonly string[], options: RunOptions = {}): Promise<string[]> {
  const run = await voicectl(['__complete', 'zsh', ...words], options);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  return run.stdout.split('\n').slice(0, -1);
}

async function values(words: readonly string[], options: RunOptions = {}): Promise<string[]> {
  const [first, ...lines] = await answer(words, options);
  expect(first).toBe(':words');
  return lines.map((line) => line.split('\t')[0] ?? '');
}

describe('what is known at once', () => {
  it.each([
    [['agen'], ['agents']],
    [['agents', 'cr'], ['create']],
    [
      ['agents', 'list', '--status', ''],
      ['draft', 'active', 'archived'],
    ],
    [
      ['agents', 'list', '--status=a'],
      ['--status=active', '--status=archived'],
    ],
    [['agents', 'list', '--sort-o'], ['--sort-order']],
    [['agents', 'list', '--status', 'draft', '--stat'], []],
    [['--output', 'nd'], ['ndjson']],
    [['agents', 'list', '-o', 'c'], ['csv']],
    [['agents', 'list', '--all', '-ocs'], []],
    [['completion', 'f'], ['fish']],
    [['help', 'exit'], ['exit-codes']],
    [['help', 'agents', 'act'], ['activate']],
    [['config', 'get', 'time'], ['timeout']],
    [['mock', 'faults', 'cl'], ['clear']],
    [['mock', 'generate', ''], []],
    [['agents', 'test', 'ID', ''], []],
    [['mock', 'exec', '--', 'npm', '--sav'], []],
    [['nonsense', 'list', ''], []],
  ])('%j: %j', async (words, expected) => {
    expect(await values(words)).toEqual(expected);
  });

  it('offers flags of the verb before those of every command, each once, and none that was used', async () => {
    const offered = await values(['agents', 'list', '--all', '--']);
    expect(offered.indexOf('--status')).toBeLessThan(offered.indexOf('--output'));
    expect(offered).not.toContain('--all');
    expect(offered).not.toContain('--version');
    expect(new Set(offered).size).toBe(offered.length);
  });

  it('leaves files to the shell, with what stands before them', async () => {
    expect(await answer(['agents', 'create', '-f', 'x'])).toEqual([':files\t']);
    expect(await answer(['agents', 'create', '--file=x'])).toEqual([':files\t--file=']);
    expect(await answer(['agents', 'create', '--instructions', '@x'])).toEqual([':files\t@']);
    expect(await answer(['agents', 'create', '--instructions', 'x'])).toEqual([':words']);
    expect(await answer(['mock', 'serve', '--knowledge', ''])).toEqual([':folders\t']);
  });

  it('knows the profiles of the file of settings, and is silent when others can read it', async () => {
    const config = join(newFolder(), 'config.json');
    writeFileSync(config, JSON.stringify({ profiles: { work: {}, staging: {} } }), { mode: 0o600 });
    const env = { VOICECTL_CONFIG: config };
    expect(await values(['profile', 'use', ''], { env })).toEqual(['work', 'staging']);
    expect(await values(['agents', 'list', '--profile', 'st'], { env })).toEqual(['staging']);
    if (process.platform === 'win32') return;
    chmodSync(config, 0o644);
    const run = await voicectl(['__complete', 'bash', 'profile', 'use', ''], { env });
    expect(run).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('takes words of PowerShell from a variable, quotes and empty words whole', async () => {
    const env = { VOICECTL_COMPLETE: 'agents\nlist\n--search\na "b" c\n--status\n' };
    const run = await voicectl(['__complete', 'powershell'], { env });
    expect(run.stdout).toBe(':words\ndraft\nactive\narchived\n');
  });
});

it('loads neither the parser of arguments nor any other library for them', async () => {
  const folder = newFolder();
  const hook = join(folder, 'hook.cjs');
  const list = join(folder, 'list');
  const code = `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(list)}, Object.keys(require.cache).join('\\n')))`;
  writeFileSync(hook, code);
  const env = { NODE_OPTIONS: `--require ${JSON.stringify(hook)}` };
  expect(await values(['agents', 'list', '--status', 'd'], { env })).toEqual(['draft']);
  const loaded = readFileSync(list, 'utf8').split('\n');
  const text = loaded.map((file) => readFileSync(file, 'utf8')).join('\n');
  expect(text).toContain('Only agents in this state');
  expect(text).not.toMatch(/commander\.unknownOption|invalid_union|UND_ERR_CONNECT_TIMEOUT/);
});

describe('what the platform knows', () => {
  async function platform() {
    const { server, env } = await startPlatform();
    const cache = newFolder();
    const all: Record<string, string> = { ...env, ...patient, XDG_CACHE_HOME: cache };
    const create = async (name: string, more: object = {}) => {
      const response = await fetch(`${env.VOICECTL_AGENTS_URL}/agents`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-api-key': 'k' },
        body: JSON.stringify({ name, instructions: 'Be brief.', ...more }),
      });
      return ((await response.json()) as { id: string }).id;
    };
    return { server, env: all, cache, create, [Symbol.asyncDispose]: () => server.close() };
  }

  it('offers ids with names, and the name once a name is typed', async () => {
    await using at = await platform();
    const id = await at.create('Support desk');
    await at.create('Sales desk');
    const { env } = at;
    expect(await answer(['agents', 'get', id.slice(0, 6)], { env })).toEqual([
      ':words',
      `${id}\tSupport desk (draft)`,
    ]);
    expect(await values(['agents', 'get', 'supp'], { env })).toEqual(['Support desk']);
    expect(await values(['agents', 'get', id, 's'], { env })).toEqual(['Sales desk']);
    expect(await values(['goals', 'create', '--agent-id', 'supp'], { env })).toEqual([
      'Support desk',
    ]);
    expect(await values(['goals', 'create', '--agent-id=supp'], { env })).toEqual([
      '--agent-id=Support desk',
    ]);
  });

  it('offers only what the lifecycle allows', async () => {
    await using at = await platform();
    const [draft, active] = [await at.create('Draft'), await at.create('Active')];
    await fetch(`${at.env.VOICECTL_AGENTS_URL}/agents/${active}/activate`, {
      method: 'POST',
      headers: { 'x-api-key': 'k' },
    });
    const { env } = at;
    expect(await values(['agents', 'activate', ''], { env })).toEqual([draft]);
    expect((await values(['agents', 'archive', ''], { env })).sort()).toEqual(
      [draft, active].sort(),
    );
    expect(await values(['agents', 'restore', ''], { env })).toEqual([]);
  });

  it('keeps what it was told, for this account alone, where nobody else can read it', async () => {
    await using at = await platform();
    const id = await at.create('Support');
    expect(await values(['agents', 'get', ''], at)).toEqual([id]);
    await at.server.close();
    expect(await values(['agents', 'get', ''], at)).toEqual([id]);
    const other = { ...at.env, VOICECTL_AGENTS_API_KEY: 'another-key-of-some-length' };
    expect(await values(['agents', 'get', ''], { env: other })).toEqual([]);
    const folder = join(at.cache, 'voicectl');
    const [file = ''] = readdirSync(folder);
    if (process.platform !== 'win32') {
      expect(statSync(folder).mode & 0o777).toBe(0o700);
      expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
    }
    expect(readFileSync(join(folder, file), 'utf8')).not.toContain('test-key');
  });

  it('does without a cache that is damaged, and without one that it can not write', async () => {
    await using at = await platform();
    const id = await at.create('Support');
    expect(await values(['agents', 'get', ''], at)).toEqual([id]);
    const folder = join(at.cache, 'voicectl');
    for (const file of readdirSync(folder)) writeFileSync(join(folder, file), '{"at": 1');
    expect(await values(['agents', 'get', ''], at)).toEqual([id]);
    const blocked = join(newFolder(), 'file');
    writeFileSync(blocked, '');
    const env = { ...at.env, XDG_CACHE_HOME: blocked };
    expect(await values(['agents', 'get', ''], { env })).toEqual([id]);
  });

  it('uses --mock of the line, and makes no file for it', async () => {
    const cwd = newFolder();
    expect(await values(['agents', 'get', '--mock', ''], { cwd, env: patient })).toEqual([]);
    expect(existsSync(join(cwd, '.voicectl'))).toBe(false);
    await voicectl(['agents', 'create', '--name', 'Here', '--instructions', 'x', '--mock'], {
      cwd,
    });
    expect(await values(['agents', 'get', '--mock', 'he'], { cwd, env: patient })).toEqual([
      'Here',
    ]);
  });

  it('is silent without a key, without a server, with a wrong key and with nonsense for settings', async () => {
    const gone = { VOICECTL_AGENTS_URL: 'http://127.0.0.1:1/api', VOICECTL_AGENTS_API_KEY: 'k' };
    for (const env of [{}, gone, { ...gone, VOICECTL_TIMEOUT: 'soon' }]) {
      const all = { XDG_CACHE_HOME: newFolder(), XDG_CONFIG_HOME: newFolder(), ...env };
      const run = await voicectl(['__complete', 'bash', 'agents', 'get', ''], { env: all });
      expect(run).toMatchObject({ code: 0, stderr: '' });
      expect(run.stdout.replace(':words\n', '')).toBe('');
    }
  });

  it('gives up on a server that never answers, and does not ask it again at once', async () => {
    let asked = 0;
    const server = createServer(() => {
      asked += 1;
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const env = {
      VOICECTL_AGENTS_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`,
      VOICECTL_AGENTS_API_KEY: 'k',
      VOICECTL_COMPLETION_TIMEOUT: '1500',
      XDG_CACHE_HOME: newFolder(),
    };
    expect(await values(['agents', 'get', ''], { env })).toEqual([]);
    expect(await values(['agents', 'get', ''], { env })).toEqual([]);
    expect(asked).toBe(1);
    server.closeAllConnections();
    server.close();
  });
});

describe('lines', () => {
  const word = fc.string({ unit: 'binary' });

  it('never have more than one candidate a line, whatever a server sent', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ id: word, name: word, status: word })),
        word,
        (records, typed) => {
          const found = recordCandidates(records, typed);
          const text = wordLines({ wanted: { kind: 'agents' }, prefix: '', typed }, found);
          const lines = text.split('\n');
          expect(lines.length).toBeLessThanOrEqual(records.length + 2);
          expect(text.replace(/[\t\n]/g, '')).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
          for (const line of lines) expect(line.split('\t').length).toBeLessThanOrEqual(2);
        },
      ),
    );
  });

  it('never offer a name as a flag, nor one that two have', () => {
    const records = ['--yes', 'Twin', 'Twin', 'Tw\u001b[31min'].map((name, index) => ({
      id: `${index}`,
      name,
      status: '',
    }));
    expect(recordCandidates(records, '--')).toEqual([]);
    expect(recordCandidates(records, 'tw')).toEqual([]);
  });
});

describe('words with quotes', () => {
  it.each([
    ['plain', 'plain'],
    ['Customer\\ Support', 'Customer Support'],
    ['"Customer Su', 'Customer Su'],
    ["'it'\\''s", "it's"],
    ['"a\\"b\\$c\\d"', 'a"b$c\\d'],
    ['C:\\\\agents\\\\a.yaml', 'C:\\agents\\a.yaml'],
    ['$(touch x)', '$(touch x)'],
    ['end\\', 'end\\'],
  ])('%s is %s', (word, text) => expect(unquoted(word)).toBe(text));

  it('are what single quotes make of any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(unquoted(`'${text.replaceAll("'", `'\\''`)}'`)).toBe(text);
      }),
    );
  });
});

describe('the cache folder', () => {
  it.each([
    ['linux', {}, '/home/me/.cache/voicectl'],
    ['linux', { XDG_CACHE_HOME: '/caches' }, '/caches/voicectl'],
    ['linux', { XDG_CACHE_HOME: 'relative' }, '/home/me/.cache/voicectl'],
    ['darwin', {}, '/home/me/Library/Caches/voicectl'],
    [
      'win32',
      { LOCALAPPDATA: 'C:\\Users\\me\\AppData\\Local' },
      'C:\\Users\\me\\AppData\\Local\\voicectl\\cache',
    ],
  ] as const)('on %s with %j is %s', (platform, env, expected) => {
    expect(cacheFolder({ env, platform, home: '/home/me' })).toBe(expected);
  });
});

describe('the scripts', () => {
  it.each(['bash', 'zsh', 'fish', 'powershell'])(
    'for %s says how it is installed, and has nothing that evaluates text',
    async (shell) => {
      const { code, stdout } = await voicectl(['completion', shell]);
      expect(code).toBe(0);
      expect(stdout).toContain(`voicectl completion ${shell}`);
      expect(stdout).toContain(`voicectl __complete ${shell}`);
      const lines = stdout.split('\n').filter((line) => !line.startsWith('#'));
      expect(lines.join('\n')).not.toMatch(/\beval\b|compgen -W|Invoke-Expression|\biex\b/);
      expect(lines.join('\n')).not.toContain('undefined');
    },
  );

  it('refuses a shell that it does not know, and names the others', async () => {
    const { code, stderr } = await voicectl(['completion', 'tcsh']);
    expect(code).toBe(2);
    expect(stderr).toContain('powershell');
  });

  it('for PowerShell doubles each quote that PowerShell takes for a single one', async () => {
    const { stdout } = await voicectl(['completion', 'powershell']);
    expect(stdout).toContain(String.raw`-replace "['\u2018\u2019\u201a\u201b]", '$0$0'`);
  });
});
