/** `voicectl api`: calls that have no verb, with the same keys, repeats, formats and exit codes. */

import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failure, json, newFolder, startPlatform, voicectl } from './voicectl';

let platform: Awaited<ReturnType<typeof startPlatform>>;
let env: Record<string, string>;
beforeAll(async () => {
  platform = await startPlatform({ checkAnswers: true });
  env = platform.env;
  for (let n = 0; n < 7; n++) {
    const agent = { name: `Agent ${n}`, instructions: 'Be brief.' };
    const response = await fetch(`${platform.server.agentsUrl}/agents`, {
      method: 'POST',
      headers: { 'x-api-key': 'k', 'content-type': 'application/json' },
      body: JSON.stringify(agent),
    });
    const { id } = (await response.json()) as { id: string };
    await json(['goals', 'create', '--name', `Goal ${n}`, '--agent-id', id], { env });
  }
}, 60_000);
afterAll(() => platform.server.close());

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly key: unknown;
  readonly body: string;
}

/** Answers as told, in turn, and remembers what came. */
async function answering(...answers: { status?: number; body?: unknown }[]) {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const { method, url, headers } = request;
    seen.push({ method, url, key: headers['x-api-key'] ?? headers.authorization, body });
    const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? {};
    response.writeHead(answer.status ?? 200, {
      'content-type': 'application/json',
      'retry-after': '0',
    });
    response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    seen,
    env: {
      VOICECTL_AGENTS_URL: `${url}/api`,
      VOICECTL_GOALS_URL: `${url}/v1`,
      VOICECTL_AGENTS_API_KEY: 'agents-key',
      VOICECTL_GOALS_TOKEN: 'goals-token',
    },
    [Symbol.dispose]: () => void server.close(),
  };
}

describe('the examples', () => {
  it('are done by the mock as they stand', async () => {
    const { mock, server, env } = await startPlatform();
    using _ = { [Symbol.dispose]: () => void server.close() };
    await mock.add({
      agents: [{ name: 'A', instructions: 'B' }],
      goals: [{ name: 'G', agent: 'A' }],
    });
    const agent = [...mock.state.agents.values()][0]?.agent.id;
    const goal = String([...mock.state.goals.values()][0]?.id);
    const cwd = newFolder();
    writeFileSync(join(cwd, 'agent.yaml'), 'name: A\ninstructions: B\n');
    const view = JSON.parse((await voicectl(['commands', '--json'])).stdout) as {
      commands: Tree[];
    };
    const api = view.commands.find(({ name }) => name === 'api');
    const lines = [api, ...(api?.commands ?? [])].flatMap((each) => each?.examples ?? []);
    expect(lines.length).toBeGreaterThan(4);
    for (const line of lines) {
      const [, ...words] = line.replace('GOAL_ID', goal).replace('/ID', `/${agent}`).split(' ');
      expect(await voicectl(words, { env, cwd }), line).toMatchObject({ code: 0 });
    }
  });

  it('are named where nothing was given', async () => {
    const { message, hint } = await failure(['api'], 2, { env });
    expect(message).toBe('Which call?');
    expect(hint).toContain('voicectl api GET /agents');
  });

  it('come with a help that asks for no method, and shows no empty default', async () => {
    const { stdout } = await voicectl(['api', '--help']);
    expect(stdout).toContain('[method] [path]');
    expect(stdout).not.toContain('(default: [])');
  });
});

interface Tree {
  readonly name: string;
  readonly examples: readonly string[];
  readonly commands: readonly Tree[];
}

