/** The journal: what was asked and what came of it, without secrets. */
import { createClient } from '@voicectl/sdk';
import { describe, expect, it } from 'vitest';
import { createMock, type JournalEntry, type MockOptions } from '../src/index';

const minimal = { name: 'Support', instructions: 'Be brief.' };

function open(options: MockOptions = {}) {
  const mock = createMock(options);
  return { mock, client: createClient({ ...mock.clientOptions, maxRetries: 0 }) };
}

describe('The journal', () => {
  it('holds each request with its operation, its record and its outcome', async () => {
    const { mock, client } = open();
    const { id } = await client.agents.create(minimal);
    await client.agents.list({ limit: 5, search: 'sup' });
    await client.agents.restore(id).catch(() => {});
    const goal = await client.goals.create({ name: 'Callback', agent_id: id });
    await client.goals.attach({ goalId: goal.id, agentId: id });
    expect(mock.journal.calls()).toMatchObject([
      {
        seq: 1,
        method: 'POST',
        path: '/api/agents',
        operation: 'agents.create',
        status: 201,
        body: minimal,
      },
      { seq: 2, operation: 'agents.list', status: 200, query: { limit: '5', search: 'sup' } },
      {
        seq: 3,
        operation: 'agents.restore',
        id,
        status: 409,
        error: expect.stringContaining('Cannot restore'),
      },
      { seq: 4, path: '/v1', operation: 'goals.create', status: 201, body: { action: 'create' } },
      { seq: 5, operation: 'goals.attach', id: goal.id, status: 200 },
    ]);
    expect(mock.journal.calls('agents.list').map(({ seq }) => seq)).toEqual([2]);
    for (const { ms, at, world } of mock.journal.calls()) {
      expect(ms).toBeGreaterThan(0);
      expect(new Date(at).toISOString()).toBe(at);
      expect(world).toBe('default');
    }
    mock.journal.clear();
    expect(mock.journal.calls()).toEqual([]);
  });

  it('holds no credential, and no value of a key that sounds like one', async () => {
    const { mock } = open({ apiKey: 'k-secret-1' });
    const client = createClient({
      ...mock.clientOptions,
      agents: { url: 'http://localhost/api', apiKey: 'k-secret-1' },
    });
    await client.agents.create({
      ...minimal,
      metadata: { crmToken: 'hush-1', deep: [{ api_key: 'hush-2' }], tokens: 3 },
    });
    const text = JSON.stringify(mock.journal.calls());
    expect(text).not.toMatch(/k-secret-1|hush/);
    expect(text).toContain('"tokens":3');
    expect([...mock.state.agents.values()][0]?.agent.metadata.crmToken).toBe('hush-1');
  });

  it('holds nothing that looks like a secret, whatever its name', async () => {
    const { mock, client } = open();
    const look = `sk-${'a1B2'.repeat(8)}`;
    await client.agents.create({
      ...minimal,
      instructions: `Use ${look} or Bearer hush-0123-hush`,
    });
    await client.agents.list({ search: look });
    await client.agents.get(look).catch(() => {});
    const text = JSON.stringify(mock.journal.calls());
    expect(text).not.toMatch(/a1B2|hush/);
    expect(text).toContain('Use [redacted] or [redacted]');
  });

  it('is kept for each world, and heard for all of them', async () => {
    const { mock } = open();
    const heard: JournalEntry[] = [];
    const stop = mock.onCall((entry) => heard.push(entry));
    mock.onCall(() => {
      throw new Error('a listener of its own mind');
    });
    const other = mock.world('other');
    await createClient(other.clientOptions).agents.list();
    await createClient(mock.clientOptions).agents.list();
    stop();
    await createClient(mock.clientOptions).agents.list();
    expect(heard.map(({ world, seq }) => [world, seq])).toEqual([
      ['other', 1],
      ['default', 1],
    ]);
    expect(other.journal.calls()).toHaveLength(1);
    expect(mock.journal.calls()).toHaveLength(2);
  });

  it('lets the oldest go when it is full', async () => {
    const { mock, client } = open({ journalSize: 3 });
    for (let call = 0; call < 5; call++) await client.agents.list();
    expect(mock.journal.calls().map(({ seq }) => seq)).toEqual([3, 4, 5]);
  });

  it('names what nobody understood', async () => {
    const { mock } = open();
    await mock.fetch(new Request('http://localhost/api/agent', { headers: { 'x-api-key': 'k' } }));
    await mock.fetch(new Request('http://localhost/v1', { method: 'POST', body: '{' }));
    const [path, goals] = mock.journal.calls();
    expect(path).toMatchObject({ status: 404, error: 'Cannot GET /api/agent' });
    expect(path).not.toHaveProperty('operation');
    expect(goals).toMatchObject({ status: 401, path: '/v1' });
  });

  it('keeps the size of a body that is too long to be kept', async () => {
    const { mock } = open();
    const body = JSON.stringify({ name: 'x'.repeat(100_000), instructions: 'y' });
    const headers = { 'x-api-key': 'k', 'content-type': 'application/json' };
    await mock.fetch(new Request('http://localhost/api/agents', { method: 'POST', headers, body }));
    expect(mock.journal.calls()[0]).toMatchObject({
      status: 400,
      body: `(${body.length} characters)`,
    });
  });

  it('has an entry for a stream that its caller gives up unread', async () => {
    const { mock, client } = open();
    const { id } = await client.agents.create(minimal);
    const answer = await mock.handle({
      method: 'POST',
      path: `/api/agents/${id}/test`,
      query: new URLSearchParams(),
      headers: {
        'x-api-key': 'k',
        accept: 'text/event-stream',
        'content-type': 'application/json',
      },
      body: '{"message":"Hello"}',
    });
    await (answer.body as AsyncIterable<string>)[Symbol.asyncIterator]().return?.();
    expect(mock.journal.calls('agents.test')).toMatchObject([{ unfinished: true }]);
  });

  it('says why a streamed answer failed', async () => {
    const brain = {
      *answer() {
        yield 'So ';
        throw new Error('The brain is tired');
      },
      countInput: () => 1,
      suggest: () => ({}),
    };
    const { mock, client } = open({ brain });
    const { id } = await client.agents.create(minimal);
    const stream = client.agents.testStream(id, { message: 'Hello' });
    const readAll = async () => {
      for await (const _ of stream);
    };
    await expect(readAll()).rejects.toThrow('The brain is tired');
    const [call] = mock.journal.calls('agents.test');
    expect(call).toMatchObject({ status: 200, error: 'The brain is tired' });
    expect(call).not.toHaveProperty('unfinished');
  });

  it('writes a streamed answer down when it has ended, and says when nobody heard the end', async () => {
    const { mock, client } = open({ pace: { firstToken: 1, token: 1 } });
    const { id } = await client.agents.create(minimal);
    for await (const part of client.agents.testStream(id, { message: 'Hello' })) {
      if (part.type === 'token') expect(mock.journal.calls('agents.test')).toEqual([]);
    }
    const [whole] = mock.journal.calls('agents.test');
    expect(whole).toMatchObject({ id, status: 200, body: { message: 'Hello' } });
    expect(whole).not.toHaveProperty('unfinished');

    for await (const _ of client.agents.testStream(id, { message: 'Hello' })) break;
    await expect.poll(() => mock.journal.calls('agents.test')).toHaveLength(2);
    expect(mock.journal.calls('agents.test')[1]).toMatchObject({ unfinished: true });
  });
});
