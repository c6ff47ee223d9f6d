/** One message to an agent, one answer: whole and as it is made, through every door. */
import type { Client, TestPart } from '@voicectl/sdk';
import { InputError, ServerError } from '@voicectl/sdk';
import { describe, expect, it } from 'vitest';
import { type Brain, scriptedBrain } from '../../src/index';
import { doors } from './doors';

const hello = { message: 'Hello, I need help with my order' };

describe.each(doors)('An answer, $name,', (door) => {
  it('is the same text whole and streamed, with a count of what was streamed', async () => {
    await using world = await door.open();
    const { id } = await newAgent(world.client);
    const whole = await world.client.agents.test(id, hello);
    const parts = await all(world.client.agents.testStream(id, hello));
    const tokens = parts.flatMap((part) => (part.type === 'token' ? [part.text] : []));
    expect(tokens.length).toBeGreaterThan(5);
    expect(tokens.join('')).toBe(whole.response);
    expect(parts.at(-1)).toEqual({ type: 'done', ...whole });
    expect(parts.filter(({ type }) => type === 'done')).toHaveLength(1);
    expect(whole.usage).toEqual({
      inputTokens: expect.any(Number),
      outputTokens: tokens.length,
    });
    expect(whole.usage?.inputTokens).toBeGreaterThan(0);
  });

  it('is repeatable', async () => {
    await using world = await door.open();
    const { id } = await newAgent(world.client);
    const first = await world.client.agents.test(id, hello);
    expect(await world.client.agents.test(id, hello)).toEqual(first);
  });

  it('comes from a draft, an active and an archived agent alike', async () => {
    await using world = await door.open();
    const { agents } = world.client;
    const { id } = await newAgent(world.client);
    const draft = await agents.test(id, hello);
    await agents.activate(id);
    expect(await agents.test(id, hello)).toEqual(draft);
    await agents.archive(id);
    expect(await agents.test(id, hello)).toEqual(draft);
    expect((await all(agents.testStream(id, hello))).at(-1)).toEqual({ type: 'done', ...draft });
  });

  it('changes nothing about the agent', async () => {
    await using world = await door.open();
    const before = await newAgent(world.client);
    await world.client.agents.test(before.id, hello);
    expect(await world.client.agents.get(before.id)).toEqual(before);
  });

  it('survives every script, and pieces that end inside a line', async () => {
    const pieces = [
      'سلام',
      ' ',
      '👩‍👩‍👧',
      '\n\n',
      'data: x\n',
      '\r\n',
      '"quoted" \\ ',
      'é',
      '\u2028',
      '',
    ];
    await using world = await door.open({ brain: saying(pieces) });
    const { id } = await newAgent(world.client);
    const parts = await all(world.client.agents.testStream(id, hello));
    expect(parts.slice(0, -1)).toEqual(pieces.map((text) => ({ type: 'token', text })));
    expect((await world.client.agents.test(id, hello)).response).toBe(pieces.join(''));
  });

  it('may be empty', async () => {
    await using world = await door.open({ brain: saying([]) });
    const { id } = await newAgent(world.client);
    const nothing = { response: '', usage: { inputTokens: 7, outputTokens: 0 } };
    expect(await world.client.agents.test(id, hello)).toEqual(nothing);
    expect(await all(world.client.agents.testStream(id, hello))).toEqual([
      { type: 'done', ...nothing },
    ]);
  });

  it('that breaks off is an error, never a short answer', async () => {
    await using world = await door.open({ brain: breakingOff });
    const { id } = await newAgent(world.client);
    const heard: TestPart[] = [];
    const listen = async () => {
      for await (const part of world.client.agents.testStream(id, hello)) heard.push(part);
    };
    await expect(listen()).rejects.toBeInstanceOf(ServerError);
    expect(heard).toEqual([{ type: 'token', text: 'I thi' }]);
    await expect(world.client.agents.test(id, hello)).rejects.toThrow('out of thoughts');
  });

  it('needs a message of 1 to 10000 characters', async () => {
    await using world = await door.open();
    const { id } = await newAgent(world.client);
    const say = (message: string) => world.client.agents.test(id, { message });
    await expect(say('')).rejects.toBeInstanceOf(InputError);
    await expect(say('x'.repeat(10_001))).rejects.toBeInstanceOf(InputError);
    await expect(say('x'.repeat(10_000))).resolves.toHaveProperty('response');
  });

  it('has event-stream form only for those who ask for it', async () => {
    await using world = await door.open();
    const { id } = await newAgent(world.client);
    const ask = (accept: string) =>
      world.raw(`/agents/${id}/test`, {
        method: 'POST',
        headers: { 'x-api-key': 'k', 'content-type': 'application/json', accept },
        body: JSON.stringify(hello),
      });
    const plain = await ask('*/*');
    expect(plain.headers.get('content-type')).toMatch('application/json');
    expect(await plain.json()).toEqual({ response: expect.any(String), usage: expect.any(Object) });
    const streamed = await ask('text/event-stream, application/json');
    expect(streamed.headers.get('content-type')).toMatch('text/event-stream');
    expect(await streamed.text()).toMatch(
      /^(event: token\ndata: \{"text":".*"\}\n\n)+event: done\ndata: \{"response":".*\}\n\n$/,
    );
  });
});

function newAgent({ agents }: Client) {
  return agents.create({ name: 'Support', instructions: 'You can track every order.' });
}

async function all(parts: AsyncIterable<TestPart>): Promise<TestPart[]> {
  const heard: TestPart[] = [];
  for await (const part of parts) heard.push(part);
  return heard;
}

function saying(pieces: readonly string[]): Brain {
  return { ...scriptedBrain, answer: () => pieces, countInput: () => 7 };
}

const breakingOff: Brain = {
  ...scriptedBrain,
  *answer() {
    yield 'I thi';
    throw new Error('out of thoughts');
  },
};