describe('a call of the agents API', () => {
  it('goes below the URL, with the key, the query and the body that were given', async () => {
    using server = await answering({ body: { ok: [1, 'two', null] } });
    const answer = await json(['api', 'GET', '/agents/x/versions?a=b', '-F', 'draft=true'], server);
    expect(answer).toEqual({ ok: [1, 'two', null] });
    await json(['api', 'post', 'agents/x/clone', '-F', 'name=N', '-F', 'deep.list[]=2'], server);
    expect(server.seen).toEqual([
      {
        method: 'GET',
        url: '/api/agents/x/versions?a=b&draft=true',
        key: 'agents-key',
        body: '',
      },
      {
        method: 'POST',
        url: '/api/agents/x/clone',
        key: 'agents-key',
        body: '{"name":"N","deep":{"list":[2]}}',
      },
    ]);
  });

  it('takes a file, fields above it, and texts from files', async () => {
    using server = await answering({ body: {} });
    const cwd = newFolder();
    writeFileSync(join(cwd, 'a.yaml'), 'name: A\nmetadata: {scope: all}\n');
    writeFileSync(join(cwd, 'prompt.md'), '12');
    const args = ['api', 'PUT', '/x', '-f', 'a.yaml', '-F', 'name=B', '-F', 'text=@prompt.md'];
    await json(args, { ...server, cwd });
    await json(['api', 'POST', '/x', '-f', '-'], { ...server, input: '[1, 2]' });
    expect(server.seen.map(({ body }) => JSON.parse(body))).toEqual([
      { name: 'B', metadata: { scope: 'all' }, text: '12' },
      [1, 2],
    ]);
  });

  it('may have no method, and then it is GET', async () => {
    const { data } = await json<{ data: unknown[] }>(['api', '/agents?limit=2'], { env });
    expect(data).toHaveLength(2);
  });

  it('says nothing on standard output where nothing came', async () => {
    using server = await answering({ status: 204 });
    const run = await voicectl(['api', 'DELETE', '/agents/x', '-o', 'json'], server);
    expect(run).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('is repeated where that is safe, or by --retry', async () => {
    using reading = await answering({ status: 500, body: {} }, { body: {} });
    await json(['api', 'GET', '/x'], reading);
    using acting = await answering({ status: 500, body: {} }, { body: {} });
    await failure(['api', 'POST', '/x'], 1, acting);
    expect(acting.seen).toHaveLength(1);
    using wanted = await answering({ status: 500, body: {} }, { body: {} });
    await json(['api', 'POST', '/x', '--retry'], wanted);
    expect(wanted.seen).toHaveLength(2);
  });

  it.each([
    ['above the base URL', ['GET', '/agents/../../secret']],
    ['above it, encoded', ['GET', '/agents/%2e%2e/secret']],
    ['to another server', ['GET', 'https://elsewhere.example/agents']],
    ['to another server, without a scheme', ['GET', '//elsewhere.example/agents']],
    ['without a path', ['GET']],
    ['by no method', ['FETCH', '/agents']],
    ['with a body in a GET', ['GET', '/agents', '-f', 'x.json']],
    ['with a field that is none', ['POST', '/agents', '-F', 'name']],
    ['over pages of no GET', ['POST', '/agents', '--paginate']],
  ])('%s is refused, and nothing is sent', async (_, args) => {
    using server = await answering({ body: {} });
    await failure(['api', ...args], 2, server);
    expect(server.seen).toEqual([]);
  });

  it('has the exit codes and errors of every command', async () => {
    expect(await failure(['api', 'GET', '/agents/nobody'], 3, { env })).toMatchObject({
      status: 404,
      requestId: expect.any(String),
    });
    expect(await failure(['api', 'GET', '/agents'], 4)).toMatchObject({ code: 'MISSING_SETTING' });
  });

  it('sends nothing with --dry-run', async () => {
    using server = await answering({ body: {} });
    const args = ['api', 'POST', '/agents/x/clone', '-F', 'name=N', '--dry-run'];
    expect(await json(args, server)).toMatchObject({
      method: 'POST',
      body: { name: 'N' },
      curl: expect.stringContaining('$VOICECTL_AGENTS_API_KEY'),
    });
    expect(server.seen).toEqual([]);
  });

  it('is a table for a person', async () => {
    const run = await voicectl(['api', '/agents', '-o', 'table'], { env });
    expect(run.stdout).toMatch(/^ID .*NAME/);
    expect(run.stdout.trimEnd().split('\n')).toHaveLength(8);
  });
});

describe('every page', () => {
  it('of agents is followed by its number, and streams as ndjson', async () => {
    const run = await voicectl(
      [
        'api',
        'GET',
        '/agents?limit=3&sortBy=name',
        '-F',
        'sortOrder=asc',
        '--paginate',
        '-o',
        'ndjson',
      ],
      { env },
    );
    const names = run.stdout
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { name: string }).name);
    expect(names).toEqual([0, 1, 2, 3, 4, 5, 6].map((n) => `Agent ${n}`));
  });

  it('begins where it is told to', async () => {
    const args = ['api', 'GET', '/agents?limit=3&page=2', '--paginate'];
    expect(await json<unknown[]>(args, { env })).toHaveLength(4);
  });

  it('of goals is followed by offset', async () => {
    const args = ['api', 'goals', 'list', '--field', 'limit=2', '--paginate'];
    const goals = await json<{ name: string }[]>(args, { env });
    expect(new Set(goals.map(({ name }) => name)).size).toBe(7);
  });

  it('does not go round for ever', async () => {
    const meta = { hasNextPage: true };
    using pages = await answering({ body: { data: [{ id: 1 }], meta } });
    await failure(['api', '/agents', '--paginate'], 1, pages);
    expect(pages.seen).toHaveLength(2);
    using items = await answering({ body: { success: true, data: { items: [1], count: 9 } } });
    await failure(['api', 'goals', 'list', '--paginate'], 1, items);
    expect(items.seen).toHaveLength(2);
  });

  it('of what is no list is an error that says so', async () => {
    using server = await answering({ body: { id: 1 } });
    const error = await failure(['api', '/agents/1', '--paginate'], 1, server);
    expect(error.hint).toContain('Without --paginate');
  });
});

describe('a call of the goals API', () => {
  it('is an envelope with any action', async () => {
    using server = await answering({ body: { success: true, data: { paused: true } } });
    const args = ['api', 'goals', 'pause', '--id', 'g1', '--field', 'days=3'];
    expect(await json(args, server)).toEqual({ paused: true });
    expect(server.seen).toMatchObject([
      {
        url: '/v1',
        key: 'Bearer goals-token',
        body: '{"resource":"goals","action":"pause","id":"g1","data":{"days":3}}',
      },
    ]);
  });

  it('fails by what the envelope says', async () => {
    expect(await failure(['api', 'goals', 'pause'], 1, { env })).toMatchObject({ status: 400 });
    await failure(['api', 'goals', 'get', '--id', '990e8400-e29b-41d4-a716-446655440009'], 3, {
      env,
    });
  });
});
