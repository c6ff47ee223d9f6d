/** What is told of a failure: what happened, and the command lines to go on with; the same facts to a person and a script. */

import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { json, newFolder, startPlatform, Terminal, voicectl } from './voicectl';

let platform: Awaited<ReturnType<typeof startPlatform>>;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.server.close());

interface Told {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly next: readonly string[];
  readonly attempts?: readonly { readonly status?: number }[];
  readonly durationMs?: number;
  readonly requestId?: string;
  readonly stack?: string;
}

async function told(
  args: readonly string[],
  env: Readonly<Record<string, string>> = platform.env,
  cwd = newFolder(),
): Promise<Told> {
  const run = await voicectl([...args, '-o', 'json'], { env, cwd });
  expect(run.code).not.toBe(0);
  return (JSON.parse(run.stderr) as { error: Told }).error;
}

/** A server that treats every request alike. */
async function answering(status: number, headers: Record<string, string>, body = '{}') {
  let count = 0;
  const server = createServer((_, response) => {
    count += 1;
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    env: {
      VOICECTL_AGENTS_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      VOICECTL_AGENTS_API_KEY: 'the-key-of-this-test',
    },
    count: () => count,
    [Symbol.dispose]: () => void server.close(),
  };
}

const someId = '550e8400-e29b-41d4-a716-446655440000';
const create = ['agents', 'create', '--instructions', 'Be brief.', '--name'];

describe('a slip on the command line', () => {
  it.each([
    ['a noun', ['agens', 'list', '--search', "it's me"], "agents list --search 'it'\\''s me'"],
    ['a verb', ['agents', 'lst'], 'agents list'],
    ['what another tool calls it', ['agents', 'rm', 'X'], 'agents delete X'],
    ['noun and verb', ['list', 'agents'], 'agents list'],
    ['verb and noun, mistyped', ['lis', 'agents'], 'agents list'],
    ['a flag', ['agents', 'list', '--stats', 'draft'], 'agents list --status draft'],
    ['a flag with its value', ['agents', 'list', '--stats=draft'], 'agents list --status=draft'],
    ['a value', ['agents', 'list', '--status', 'drft'], 'agents list --status draft'],
    ['a joined value', ['agents', 'list', '--status=drft'], 'agents list --status=draft'],
    ['a flag of every command', ['--moc', 'agents', 'list'], '--mock agents list'],
  ])('in %s is mended, all else as it was typed', async (_, args, line) => {
    const error = await told(args);
    expect(error.code).toBe('USAGE');
    expect(error.hint).toMatch(/^Did you mean .+\?$/);
    expect(error.next).toEqual([`voicectl ${line} -o json`]);
  });

  it.each([
    ['-o jsn', ['agents', 'list', '-o', 'jsn']],
    ['-ojsn', ['agents', 'list', '-ojsn']],
    ['--output=jsn', ['agents', 'list', '--output=jsn']],
  ])('%s is mended, too', async (typed, args) => {
    const run = await voicectl(args);
    expect(run.code).toBe(2);
    const { error } = JSON.parse(run.stderr) as { error: Told };
    expect(error.next).toEqual([`voicectl agents list ${typed.replace('jsn', 'json')}`]);
  });

  it('that nobody could guess leads to help', async () => {
    expect((await told(['agents', 'list', '--zzzzzz'])).next).toEqual([
      'voicectl agents list --help',
    ]);
    expect((await told(['zzzzzz'])).next).toEqual(['voicectl --help']);
  });

  it('with control characters is never a line to copy', async () => {
    expect((await told(['agens', 'list', 'a\u001b[2Jb\n'])).next).toEqual(['voicectl --help']);
  });

  it('gives a line that a shell reads as it was meant', async () => {
    const name = `a 'b' "c" $HOME \`id\` \\ ; rm -rf *`;
    const [line = ''] = (await told(['agens', 'list', name])).next;
    const script = `voicectl() { for each; do printf '%s\\0' "$each"; done; }; ${line}`;
    const words = execFileSync('sh', ['-c', script]).toString().split('\0');
    expect(words).toEqual(['agents', 'list', name, '-o', 'json', '']);
  });
});

describe('a key on the command line', () => {
  it.each([
    ['by a flag', ['agents', 'list', '--api-key', 'hush-hush']],
    ['in a flag', ['agents', 'list', '--token=hush-hush']],
    ['by its looks', ['agens', 'list', 'sk-hush-hush1']],
    ['as one of the environment', ['agens', 'list', 'plain-hush-hush']],
    ['as a JSON web token', ['agens', 'list', 'eyJhbGciOi.eyJzdWIhush-hush.x']],
  ])('is not repeated: %s', async (_, args) => {
    const env = { VOICECTL_GOALS_TOKEN: 'plain-hush-hush' };
    for (const format of ['json', 'table']) {
      const run = await voicectl([...args, '-o', format], { env });
      expect(run.code).toBe(2);
      expect(run.stdout + run.stderr).not.toContain('hush-hush');
    }
  });

  it('leads to login', async () => {
    expect(await told(['agents', 'list', '--api-key', 'x'])).toMatchObject({
      hint: expect.stringContaining('never a flag'),
      next: ['voicectl login'],
    });
  });

  it('does not repeat a key that the server says in another way of writing', async () => {
    const bytes = Buffer.from('the-key-of-this-test');
    for (const form of [bytes.toString('base64'), bytes.toString('hex')]) {
      using server = await answering(400, {}, JSON.stringify({ message: `No ${form} here` }));
      const { message } = await told([...create, 'A'], server.env);
      expect(message).toContain('[redacted]');
      expect(message).not.toContain(form.slice(0, 20));
    }
  });

  it('does not make a secret of ids, names and numbers', async () => {
    const { next } = await told(['agens', 'get', someId, 'customer-support-agent-v2-staging']);
    expect(next[0]).toContain(someId);
    expect(next[0]).toContain('customer-support-agent-v2-staging');
  });
});

describe('what to do next', () => {
  it('after a conflict is what the status allows', async () => {
    const { id } = await json<{ id: string }>([...create, 'Draft'], { env: platform.env });
    expect(await told(['agents', 'restore', id])).toMatchObject({
      code: 'CONFLICT',
      status: 409,
      requestId: expect.any(String),
      hint: 'The agent is draft.',
      next: [`voicectl agents activate ${id}`, `voicectl agents archive ${id}`],
    });
  });

  it.each([
    [['agents', 'update', someId, '--name', 'B'], `voicectl agents get ${someId}`],
    [[...create, 'B'], 'voicectl agents list'],
    [['api', 'POST', '/agents', '--field', 'name=B'], 'voicectl agents list'],
  ])(
    'after a conflict of %j, which asks for no transition, says nothing of transitions',
    async (args, line) => {
      using server = await answering(409, {}, '{"message":"The name is taken"}');
      const error = await told(args, server.env);
      expect(error).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('taken') });
      expect(error.hint ?? '').not.toContain('The agent is');
      expect(error.next[0]).toMatch(new RegExp(`^${line}( --agents-url .*)?$`));
      // The conflict itself says nothing of a status, so that it is not asked for.
      expect(server.count()).toBe(1);
    },
  );

  it('keeps the platform that was named', async () => {
    const cwd = newFolder();
    await json([...create, 'A b', '--mock'], { cwd });
    const error = await told(['agents', 'restore', 'A b', '--mock'], {}, cwd);
    expect(error.next).toEqual([
      "voicectl agents activate 'A b' --mock",
      "voicectl agents archive 'A b' --mock",
    ]);
    const url = platform.server.agentsUrl;
    const missing = await told(['agents', 'get', someId, '--agents-url', url]);
    expect(missing.next).toEqual([`voicectl agents list --agents-url ${url}`]);
  });

  it('after a name that nobody has is the one that was meant, or a search', async () => {
    await json([...create, 'Night shift'], { env: platform.env });
    expect((await told(['agents', 'get', 'Night shft'])).next).toContain(
      "voicectl agents list --search 'Night shft'",
    );
  });

  it('after a name that several have is each of them', async () => {
    const env = platform.env;
    const ids = [];
    for (const _ of [1, 2]) {
      ids.push((await json<{ id: string }>([...create, 'Twin'], { env })).id);
    }
    const { next } = await told(['agents', 'get', 'Twin']);
    expect([...next].sort()).toEqual(ids.map((id) => `voicectl agents get ${id} -o json`).sort());
  });

  it('without a key is login, the environment or the mock', async () => {
    expect(await told(['agents', 'list'], {})).toMatchObject({
      code: 'MISSING_SETTING',
      message: 'There is no key for the agents API',
      next: [
        'voicectl login',
        'export VOICECTL_AGENTS_API_KEY=...',
        'voicectl agents list -o json --mock',
      ],
    });
    expect((await told(['goals', 'list'], {})).next).toEqual([
      'voicectl login --api goals',
      'export VOICECTL_GOALS_URL=https://...',
      'voicectl goals list -o json --mock',
    ]);
  });

  it('with a wrong key is login', async () => {
    using server = await answering(401, {}, '{"message": "no"}');
    const { next } = await told(['agents', 'list', '--profile', 'default'], server.env);
    expect(next[0]).toBe('voicectl login --profile default');
  });

  it('after too many requests is the same, later', async () => {
    using server = await answering(429, { 'retry-after': '77' });
    const { next } = await told(['agents', 'list'], server.env);
    expect(next).toEqual(['sleep 77 && voicectl agents list -o json']);
  });

  it('after a bound of the contract is help', async () => {
    expect(await told(['agents', 'list', '--limit', '101'])).toMatchObject({
      code: 'INVALID_INPUT',
      next: ['voicectl agents list --help'],
    });
  });

  it('where nobody answers is doctor, then the same again', async () => {
    const env = { VOICECTL_AGENTS_URL: 'http://127.0.0.1:9', VOICECTL_AGENTS_API_KEY: 'k' };
    expect((await told(['agents', 'list'], env)).next).toEqual([
      'voicectl doctor',
      'voicectl agents list -o json',
    ]);
  });

  it('where the server may have acted is to look', async () => {
    using server = await answering(500, {});
    expect((await told([...create, 'A'], server.env)).next).toEqual(['voicectl agents list']);
    expect(server.count()).toBe(1);
  });

  it('without anybody to ask is the same with --yes', async () => {
    const { id } = await json<{ id: string }>([...create, 'A'], { env: platform.env });
    const { next } = await told(['agents', 'delete', id]);
    expect(next).toEqual([`voicectl agents delete ${id} -o json --yes`]);
  });

  it('with a damaged file of the mock is to move it away', async () => {
    const cwd = newFolder();
    mkdirSync(join(cwd, '.voicectl'));
    writeFileSync(join(cwd, '.voicectl', 'mock.json'), '{"half');
    expect(await told(['agents', 'list', '--mock'], {}, cwd)).toMatchObject({
      code: 'DAMAGED_FILE',
      next: [
        'mv .voicectl/mock.json .voicectl/mock.json.damaged',
        'voicectl agents list --mock -o json',
      ],
    });
  });
});

