/**
 * What a program that we didn't write says of the mock, the document and the SDK: Prism, which knows nothing but the
 * document. It weighs 90 MB, so it is only asked when told to: `pnpm test:prism`.
 */
import { createMock, type Handle, type MockOptions, scriptedBrain } from '@voicectl/mock';
import { serve } from '@voicectl/mock/node';
import { createClient, ServerError } from '@voicectl/sdk';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { callWith, type RawCall } from '../packages/mock/test/contract/bounded-call';
import { bounds } from '../packages/mock/test/contract/bounds';
import { type Prism, proxyOf } from './prism/process';
import { agentCalls, everyCall, everyCallSeen, goalCalls } from './prism/story';

const asked = { skip: process.env.VOICECTL_PRISM === undefined, timeout: 60_000 };
const nobody = '550e8400-e29b-41d4-a716-446655440000';

interface Setup {
  readonly options?: MockOptions;
  readonly flags?: readonly string[];
  /** What is done to the mock's answers before Prism sees them. */
  readonly tamper?: (handle: Handle) => Handle;
}

/** The mock, Prism before each of its APIs, and an SDK that knows only Prism. */
async function behindPrism({ options = {}, flags = [], tamper = (it) => it }: Setup = {}) {
  const server = await serve({ handle: tamper(createMock(options).handle) }, { port: 0 });
  onTestFinished(() => server.close());
  const [agents, goals] = await Promise.all([
    owned(proxyOf(server.agentsUrl, ...flags)),
    owned(proxyOf(new URL(server.goalsUrl).origin, ...flags)),
  ]);
  const clientWith = (apiKey: string, token: string) => {
    const client = createClient({
      agents: { url: agents.url, apiKey },
      goals: { url: `${goals.url}/v1`, token },
      transport: 'undici',
      validation: 'strict',
      maxRetries: 0,
    });
    onTestFinished(() => client.close());
    return client;
  };
  return { agents, goals, client: clientWith('key', 'token'), clientWith };
}

async function owned(starting: Promise<Prism>): Promise<Prism> {
  const prism = await starting;
  onTestFinished(() => prism[Symbol.asyncDispose]());
  return prism;
}

/** Prism writes its log a little after its answers. */
function saw(prism: Prism, calls: readonly string[]) {
  return vi.waitFor(() => {
    expect([...new Set(prism.calls())].sort()).toEqual([...calls].sort());
  });
}

async function statusesOf(calls: readonly (() => Promise<unknown>)[]): Promise<unknown[]> {
  const statuses: unknown[] = [];
  for (const call of calls) {
    const outcome = await call().catch((error: unknown) => error);
    statuses.push((outcome as { status?: unknown }).status);
  }
  return statuses;
}

