/**
 * The SDK against a platform made of our document alone: Prism's own mock. It remembers nothing, so each operation is
 * called once. Asked for by `pnpm test:prism`, as `prism.test.ts` is.
 */
import {
  type Client,
  createClient,
  ServerError,
  type TransportRequest,
  undiciTransport,
} from '@voicectl/sdk';
import { agentEndpoints, type Endpoint, goalEndpoints } from '@voicectl/sdk/contract';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { mockOf, type Prism } from './prism/process';

const skip = process.env.VOICECTL_PRISM === undefined;
const id = '550e8400-e29b-41d4-a716-446655440000';
const goalId = '990e8400-e29b-41d4-a716-446655440009';
const endpoints: Record<string, Endpoint> = Object.fromEntries(
  [...Object.values(agentEndpoints), ...Object.values(goalEndpoints)].map((it) => [
    it.operation,
    it,
  ]),
);

const calls: Readonly<Record<string, (client: Client) => Promise<unknown>>> = {
  'agents.create': ({ agents }) => agents.create({ name: 'Support', instructions: 'Be brief.' }),
  'agents.list': ({ agents }) =>
    agents.list({
      page: 1,
      limit: 20,
      search: 's',
      sortBy: 'name',
      sortOrder: 'asc',
      status: 'draft',
    }),
  'agents.get': ({ agents }) => agents.get(id),
  'agents.update': ({ agents }) => agents.update(id, { policy: null }),
  'agents.delete': ({ agents }) => agents.delete(id),
  'agents.activate': ({ agents }) => agents.activate(id),
  'agents.archive': ({ agents }) => agents.archive(id),
  'agents.restore': ({ agents }) => agents.restore(id),
  'agents.test': ({ agents }) => agents.test(id, { message: 'Hello' }),
  'goals.list': ({ goals }) => goals.list({ agentId: id, status: 'active', limit: 5 }),
  'goals.get': ({ goals }) => goals.get(goalId),
  'goals.create': ({ goals }) => goals.create({ name: 'Callback', agent_id: id }),
  'goals.update': ({ goals }) => goals.update(goalId, { priority: 1 }),
  'goals.delete': ({ goals }) => goals.delete(goalId),
  'goals.attach': ({ goals }) => goals.attach({ goalId, agentId: id }),
  'goals.detach': ({ goals }) => goals.detach({ agentId: id }),
  'goals.generate': ({ goals }) => goals.generate({ description: 'Book a callback' }),
};

describe.skipIf(skip)("The SDK, with strict validation, against Prism's mock,", () => {
  let prism: Prism;
  beforeAll(async () => {
    prism = await mockOf();
  }, 60_000);
  afterAll(() => prism?.[Symbol.asyncDispose]());

  /** Prism is told which of its answers to give by a header. */
  function preferring(prefer: string): Client {
    const door = undiciTransport();
    const send = (request: TransportRequest) =>
      door.send({ ...request, signal: request.signal, headers: { ...request.headers, prefer } });
    const client = createClient({
      agents: { url: prism.url, apiKey: 'key' },
      goals: { url: `${prism.url}/v1`, token: 'token' },
      transport: { send, close: async () => door.close?.() },
      validation: 'strict',
      maxRetries: 0,
    });
    onTestFinished(() => client.close());
    return client;
  }

  test('has a call for each operation', () => {
    expect(Object.keys(calls).sort()).toEqual(Object.keys(endpoints).sort());
  });

  test.each(Object.entries(calls))('takes the documented answer of %s', async (operation, call) => {
    const { action, status, lenient } = endpoints[operation] as Endpoint;
    const client = preferring(action ? `code=${status}, example=${action}` : `code=${status}`);
    const answer = await call(client);
    if (!lenient) expect(answer).toBeTypeOf('object');
  });

  // Answers of goals are one of several shapes, and only the envelope's action says which: Prism can't know.
  const ofAgents = Object.entries(calls).filter(([operation]) => operation.startsWith('agents.'));
  test.each(ofAgents)('takes whatever the document allows %s to answer', async (_, call) => {
    const client = preferring('dynamic=true');
    for (let made = 0, tries = 0; made < 5 && tries < 100; tries++) {
      const failure = await call(client).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (isOfItsGenerator(failure)) continue;
      expect(failure).toBeUndefined();
      made++;
    }
    expect.assertions(5);
  });

  test.each([
    ['BadRequestError', 400],
    ['AuthenticationError', 401],
    ['NotFoundError', 404],
    ['ConflictError', 409],
    ['RateLimitError', 429],
    ['ServerError', 500],
  ])('throws a %s at %i', async (name, status) => {
    const client = preferring(`code=${status}`);
    const { agents, goals } = client;
    const refused = [status === 409 ? agents.activate(id) : agents.update(id, { name: 'A' })];
    // Goals know no conflict.
    if (status !== 409) refused.push(goals.get(goalId) as Promise<never>);
    for (const call of refused) await expect(call).rejects.toMatchObject({ name, status });
  });
});

/** The library by which Prism makes up answers stumbles over some schemas that are valid, now and then. */
function isOfItsGenerator(failure: unknown): boolean {
  return (
    failure instanceof ServerError && JSON.stringify(failure.body).includes('json-schema-faker')
  );
}
