/** Faults where users switch them on: by option, while it runs, in a header; and what the SDK makes of them. */
import { createClient } from '@voicectl/sdk';
import { describe, expect, it } from 'vitest';
import { createMock, FaultError, type MockOptions } from '../../src/index';
import { doors } from '../stories/doors';

const minimal = { name: 'Support', instructions: 'Be brief.' };

function open(options: MockOptions = {}) {
  const mock = createMock(options);
  return { mock, client: createClient({ ...mock.clientOptions, maxRetries: 0 }) };
}

describe('A fault', () => {
  it('given as an option meets what it is about, as often as it says', async () => {
    const { mock, client } = open({
      faults: [{ operation: 'agents.create', status: 503, times: 2 }],
    });
    await client.agents.list();
    await expect(client.agents.create(minimal)).rejects.toMatchObject({ status: 503 });
    await expect(client.agents.create(minimal)).rejects.toMatchObject({ status: 503 });
    await client.agents.create(minimal);
    expect(mock.faults.list()).toMatchObject([{ seen: 3, acted: 2 }]);
    expect(mock.journal.calls('agents.create').map(({ fault, status }) => [fault, status])).toEqual(
      [
        ['fault-1', 503],
        ['fault-1', 503],
        [undefined, 201],
      ],
    );
  });

  it('is switched on and off while the mock runs, in one world', async () => {
    const { mock, client } = open();
    const { id } = mock.faults.add({ operation: 'agents.*', status: 500 });
    await expect(client.agents.list()).rejects.toMatchObject({ status: 500 });
    await createClient(mock.world('other').clientOptions).agents.list();
    mock.faults.remove(id);
    await client.agents.list();
  });

  it('acts before anybody asks for a credential, as a broken gateway does', async () => {
    const { mock } = open({ faults: [{ status: 502, html: true }] });
    const answer = await mock.fetch(new Request('http://localhost/api/agents'));
    expect(answer.status).toBe(502);
    expect(await answer.text()).toContain('<html');
  });

  it('is not used up by an answer that it can not spoil', async () => {
    const { mock, client } = open();
    mock.faults.add({ operation: 'agents.*', times: 1, drift: { set: { status: 'odd' } } });
    mock.faults.add({ operation: 'agents.*', times: 1, drop: 1 });
    await expect(client.agents.get('nobody')).rejects.toMatchObject({ status: 404 });
    expect(mock.journal.calls()[0]).not.toHaveProperty('fault');
    const { id, status } = await client.agents.create(minimal);
    expect(status).toBe('odd');
    await client.agents.get(id);
    expect(mock.faults.list().map(({ acted }) => acted)).toEqual([1, 0]);
    const stream = async () => {
      for await (const _ of client.agents.testStream(id, { message: 'Hello' }));
    };
    await expect(stream()).rejects.toMatchObject({ name: 'ConnectionError' });
    expect(mock.faults.list().map(({ acted }) => acted)).toEqual([1, 1]);
  });

  it('that spoils the last event of a stream leaves a note all the same', async () => {
    const brain = {
      *answer() {
        yield 'So ';
        throw Object.assign(new Error('tired'), { status: 503 });
      },
      countInput: () => 1,
      suggest: () => ({}),
    };
    const { mock, client } = open({ brain });
    const { id } = await client.agents.create(minimal);
    const answer = await mock.fetch(
      new Request(`http://localhost/api/agents/${id}/test`, {
        method: 'POST',
        headers: {
          'x-api-key': 'k',
          accept: 'text/event-stream',
          'content-type': 'application/json',
          'x-voicectl-fault': 'malformed',
        },
        body: '{"message":"Hello"}',
      }),
    );
    expect(await answer.text()).toContain('event: error');
    expect(mock.journal.calls('agents.test')).toHaveLength(1);
  });

  it('that makes no sense is refused when it is switched on', () => {
    expect(() => createMock({ faults: [{ status: 99 }] })).toThrow(FaultError);
    expect(() => createMock({ faults: [{ status: 99 }] })).toThrow('faults[0].status');
  });

  it('after which the platform has acted leaves what it did', async () => {
    const { mock, client } = open({ faults: [{ operation: 'agents.create', reset: 'after' }] });
    await expect(client.agents.create(minimal)).rejects.toMatchObject({ name: 'ConnectionError' });
    expect(mock.state.agents.size).toBe(1);
    expect(mock.journal.calls()).toMatchObject([{ status: 0, unfinished: true, fault: 'fault-1' }]);
  });
});

describe.each(doors)('A request’s own fault, $name,', (door) => {
  const withFault = (fault: string) => ({
    headers: { 'x-api-key': 'k', 'x-voicectl-fault': fault },
  });

  it('meets that request alone', async () => {
    await using world = await door.open();
    const refused = await world.raw('/agents', withFault('status=503; retryAfter=7'));
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '7']);
    expect((await world.raw('/agents', { headers: { 'x-api-key': 'k' } })).status).toBe(200);
    expect(world.mock.journal.calls()[0]).toMatchObject({ fault: 'x-voicectl-fault', status: 503 });
  });

  it('that makes no sense is a 400 that says why', async () => {
    await using world = await door.open();
    const refused = await world.raw('/agents', withFault('staus=503'));
    expect(refused.status).toBe(400);
    expect(JSON.stringify(await refused.json())).toContain('x-voicectl-fault');
  });

  it('breaks the connection', async () => {
    await using world = await door.open();
    await expect(world.raw('/agents', withFault('reset=before'))).rejects.toThrow(TypeError);
    const cut = await world.raw('/agents', withFault('truncate=10'));
    await expect(cut.text()).rejects.toThrow();
  });
});
