/** What the compiler knows. `tsc` judges this file; the bodies marked as never run are only there to be judged. */
import { describe, expectTypeOf, test } from 'vitest';
import {
  type Agent,
  type AgentList,
  type AgentStatus,
  type Client,
  type ClientOptions,
  type CreateAgentRequest,
  createClient,
  type Ensured,
  type Goal,
  type GoalList,
  type GoalReceipt,
  type GoalSuggestion,
  isNotFound,
  isVoicectlError,
  type NotFoundError,
  type Page,
  type Preview,
  type TestAgentResponse,
  type TestPart,
  type UpdateAgentRequest,
  type VoicectlError,
} from '../src/index';

/** Compiled, never run. */
const judged = (_: (client: Client) => unknown) => {};

describe('results', () => {
  test('of every method of agents are known', () => {
    type Agents = Client['agents'];
    type Result<Name extends keyof Agents> = ReturnType<Agents[Name]>;
    for (const _ of ['create', 'get', 'update', 'activate', 'archive', 'restore'] as const) {
      expectTypeOf<Result<typeof _>>().toEqualTypeOf<Promise<Agent>>();
    }
    expectTypeOf<Result<'list'>>().toEqualTypeOf<Promise<AgentList>>();
    expectTypeOf<Result<'delete'>>().toEqualTypeOf<Promise<void>>();
    expectTypeOf<Result<'test'>>().toEqualTypeOf<Promise<TestAgentResponse>>();
    expectTypeOf<Result<'testStream'>>().toEqualTypeOf<AsyncGenerator<TestPart, void, undefined>>();
    expectTypeOf<Result<'iterate'>>().toExtend<AsyncIterable<Agent>>();
    expectTypeOf<Result<'ensure'>>().toEqualTypeOf<Promise<Ensured>>();
    expectTypeOf<Result<'drain'>>().toEqualTypeOf<Promise<number>>();
    expectTypeOf<ReturnType<Result<'iterate'>['pages']>>().toExtend<AsyncGenerator<Page<Agent>>>();
    expectTypeOf<ReturnType<Result<'iterate'>['first']>>().toEqualTypeOf<Promise<Agent[]>>();
    expectTypeOf<ReturnType<Result<'iterate'>['toArray']>>().toEqualTypeOf<Promise<Agent[]>>();
  });

  test('of every method of goals are known', () => {
    type Goals = Client['goals'];
    type Result<Name extends keyof Goals> = ReturnType<Goals[Name]>;
    for (const _ of ['get', 'create', 'update'] as const) {
      expectTypeOf<Result<typeof _>>().toEqualTypeOf<Promise<Goal>>();
    }
    for (const _ of ['delete', 'attach', 'detach'] as const) {
      expectTypeOf<Result<typeof _>>().toEqualTypeOf<Promise<GoalReceipt>>();
    }
    expectTypeOf<Result<'list'>>().toEqualTypeOf<Promise<GoalList>>();
    expectTypeOf<Result<'iterate'>>().toEqualTypeOf<AsyncGenerator<Goal, void, undefined>>();
    expectTypeOf<Result<'generate'>>().toEqualTypeOf<Promise<GoalSuggestion>>();
  });

  test('of the client itself are known, and no method is left out here', () => {
    expectTypeOf<ReturnType<Client['preview']>>().toEqualTypeOf<Promise<Preview>>();
    expectTypeOf<ReturnType<Client['close']>>().toEqualTypeOf<Promise<void>>();
    expectTypeOf<Client>().toExtend<AsyncDisposable>();
    expectTypeOf<keyof Client['agents']>().toEqualTypeOf<
      | 'create'
      | 'list'
      | 'iterate'
      | 'drain'
      | 'get'
      | 'update'
      | 'delete'
      | 'activate'
      | 'archive'
      | 'restore'
      | 'ensure'
      | 'test'
      | 'testStream'
    >();
    expectTypeOf<keyof Client['goals']>().toEqualTypeOf<
      | 'list'
      | 'iterate'
      | 'get'
      | 'create'
      | 'update'
      | 'delete'
      | 'attach'
      | 'detach'
      | 'generate'
      | 'invoke'
    >();
  });

  test('are nowhere any', () => {
    expectTypeOf<Agent>().not.toBeAny();
    expectTypeOf<Agent['modelConfig']['modelSettings']>().not.toBeAny();
    expectTypeOf<Agent['metadata'][string]>().toBeUnknown();
    expectTypeOf<Agent['version']>().toEqualTypeOf<number>();
    expectTypeOf<Agent['policy']>().toEqualTypeOf<string | null>();
    expectTypeOf<Agent['name']>().toEqualTypeOf<string>();
    expectTypeOf<Agent['somethingNew']>().toBeUnknown();
    expectTypeOf<Goal['priority']>().toEqualTypeOf<number | null>();
    expectTypeOf<Goal['owner']>().not.toBeAny();
    expectTypeOf<GoalReceipt[string]>().toBeUnknown();
    expectTypeOf<GoalList['items']>().toEqualTypeOf<Goal[]>();
    expectTypeOf<GoalList['count']>().toEqualTypeOf<number>();
    expectTypeOf<CreateAgentRequest>().not.toBeAny();
    expectTypeOf<CreateAgentRequest['voiceConfig']>().not.toBeAny();
    expectTypeOf<ClientOptions>().not.toBeAny();
    expectTypeOf(createClient).returns.toEqualTypeOf<Client>();
  });

  test('have a status that is known, or any other text', () => {
    expectTypeOf<AgentStatus>().toEqualTypeOf<'draft' | 'active' | 'archived'>();
    expectTypeOf<AgentStatus>().toExtend<Agent['status']>();
    expectTypeOf<string>().toExtend<Agent['status']>();
  });
});