describe('the same facts', () => {
  it('are told to a person and to a script', async () => {
    using server = await answering(503, { 'x-request-id': 'req-42', 'retry-after': '0' });
    const error = await told(['agents', 'list'], server.env);
    expect(error).toMatchObject({ status: 503, requestId: 'req-42' });
    expect(error.attempts).toHaveLength(3);
    expect(error.durationMs).toBeGreaterThanOrEqual(0);
    const { stderr } = await voicectl(['agents', 'list', '-o', 'table'], { env: server.env });
    expect(stderr).toContain(`error: ${error.message}\n`);
    expect(stderr).toMatch(/^ {2}status 503, request req-42, 3 attempts in \d+\.\d s$/m);
    expect(stderr).toMatch(/^next: voicectl agents list -o table$/m);
  });

  it('are told on a terminal, where a server can not forge a next step', async () => {
    const body = JSON.stringify({ message: 'no\nnext: rm -rf ~' });
    using server = await answering(404, {}, body);
    const env = { ...server.env, NO_COLOR: '1' };
    const terminal = new Terminal(['agents', 'get', someId], { env });
    expect(await terminal.exit()).toBe(3);
    expect(terminal.text).toMatch(/^next: voicectl agents list\r?$/m);
    expect(terminal.text).not.toMatch(/^next: rm/m);
  });

  it('are in the format that was set, whatever was wrong', async () => {
    const env = { ...platform.env, VOICECTL_OUTPUT: 'json' };
    const terminal = new Terminal(['agents', 'lst'], { env });
    await terminal.exit();
    expect(JSON.parse(terminal.text)).toMatchObject({ error: { code: 'USAGE' } });
  });

  it('stay short, however much a server says', async () => {
    const body = JSON.stringify({ message: Array.from({ length: 500 }, () => 'x'.repeat(9_000)) });
    using server = await answering(400, {}, body);
    const run = await voicectl(['agents', 'list', '-o', 'json'], { env: server.env });
    expect(run.stderr.length).toBeLessThan(60_000);
    expect(run.stderr).toContain('and 480 more');
  });
});

describe('a mistake of ours', () => {
  /** The binary, broken from outside: asking the terminal for its width throws. */
  async function brokenRun(args: readonly string[]) {
    const file = join(newFolder(), 'broken.cjs');
    const columns = '{ get() { return undefined.anything; } }';
    writeFileSync(file, `Object.defineProperty(process.stdout, 'columns', ${columns});`);
    return voicectl(args, { env: { ...platform.env, NODE_OPTIONS: `--require ${file}` } });
  }

  it('says that it is one, and shows its stack only with --debug', async () => {
    const args = ['agents', 'list', '-o', 'table'];
    const run = await brokenRun(args);
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/^error: unexpected TypeError: /m);
    expect(run.stderr).toContain('please report it');
    expect(run.stderr).not.toMatch(/^ +at /m);
    expect(run.stderr).toContain('next: voicectl agents list -o table --debug');
    expect((await brokenRun([...args, '--debug'])).stderr).toMatch(/^ +at /m);
  });
});
