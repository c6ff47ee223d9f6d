/** What comes back is handed over as it is, in every form that the contract leaves open. */
import { describe, expect, test } from 'vitest';
import { type Agent, type DriftNotice, type Goal, UnexpectedResponseError } from '../src/index';
import { agent, agentId, answer, connect, failure, goal, goalId, page, put } from './documented';
import { hostileServer, json, says } from './hostile-server';

const success = (data: unknown) => json({ success: true, data });

describe('an answer', () => {
  test('keeps the keys that the contract does not know', async () => {
    const grown = { ...put(agent, 'modelConfig.seed', 7), mood: 'cheerful' };
    const drifts: DriftNotice[] = [];
    const server = await hostileServer(json(grown));
    const client = connect(server, { onDrift: (notice) => drifts.push(notice) });
    expect(await client.agents.get(agentId)).toEqual(grown);
    expect(drifts).toEqual([]);
  });

  test.each([
    ['status', 'sleeping'],
    ['voiceConfig.pipelineMode', 'telepathic'],
    ['modelConfig.model', 'mistral/large'],
    ['policy', null],
    ['voiceConfig', null],
    ['memoryConfig', null],
    ['knowledgeBaseConfig', null],
    ['resolutionCriteria', [{ label: 'Solved', description: 'yes' }]],
  ])('may have %s %j without being a drift', async (path, value) => {
    const grown = put(agent, path, value);
    const server = await hostileServer(json(grown));
    const client = connect(server, { validation: 'strict' });
    expect(await client.agents.get(agentId)).toEqual(grown);
  });

  test.each(['undici', 'fetch'] as const)(
    'arrives whole however it is cut, by %s',
    async (transport) => {
      const name = 'Zoë answers 你好 👋🏽';
      const bytes = Buffer.from(JSON.stringify({ ...agent, name }));
      const server = await hostileServer(async (response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        // Byte by byte around the name, where characters take several.
        const from = bytes.indexOf('Zoë');
        const until = from + Buffer.byteLength(name);
        const pieces = [
          0,
          ...Array.from({ length: until - from }, (_, index) => from + index),
          until,
        ];
        for (const [index, start] of pieces.entries()) {
          response.write(bytes.subarray(start, pieces[index + 1] ?? bytes.length));
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
        response.end();
      });
      expect(await connect(server, { transport }).agents.get(agentId)).toEqual({ ...agent, name });
    },
  );

  test('of goals may have any status, and an owner', async () => {
    const grown = { ...goal, status: 'dreaming', owner: { id: 'u', full_name: 'U', email: 'e' } };
    const server = await hostileServer(success({ items: [grown], count: 1 }));
    const client = connect(server, { validation: 'strict' });
    expect(await client.goals.list()).toEqual({ items: [grown], count: 1 });
  });
});

describe('agents.delete', () => {
  test.each([
    ['an empty body', says(200, '')],
    ['204', says(204, '')],
    ['a message', json({ message: 'Agent deleted' })],
    ['the agent', json(agent)],
    ['plain text', says(200, 'OK', { 'content-type': 'text/plain' })],
  ])('is done when the server answers with %s', async (_, behaviour) => {
    const server = await hostileServer(behaviour);
    const client = connect(server, { validation: 'strict' });
    expect(await client.agents.delete(agentId)).toBeUndefined();
  });

  test('is not done when a web page comes back', async () => {
    const server = await hostileServer(says(200, '<!doctype html><title>Sign in</title>'));
    await failure(UnexpectedResponseError, connect(server).agents.delete(agentId));
  });
});

describe('goals', () => {
  test('a goal may come inside `goal`', async () => {
    const server = await hostileServer(success({ goal }));
    const client = connect(server, { validation: 'strict' });
    expect(await client.goals.get(goalId)).toEqual(goal);
    expect(await client.goals.update(goalId, { name: 'New' })).toEqual(goal);
    expect(await client.goals.create({ name: 'New', agent_id: agentId })).toEqual(goal);
  });

  test.each([{}, { message: 'Goal deleted' }, { deleted: true, id: goalId }])(
    'delete, attach and detach hand over whatever object comes: %j',
    async (receipt) => {
      const server = await hostileServer(success(receipt));
      const { goals } = connect(server, { validation: 'strict' });
      expect(await goals.delete(goalId)).toEqual(receipt);
      expect(await goals.attach({ goalId, agentId })).toEqual(receipt);
      expect(await goals.detach({ agentId })).toEqual(receipt);
    },
  );

  test.each([goal, { items: [goal], count: 1 }, null, 'yes'])(
    'an answer without the envelope is none of the goals API: %j',
    async (value) => {
      const server = await hostileServer(json(value));
      const error = await failure(UnexpectedResponseError, connect(server).goals.get(goalId));
      expect(error.hint).toContain('goals.url');
    },
  );
});

test('documented answers pass the strictest check', async () => {
  const server = await hostileServer(
    json(agent, 201),
    json(page([agent])),
    json(answer),
    success({ items: [goal], count: 1 }),
    success({ name: 'n', fields: [{ name: 'email', type: 'email', required: true }] }),
  );
  const client = connect(server, { validation: 'strict' });
  const created: Agent = await client.agents.create({ name: 'n', instructions: 'i' });
  const listed = await client.agents.list();
  const said = await client.agents.test(agentId, { message: 'Hello' });
  const goals: { items: Goal[] } = await client.goals.list();
  const suggestion = await client.goals.generate({ description: 'Collect the email' });
  expect([created, listed.data, said, goals.items, suggestion.name]).toEqual([
    agent,
    [agent],
    answer,
    [goal],
    'n',
  ]);
});
