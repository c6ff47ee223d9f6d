/** Steering a mock that runs, over HTTP, as tests in other processes and other languages do. */
import { getEventListeners } from 'node:events';
import { createClient } from '@voicectl/sdk';
import { describe, expect, it, onTestFinished } from 'vitest';
import { serve } from '../../src/doors/node';
import { createMock, type MockOptions } from '../../src/index';

const minimal = { name: 'Support', instructions: 'Be brief.' };
const seed = { agents: [{ ...minimal, name: 'Seeded', status: 'active' }] };

async function open(options: MockOptions = {}) {
  const mock = createMock(options);
  const server = await serve(mock, { port: 0 });
  onTestFinished(() => server.close());
  const root = `${new URL(server.agentsUrl).origin}/__voicectl`;
  const steer = async (method: string, path: string, body?: unknown, headers = {}) => {
    const answer = await fetch(root + path, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
  };
  const { agents } = createClient({ ...mock.clientOptions, maxRetries: 0 });
  const names = async () => (await agents.list()).data.map(({ name }) => name);
  return { mock, root, steer, agents, names };
}

describe('Over HTTP', () => {
  it('worlds are listed with what is in them, and forgotten', async () => {
    const { steer, agents, mock } = await open({ contents: seed as never });
    await agents.create(minimal);
    mock.world('worker-1');
    const { body } = await steer('GET', '/worlds');
    expect(body).toMatchObject([
      { name: 'default', agents: { draft: 1, active: 1, archived: 0, deleted: 0 }, goals: 0 },
      { name: 'worker-1', agents: { draft: 0, active: 1 } },
    ]);
    expect((await steer('GET', '/worlds/worker-1')).body).toMatchObject({
      name: 'worker-1',
      goals: 0,
    });
    expect((await steer('DELETE', '/worlds/worker-1')).status).toBe(204);
    expect((await steer('GET', '/worlds')).body).toHaveLength(1);
  });

  it('a world is saved, changed, and brought back', async () => {
    const { steer, agents, names } = await open({ contents: seed as never });
    const { body: whole } = await steer('GET', '/worlds/default/snapshot');
    await agents.create(minimal);
    expect((await steer('PUT', '/worlds/default/snapshot', whole)).status).toBe(204);
    expect(await names()).toEqual(['Seeded']);
    await agents.create(minimal);
    await steer('POST', '/worlds/default/reset');
    expect(await names()).toEqual(['Seeded']);
  });

  it('snapshots are kept under names', async () => {
    const { steer, agents, names } = await open();
    await steer('PUT', '/worlds/default/snapshots/empty');
    await agents.create(minimal);
    await steer('PUT', '/worlds/default/snapshots/one%20agent');
    expect((await steer('GET', '/worlds/default/snapshots')).body).toEqual(['empty', 'one agent']);
    await steer('POST', '/worlds/default/snapshots/empty');
    expect(await names()).toEqual([]);
    await steer('POST', '/worlds/default/snapshots/one%20agent');
    expect(await names()).toEqual(['Support']);
    await steer('DELETE', '/worlds/default/snapshots/empty');
    expect(await steer('POST', '/worlds/default/snapshots/empty')).toMatchObject({
      status: 404,
      body: { message: 'No snapshot "empty"' },
    });
  });

  it('contents are added or made', async () => {
    const { steer, names, agents } = await open();
    await steer('POST', '/worlds/default/add', seed);
    expect(await names()).toEqual(['Seeded']);
    expect(await steer('POST', '/worlds/default/add', { agents: [{ name: 1 }] })).toMatchObject({
      status: 400,
      body: {
        message: [
          expect.stringContaining('agents[0].name'),
          expect.stringContaining('agents[0].instructions'),
        ],
      },
    });
    await steer('POST', '/worlds/default/generate', { agents: 12, seed: 'a' });
    expect((await agents.list()).meta.total).toBe(12);
    expect(await steer('POST', '/worlds/default/generate', { agents: -1 })).toMatchObject({
      status: 400,
      body: { message: ['agents: must be a whole number from 0 to 1000000'] },
    });
  });

  it('a snapshot may be as large as a world', async () => {
    const { steer, agents } = await open({ seedAgents: 3000 });
    const { body } = await steer('GET', '/worlds/default/snapshot');
    expect(JSON.stringify(body).length).toBeGreaterThan(2 * 1024 * 1024);
    await steer('POST', '/worlds/default/generate', { agents: 0 });
    expect((await steer('PUT', '/worlds/default/snapshot', body)).status).toBe(204);
    expect((await agents.list()).meta.total).toBe(3000);
  });

  it('the clock is read, set, moved and released', async () => {
    const { steer, mock } = await open({ now: () => new Date('2030-01-01T00:00:00Z') });
    const clock = async (body?: unknown) =>
      (await steer(body ? 'PUT' : 'GET', '/worlds/default/clock', body)).body;
    expect(await clock()).toEqual({ now: '2030-01-01T00:00:00.000Z' });
    expect(await clock({ now: '2026-01-01T00:00:00Z', tick: 5 })).toMatchObject({
      now: '2026-01-01T00:00:00.000Z',
      tick: 5,
    });
    expect((await clock({ advance: 1000 })).now).toBe('2026-01-01T00:00:01.000Z');
    expect(mock.clock.now()).toEqual(new Date('2026-01-01T00:00:01Z'));
    expect((await clock({ machine: true })).now).toBe('2030-01-01T00:00:00.000Z');
    for (const body of [
      {},
      { advance: 1e300 },
      { now: '2026-01-01T00:00:00Z', tick: 1e300 },
      { now: 'soon' },
      { now: 5 },
      { now: '2026-01-01', tick: -1 },
      { advance: 'x' },
    ]) {
      expect(await steer('PUT', '/worlds/default/clock', body)).toMatchObject({ status: 400 });
    }
  });

  it('faults are switched on and off', async () => {
    const { steer, agents, mock } = await open();
    const added = await steer('POST', '/worlds/default/faults', { status: 503, times: 1 });
    expect(added.body).toMatchObject([{ id: 'fault-1', seen: 0 }]);
    await expect(agents.list()).rejects.toMatchObject({ status: 503 });
    expect((await steer('GET', '/worlds/default/faults')).body).toMatchObject([{ acted: 1 }]);
    expect((await steer('DELETE', '/worlds/default/faults/fault-1')).status).toBe(204);
    expect((await steer('DELETE', '/worlds/default/faults/fault-1')).status).toBe(404);
    await steer('PUT', '/worlds/default/faults', [{ status: 500 }, { status: 501 }]);
    await steer('POST', '/worlds/default/faults', { faults: [{ reset: 'after' }] });
    expect(mock.faults.size).toBe(3);
    await steer('DELETE', '/worlds/default/faults');
    expect(mock.faults.size).toBe(0);
    expect(await steer('POST', '/worlds/default/faults', { status: 1 })).toMatchObject({
      status: 400,
    });
  });

  it('the journal is read, filtered and emptied', async () => {
    const { steer, agents } = await open();
    await agents.create(minimal);
    await agents.list();
    expect((await steer('GET', '/worlds/default/journal')).body).toHaveLength(2);
    expect(
      (await steer('GET', '/worlds/default/journal?operation=agents.list')).body,
    ).toMatchObject([{ operation: 'agents.list', status: 200 }]);
    await steer('DELETE', '/worlds/default/journal');
    expect((await steer('GET', '/worlds/default/journal')).body).toEqual([]);
  });

  it('the journal is heard live, of all worlds or of one', async () => {
    const { root, agents, mock } = await open();
    const listening = async (query: string, entries: number) => {
      const answer = await fetch(`${root}/journal${query}`);
      const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
      let text = String((await reader?.read())?.value);
      const heard = (async () => {
        while (text.split('event: call').length <= entries) text += (await reader?.read())?.value;
        await reader?.cancel();
        return [...text.matchAll(/^data: (.+)$/gm)].map(([, data]) => JSON.parse(String(data)));
      })();
      return { heard };
    };
    const all = await listening('', 2);
    const one = await listening('?world=other', 1);
    await agents.list();
    await createClient(mock.world('other').clientOptions).agents.list();
    expect((await all.heard).map(({ world }) => world)).toEqual(['default', 'other']);
    expect(await one.heard).toMatchObject([{ world: 'other', operation: 'agents.list' }]);
  });

  it('a journal that is heard for long holds on to nothing', async () => {
    const { mock, agents } = await open();
    const { signal } = new AbortController();
    const answer = await mock.handle({
      method: 'GET',
      path: '/__voicectl/journal',
      query: new URLSearchParams(),
      headers: {},
      body: '',
      signal,
    });
    const pieces = (answer.body as AsyncIterable<string>)[Symbol.asyncIterator]();
    await pieces.next();
    for (let call = 0; call < 20; call++) {
      const heard = pieces.next();
      await agents.list();
      await heard;
    }
    expect(getEventListeners(signal, 'abort').length).toBeLessThan(3);
    await pieces.return?.();
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('pages of other sites steer nothing', async () => {
    const { steer, names } = await open({ contents: seed as never });
    const reset = (headers: Record<string, string>) =>
      steer('POST', '/worlds/default/generate', { agents: 0 }, headers);
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'http://localhost.evil.example' },
      { 'sec-fetch-site': 'cross-site' },
    ] as Record<string, string>[]) {
      expect((await reset(headers)).status).toBe(403);
    }
    expect(await names()).toEqual(['Seeded']);
    expect((await reset({ origin: 'http://localhost:5173' })).status).toBe(204);
  });

  it('what is no path or no name is refused in words', async () => {
    const { steer } = await open();
    expect(await steer('GET', '/nowhere')).toMatchObject({ status: 404 });
    expect(await steer('PATCH', '/worlds/default')).toMatchObject({ status: 405 });
    expect(await steer('GET', '/worlds/a%20b')).toMatchObject({ status: 400 });
    expect(await steer('POST', '/worlds/default/faults', undefined)).toMatchObject({ status: 415 });
  });

  it('requests to it are no calls of the platform', async () => {
    const { steer, mock } = await open();
    await steer('GET', '/worlds');
    await steer('GET', '/worlds/default/journal');
    expect(mock.journal.calls()).toEqual([]);
  });
});
