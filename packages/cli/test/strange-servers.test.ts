/** Servers that answer what no contract knows, or would like to own the terminal: told in a sentence, never a crash. */
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { Terminal, voicectl } from './voicectl';

const closing: (() => unknown)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** Answers every request alike; the goals API in its envelope. */
async function answering(value: unknown, headers: Record<string, string> = {}, status = 200) {
  const server = createServer((request, response) => {
    const body = request.url?.startsWith('/v1') ? { success: true, data: value } : value;
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    VOICECTL_AGENTS_URL: `${url}/api`,
    VOICECTL_GOALS_URL: `${url}/v1`,
    VOICECTL_AGENTS_API_KEY: 'a-key-to-keep-secret',
    VOICECTL_GOALS_TOKEN: 'a-token-to-keep-secret',
  };
}

const id = '550e8400-e29b-41d4-a716-446655440000';
const agent = {
  id,
  name: 'A',
  status: 'draft',
  version: 1,
  instructions: 'I',
  description: null,
  updatedAt: '2026-01-01T00:00:00.000Z',
};
const meta = { page: 1, limit: 20, total: 1, totalPages: 1, hasNextPage: false };

const commands = [
  ['agents', 'list'],
  ['agents', 'list', '--all'],
  ['agents', 'get', id],
  ['agents', 'create', '--name', 'A', '--instructions', 'B'],
  ['agents', 'activate', id],
  ['agents', 'test', id, 'Hi'],
  ['goals', 'list'],
  ['goals', 'get', 'g'],
  ['goals', 'create', '--name', 'G', '--agent-id', id],
  ['goals', 'attach', 'g', id],
  ['goals', 'generate', 'd'],
];
const garbage: [string, unknown][] = [
  ['null', null],
  ['a list', []],
  ['an empty object', {}],
  ['a list of nothing', { data: [null], items: [null], meta, fields: [null] }],
  ['no meta', { data: [agent], items: [] }],
  ['wrong kinds', { ...agent, name: null, updatedAt: 2020, id: 7, fields: {}, data: {}, meta: 1 }],
];

describe.each(garbage)('a server that answers %s', (_, value) => {
  it('gets no stack trace, no TypeError, no "undefined", and never success for nothing', async () => {
    const env = await answering(value);
    for (const format of ['table', 'json']) {
      for (const command of commands) {
        const run = await voicectl([...command, '-o', format], { env });
        const said = `${command.join(' ')} -o ${format}\n${run.stdout}${run.stderr}`;
        expect(said).not.toMatch(/TypeError|Cannot read|is not a function|not iterable/);
        expect(said).not.toMatch(/^ +at /m);
        expect(said).not.toMatch(/undefined/);
        if (run.code !== 0) expect(run.stderr).toMatch(/error/);
        else expect(run.stdout).not.toBe('');
      }
    }
  });
});

describe('a server that answers with drift', () => {
  it('is shown, with a warning that says where', async () => {
    const env = await answering({ ...agent, status: 'paused', extra: true });
    const run = await voicectl(['agents', 'get', id, '-o', 'table'], { env });
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/^status +paused$/m);
    expect(run.stderr).toMatch(/^warning: The answer of agents.get does not fit .*organizationId/);
  });
});