describe('invoke', () => {
  test('is typed by its action', () => {
    judged(async (client) => {
      const resource = 'goals';
      const listed = await client.invoke({ resource, action: 'list', data: { limit: 5 } });
      expectTypeOf(listed).toEqualTypeOf<GoalList>();
      const one = await client.invoke({ resource, action: 'get', id: 'g' });
      expectTypeOf(one).toEqualTypeOf<Goal>();
      const receipt = await client.invoke({ resource, action: 'delete', id: 'g' });
      expectTypeOf(receipt).toEqualTypeOf<GoalReceipt>();
      const idea = await client.invoke({
        resource,
        action: 'generate',
        data: { description: 'd' },
      });
      expectTypeOf(idea).toEqualTypeOf<GoalSuggestion>();
    });
  });

  test('takes the result by hand, as the documentation writes it', () => {
    judged(async (client) => {
      const { items, count } = await client.invoke<{ items: Goal[]; count: number }>({
        resource: 'goals',
        action: 'list',
        data: { agentId: 'agent-uuid', status: 'active', limit: 50 },
      });
      expectTypeOf(items).toEqualTypeOf<Goal[]>();
      expectTypeOf(count).toEqualTypeOf<number>();
    });
  });

  test('refuses what an action does not take', () => {
    judged((client) => {
      // @ts-expect-error no such action
      client.invoke({ resource: 'goals', action: 'explode' });
      // @ts-expect-error no such resource
      client.invoke({ resource: 'agents', action: 'list' });
      // @ts-expect-error an id is needed
      client.invoke({ resource: 'goals', action: 'get' });
      // @ts-expect-error data is needed
      client.invoke({ resource: 'goals', action: 'create' });
      // @ts-expect-error agent_id is needed
      client.invoke({ resource: 'goals', action: 'create', data: { name: 'n' } });
      // @ts-expect-error no such key in the data
      client.invoke({ resource: 'goals', action: 'list', data: { agent: 'a' } });
    });
  });
});

describe('a literal with a key that the contract does not know', () => {
  test('does not compile', () => {
    judged(({ agents, goals }) => {
      // @ts-expect-error unknown key
      agents.create({ name: 'n', instructions: 'i', nmae: 'x' });
      // @ts-expect-error unknown key, one level down
      agents.create({ name: 'n', instructions: 'i', memoryConfig: { enabled: true, last: 1 } });
      // @ts-expect-error unknown key
      agents.update('a', { nmae: 'x' });
      // @ts-expect-error unknown key
      agents.list({ pages: 1 });
      // @ts-expect-error unknown key
      agents.test('a', { message: 'm', thread: 't' });
      // @ts-expect-error camelCase in a record
      goals.create({ name: 'n', agentId: 'a' });
      // @ts-expect-error snake_case in a link
      goals.attach({ goalId: 'g', agent_id: 'a' });
      // @ts-expect-error unknown option
      agents.get('a', { retries: 3 });
      // @ts-expect-error unknown option
      createClient({ agents: { key: 'k' } });
    });
  });

  test('is fine in metadata, which is free', () => {
    judged(({ agents }) => agents.update('a', { metadata: { anything: [1], scope: 's' } }));
    judged(({ agents }) =>
      // @ts-expect-error but scope is text
      agents.update('a', { metadata: { scope: 7 } }),
    );
  });
});

describe('requests', () => {
  test('know their bounds as far as types can', () => {
    judged(({ agents }) => {
      // @ts-expect-error a name is needed
      agents.create({ instructions: 'i' });
      // @ts-expect-error no such pipeline
      agents.update('a', { voiceConfig: { pipelineMode: 'telepathic' } });
      // @ts-expect-error sts needs its provider
      agents.update('a', { voiceConfig: { pipelineMode: 'sts' } });
      agents.update('a', { voiceConfig: { pipelineMode: 'sts', stsProvider: 'gemini' } });
      agents.update('a', { policy: null, knowledgeBaseConfig: null });
      // @ts-expect-error a new agent has nothing to clear
      agents.create({ name: 'n', instructions: 'i', policy: null });
      // @ts-expect-error only a policy or a knowledge base is cleared with null
      agents.update('a', { name: null });
    });
    expectTypeOf<{ name?: string }>().toExtend<UpdateAgentRequest>();
    expectTypeOf<CreateAgentRequest>().toExtend<UpdateAgentRequest>();
  });
});

test('guards narrow an error', () => {
  const thrown: unknown = undefined;
  if (isVoicectlError(thrown)) expectTypeOf(thrown).toEqualTypeOf<VoicectlError>();
  if (isNotFound(thrown)) expectTypeOf(thrown).toEqualTypeOf<NotFoundError>();
});