/** As any program sends it; what Prism or the mock says to it. */
async function send({ agents, goals }: { agents: Prism; goals: Prism }, call: RawCall) {
  const { method, path, body } = call;
  const answer = await fetch(path === '' ? `${goals.url}/v1` : agents.url + path, {
    method,
    headers: {
      'x-api-key': 'key',
      authorization: 'Bearer token',
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    body: body === undefined ? null : JSON.stringify(body),
    signal: AbortSignal.timeout(5000),
  });
  return { status: answer.status, violations: answer.headers.get('sl-violations') };
}

describe('Prism, as a proxy before the mock, has nothing to say', asked, () => {
  test('of every operation with every parameter, and of the stream', async () => {
    const { agents, goals, client } = await behindPrism();
    await everyCall(client);
    await saw(agents, everyCallSeen.agents);
    await saw(goals, everyCallSeen.goals);
    expect([...agents.complaints(), ...goals.complaints()]).toEqual([]);
  });

  test('of 404 and 409, wherever they are met', async () => {
    const { agents, goals, client } = await behindPrism();
    const onNobody = [...agentCalls(client, nobody), ...goalCalls(client, nobody, nobody)];
    expect(new Set(await statusesOf(onNobody))).toEqual(new Set([404]));
    const { id } = await client.agents.create({ name: 'A', instructions: 'B' });
    const move = client.agents;
    const wrong = [
      () => move.restore(id),
      () => move.activate(id).then(() => move.activate(id)),
      () => move.archive(id).then(() => move.archive(id)),
    ];
    expect(await statusesOf(wrong)).toEqual([409, 409, 409]);
    await saw(agents, [
      'DELETE /agents/:id 404',
      'GET /agents/:id 404',
      'PATCH /agents/:id 404',
      'POST /agents 201',
      ...['activate', 'archive', 'restore', 'test'].map((it) => `POST /agents/:id/${it} 404`),
      ...['activate', 'archive', 'restore'].map((it) => `POST /agents/:id/${it} 409`),
      ...['activate', 'archive'].map((it) => `POST /agents/:id/${it} 200`),
    ]);
    await saw(goals, ['POST /v1 404']);
    expect([...agents.complaints(), ...goals.complaints()]).toEqual([]);
  });

  test('of 401, 403, 429 and 500', async () => {
    const fail = (): never => {
      throw new Error('out of thoughts');
    };
    const broken = { ...scriptedBrain, answer: fail, suggest: fail };
    const { agents, goals, client, clientWith } = await behindPrism({
      options: { apiKey: 'key', token: 'token', goalsPerMinute: 3, brain: broken },
    });
    const other = clientWith('wrong', 'wrong');
    const { id } = await client.agents.create({ name: 'A', instructions: 'B' });
    const unknown = [...agentCalls(other, id), () => other.agents.list(), () => other.goals.list()];
    expect(new Set(await statusesOf(unknown))).toEqual(new Set([401]));
    const failing = [
      () => client.agents.test(id, { message: 'Hello' }),
      () => client.goals.generate({ description: 'Anything' }),
      () => client.goals.list({ adminMode: true }),
      () => client.goals.list(),
      () => client.goals.list(),
    ];
    expect(await statusesOf(failing)).toEqual([500, 500, 403, undefined, 429]);
    await saw(agents, [
      'DELETE /agents/:id 401',
      'GET /agents 401',
      'GET /agents/:id 401',
      'PATCH /agents/:id 401',
      'POST /agents 201',
      ...['activate', 'archive', 'restore', 'test'].map((it) => `POST /agents/:id/${it} 401`),
      'POST /agents/:id/test 500',
    ]);
    await saw(
      goals,
      [200, 401, 403, 429, 500].map((status) => `POST /v1 ${status}`),
    );
    expect([...agents.complaints(), ...goals.complaints()]).toEqual([]);
  });

  test('of the 400 to whatever is out of bounds, once it lets such requests through', async () => {
    const { agents, goals, client } = await behindPrism({ flags: ['--validate-request=false'] });
    const agent = await client.agents.create({ name: 'A', instructions: 'B' });
    const goal = await client.goals.create({ name: 'Callback', agent_id: agent.id });
    const around = { agentId: agent.id, goalId: goal.id };
    const answers = new Set<unknown>();
    for (const bound of bounds) {
      for (const value of bound.outside) {
        const { status, violations } = await send(
          { agents, goals },
          callWith(bound, value, around),
        );
        answers.add(`${status} ${violations}`);
      }
    }
    expect([...answers]).toEqual(['400 null']);
    expect([...agents.complaints(), ...goals.complaints()]).toEqual([]);
  });
});

describe('Prism and the mock draw the same lines:', asked, () => {
  test('what the one lets through, the other takes; what the one stops, the other refuses', async () => {
    const prisms = await behindPrism();
    const agent = await prisms.client.agents.create({ name: 'A', instructions: 'B' });
    const goal = await prisms.client.goals.create({ name: 'Callback', agent_id: agent.id });
    await prisms.client.goals.attach({ agentId: agent.id, goalId: goal.id });
    const around = { agentId: agent.id, goalId: goal.id };
    const strange: string[] = [];
    // A bound that no schema can say is the mock's alone.
    for (const bound of bounds.filter(({ unsaid }) => !unsaid)) {
      const judge = async (value: unknown, fits: (status: number) => boolean) => {
        const { status } = await send(prisms, callWith(bound, value, around));
        if (!fits(status)) strange.push(`${bound.of} ${bound.at} ${String(value)}: ${status}`);
      };
      for (const value of bound.inside) await judge(value, (status) => status < 300);
      for (const value of bound.outside) await judge(value, (status) => status === 422);
    }
    expect(strange).toEqual([]);
  });
});

describe('Prism speaks up', asked, () => {
  /** Changes the JSON of every answer to an agents call. */
  const changing =
    (change: (agent: Record<string, unknown>) => object, status?: number) =>
    (handle: Handle): Handle =>
    async (request) => {
      const answer = await handle(request);
      const body = JSON.stringify(change(JSON.parse(String(answer.body))));
      return { ...answer, status: status ?? answer.status, body };
    };

  test.each([
    ['a field that is gone', changing(({ version: _, ...rest }) => rest), /property 'version'/],
    [
      'a field of another type',
      changing((agent) => ({ ...agent, name: 7 })),
      /name must be string/,
    ],
    ['a status that is not in the document', changing((agent) => agent, 299), /status code/],
  ])('at %s', async (_, tamper, words) => {
    const { agents, client } = await behindPrism({ tamper });
    const refusal = await client.agents
      .create({ name: 'A', instructions: 'B' })
      .catch((error: unknown) => error as ServerError);
    expect(refusal).toBeInstanceOf(ServerError);
    expect(JSON.stringify((refusal as ServerError).body)).toMatch(words);
    await vi.waitFor(() => expect(agents.complaints().join()).toMatch(/#VIOLATIONS/));
  });

  test('at a request that the SDK would never send', async () => {
    const { agents, goals } = await behindPrism();
    const call = { method: 'POST', path: '/agents', body: { name: 'A' } } as const;
    expect((await send({ agents, goals }, call)).status).toBe(422);
    await vi.waitFor(() => expect(agents.complaints().join('\n')).toMatch(/UNPROCESSABLE/));
    expect(agents.calls()).toEqual([]);
  });
});