describe('a server that would like to own the terminal', () => {
  const evil = 'dr\u001b[31maft\u001b]0;owned\u0007\u001b[2J\u009b\u202e';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there
  const owned = /\u001b\]|\u0007|\u001b\[2J|\u009b|\u202e|\u001b\[31m/;

  it.each([
    ['a question', { ...agent, name: evil, status: evil }, ['agents', 'delete', id]],
    ['a record', { ...agent, [evil]: evil, status: evil }, ['agents', 'get', id]],
    [
      'a label',
      { name: 'n', fields: [{ name: evil, type: evil, required: true }] },
      ['goals', 'generate', 'd', '--no-input'],
    ],
    ['a warning', { ...agent, id: evil }, ['agents', 'activate', id]],
  ])('does not by %s', async (_, value, args) => {
    const terminal = new Terminal(args, { env: { ...(await answering(value)), NO_COLOR: '1' } });
    if (args.includes('delete')) {
      await terminal.shows('(y/N)');
      terminal.type('\r');
    }
    await terminal.exit();
    expect(terminal.raw).not.toMatch(owned);
  });

  it('does not by an error, nor forges a hint', async () => {
    const body = { message: `no ${evil}\nhint: run rm -rf ~` };
    const env = await answering(body, {}, 400);
    const terminal = new Terminal(['agents', 'list'], { env: { ...env, NO_COLOR: '1' } });
    await terminal.exit();
    expect(terminal.raw).not.toMatch(owned);
    expect(terminal.text).not.toMatch(/^hint: run/m);
  });

  it('does not get the key printed by repeating it', async () => {
    const key = 'a-key-to-keep-secret';
    const headers = { 'x-request-id': `you sent ${key}` };
    const env = await answering({ message: `bad key ${key}` }, headers, 401);
    for (const format of ['table', 'json']) {
      const run = await voicectl(['agents', 'list', '-o', format], { env });
      expect(run.code).toBe(4);
      expect(run.stdout + run.stderr).not.toContain(key);
    }
  });
});

describe('a server that is no such API', () => {
  /** Says exactly these bytes to every request, and hangs up. */
  async function saying(raw: string) {
    const server = createTcpServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end(raw));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return {
      VOICECTL_AGENTS_URL: `${url}/api`,
      VOICECTL_GOALS_URL: `${url}/v1`,
      VOICECTL_AGENTS_API_KEY: 'a-key-to-keep-secret',
      VOICECTL_GOALS_TOKEN: 'a-token-to-keep-secret',
      VOICECTL_MAX_RETRIES: '0',
    };
  }
  const http = (status: string, body: string, headers = 'content-type: application/json') =>
    `HTTP/1.1 ${status}\r\n${headers}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`;

  it.each([
    ['a web page', http('200 OK', '<!doctype html><p>Log in', 'content-type: text/html'), 1],
    ['a web page as a refusal', http('403 No', '<html></html>', 'content-type: text/html'), 4],
    ['nothing', http('200 OK', ''), 1],
    ['204', 'HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n', 1],
    ['a redirect', http('302 Found', '', 'location: https://elsewhere.example/'), 1],
    ['half a document', http('200 OK', '{"data": [{"id": "5'), 1],
    ['words', http('200 OK', 'It works!', 'content-type: text/plain'), 1],
    ['a number', http('200 OK', '42'), 1],
    ['text in another encoding', http('200 OK', '\u00ff\u00fe{\u0000'), 1],
    [
      'less than it promised',
      http('200 OK', '{}').replace('content-length: 2', 'content-length: 99'),
      7,
    ],
    ['no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n', 1],
    ['another protocol', 'HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n', 1],
    ['damaged compression', http('200 OK', 'no gzip', 'content-encoding: gzip'), 1],
    ['too many headers', http('200 OK', '{}', `a: ${'x'.repeat(99_000)}`), 1],
    ['hanging up', '', 7],
    ['a refusal of no known shape', http('400 Bad', '[{"message": {"deep": [1]}}]'), 1],
    ['a refusal with a status of its own', http('418 Teapot', '"short and stout"'), 1],
    ['a failure', http('500 Oops', '\u001b[2J\u202eboom'), 1],
  ])('(%s) is told in words, with its exit code', async (_, raw, code) => {
    const env = await saying(raw);
    for (const format of ['table', 'json']) {
      for (const args of [
        ['agents', 'list'],
        ['agents', 'get', id],
      ]) {
        const run = await voicectl([...args, '-o', format], { env });
        expect(run, `${args.join(' ')}: ${run.stderr}`).toMatchObject({ code, stdout: '' });
        expect(run.stderr).not.toMatch(/TypeError|undefined|^ +at /m);
        expect(run.stderr).not.toContain('\u001b[2J');
        if (format === 'json') {
          const { error } = JSON.parse(run.stderr) as {
            error: { message: string; next: string[] };
          };
          expect(error.message.length).toBeGreaterThan(5);
          expect(Array.isArray(error.next)).toBe(true);
        } else expect(run.stderr).toMatch(/^error: \S/m);
      }
    }
  });

  it('(one without TLS) has been sent nothing, so that the call may be made again', async () => {
    const env = await saying('HTTP/1.1 400 Bad\r\n\r\n');
    const url = env.VOICECTL_AGENTS_URL.replace('http:', 'https:');
    const args = ['agents', 'create', '--name', 'A', '--instructions', 'B', '-o', 'json'];
    const run = await voicectl(args, { env: { ...env, VOICECTL_AGENTS_URL: url } });
    expect(run.code).toBe(7);
    expect(run.stderr).toContain("Can't reach https://");
    expect(run.stderr).not.toContain('may have acted');
  });

  it('(one that never stops) is left, and the limit is told', async () => {
    const server = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = () => {
        while (!response.destroyed && response.write(' '.repeat(1024 * 1024)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(
      () => server.close(),
      () => server.closeAllConnections(),
    );
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const env = { VOICECTL_AGENTS_URL: url, VOICECTL_AGENTS_API_KEY: 'k' };
    const run = await voicectl(['agents', 'list', '-o', 'json'], { env });
    expect(run.code).toBe(1);
    expect(JSON.parse(run.stderr)).toMatchObject({
      error: { code: 'RESPONSE_TOO_LARGE', hint: 'Ask for less at once, by --limit.' },
    });
  });
});

describe('a server that has grown', () => {
  const grown = {
    ...agent,
    status: 'paused',
    voiceConfig: { pipelineMode: 'telepathy' },
    modelConfig: { model: 'newcomer/model-1' },
    agent_id: id,
    priority: 9,
    fields: [{ name: 'n', type: 'hologram', required: true }],
  };
  const listed = { data: [grown], items: [grown], count: 1, meta, ...grown };

  it.each([
    [['agents', 'list']],
    [['agents', 'list', '--wide']],
    [['agents', 'get', id]],
    [['agents', 'activate', id]],
    [['agents', 'create', '--name', 'A', '--instructions', 'B']],
    [['agents', 'update', id, '--name', 'B']],
    [['goals', 'list']],
    [['goals', 'get', 'g']],
    [['goals', 'create', '--name', 'G', '--agent-id', id]],
    [['goals', 'update', 'g', '--name', 'H']],
    [['api', 'GET', '/agents']],
  ])('has its unknown values shown, and never refused: %j', async (args) => {
    const env = await answering(listed);
    for (const format of ['table', 'json', 'yaml', 'ndjson', 'csv']) {
      const typed = args.filter((word) => word !== '--wide' || ['table', 'csv'].includes(format));
      const run = await voicectl([...typed, '-o', format], { env });
      expect(run.code, `-o ${format}: ${run.stderr}`).toBe(0);
      expect(run.stdout).toContain('paused');
    }
    for (const format of ['name', 'id']) {
      const run = await voicectl([...args.filter((word) => word !== '--wide'), '-o', format], {
        env,
      });
      expect(run.code, `-o ${format}: ${run.stderr}`).toBe(0);
    }
  });

  it('has the values of a suggestion shown', async () => {
    const env = await answering(grown);
    const run = await voicectl(['goals', 'generate', 'd', '-o', 'table'], { env });
    expect(run.code).toBe(0);
    expect(run.stdout).toContain('hologram');
  });
});

describe('ids that are no UUIDs', () => {
  it('are used as they are when no agent has that name', async () => {
    const server = createServer((request, response) => {
      response.setHeader('content-type', 'application/json');
      const list = request.url?.startsWith('/api/agents?');
      response.end(JSON.stringify(list ? { data: [], meta } : { ...agent, id: 'agt_1' }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
    const env = { VOICECTL_AGENTS_URL: url, VOICECTL_AGENTS_API_KEY: 'k' };
    const run = await voicectl(['agents', 'get', 'agt_1'], { env });
    expect(JSON.parse(run.stdout)).toMatchObject({ id: 'agt_1' });
  });
});
