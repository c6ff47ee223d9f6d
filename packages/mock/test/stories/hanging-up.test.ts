/** A listener who leaves is noticed, through every door: nobody thinks on for nobody. */
import { AbortedError } from '@voicectl/sdk';
import { describe, expect, it, vi } from 'vitest';
import { type Brain, createMock, scriptedBrain } from '../../src/index';
import { type Door, doors } from './doors';

const hello = { message: 'Hello' };

/** A brain that talks without end and knows whether it was told to stop. */
function endless() {
  const heard = { tokens: 0, stopped: false };
  const brain: Brain = {
    ...scriptedBrain,
    async *answer() {
      try {
        for (;;) {
          heard.tokens++;
          yield 'and ';
        }
      } finally {
        heard.stopped = true;
      }
    },
  };
  return { brain, heard };
}

async function withEndless(door: Door, pace: { firstToken?: number; token?: number }) {
  const { brain, heard } = endless();
  const world = await door.open({ brain, pace });
  const { id } = await world.client.agents.create({ name: 'Talker', instructions: 'Talk.' });
  return { ...world, heard, id, agents: world.client.agents };
}

const soon = { timeout: 1500, interval: 5 };

describe.each(doors)('A streamed answer, $name,', { timeout: 3000 }, (door) => {
  it.each([
    ['at pace', { token: 15 }],
    ['with long silences', { token: 60_000 }],
  ])('ends on the server when the listener leaves the loop, %s', async (_, pace) => {
    await using world = await withEndless(door, pace);
    for await (const part of world.agents.testStream(world.id, hello)) {
      expect(part).toEqual({ type: 'token', text: 'and ' });
      break;
    }
    await vi.waitFor(() => expect(world.heard.stopped).toBe(true), soon);
    expect(world.heard.tokens).toBeLessThan(20);
  });

  it('ends on the server when the listener hangs up in the middle', async () => {
    await using world = await withEndless(door, { token: 10 });
    const hangUp = new AbortController();
    let tokens = 0;
    const listen = async () => {
      for await (const _ of world.agents.testStream(world.id, hello, { signal: hangUp.signal })) {
        if (++tokens === 3) hangUp.abort();
      }
    };
    await expect(listen()).rejects.toBeInstanceOf(AbortedError);
    await vi.waitFor(() => expect(world.heard.stopped).toBe(true), soon);
    expect(tokens).toBeLessThan(6);
  });

  it('ends on the server when nobody waited for its first word', async () => {
    await using world = await withEndless(door, { firstToken: 60_000 });
    const signal = AbortSignal.timeout(50);
    const stream = world.agents.testStream(world.id, hello, { signal });
    await expect(stream.next()).rejects.toBeInstanceOf(AbortedError);
    await vi.waitFor(() => expect(world.heard.stopped).toBe(true), soon);
    expect(world.heard.tokens).toBe(1);
  });

  it('asked for whole ends on the server too', async () => {
    await using world = await withEndless(door, { token: 10 });
    const signal = AbortSignal.timeout(60);
    await expect(world.agents.test(world.id, hello, { signal })).rejects.toBeInstanceOf(
      AbortedError,
    );
    await vi.waitFor(() => expect(world.heard.stopped).toBe(true), soon);
  });

  it('comes at the pace that was set', async () => {
    await using world = await door.open({ pace: { firstToken: 60, token: 4 } });
    const { id } = await world.client.agents.create({ name: 'Talker', instructions: 'Talk.' });
    const startedAt = performance.now();
    const at: number[] = [];
    for await (const { type } of world.client.agents.testStream(id, hello)) {
      if (type === 'token') at.push(performance.now() - startedAt);
    }
    expect(at[0]).toBeGreaterThan(50);
    expect(at.at(-1)).toBeGreaterThan(50 + (at.length - 1) * 3);
  });
});

it('A body of the plain fetch handler that is cancelled during a silence ends the answer', async () => {
  const { brain, heard } = endless();
  const mock = createMock({ checkAnswers: true, brain, pace: { token: 60_000 } });
  const ask = (path: string, body: object) =>
    mock.fetch(
      new Request(`http://mock/api${path}`, {
        method: 'POST',
        headers: {
          'x-api-key': 'k',
          'content-type': 'application/json',
          accept: 'text/event-stream',
        },
        body: JSON.stringify(body),
      }),
    );
  const { id } = (await (await ask('/agents', { name: 'A', instructions: 'B' })).json()) as {
    id: string;
  };
  const reader = (await ask(`/agents/${id}/test`, hello)).body?.getReader();
  await reader?.read();
  await reader?.cancel();
  await vi.waitFor(() => expect(heard.stopped).toBe(true), soon);
});
