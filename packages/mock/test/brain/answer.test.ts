/** The playground call: looked up first, then answered; what went wrong is a refusal or an error event. */
import type { Agent, TokenUsage } from '@voicectl/sdk';
import { describe, expect, it } from 'vitest';
import type { Brain } from '../../src/brain/brain';
import { createKnowledge, type Knowledge } from '../../src/knowledge/index';
import { Refusal } from '../../src/refusal';
import { answerMessage, sourcesOf } from '../../src/rooms/answer';
import { EventStream, type StreamEvent } from '../../src/route';
import type { World } from '../../src/world';
import { nora } from './agents';

const knowledge = createKnowledge([
  { group: 'faqs', name: 'faqs/hours.txt', text: 'The garden opens at nine.' },
]);
const knowledgeBaseConfig = { knowledgeBaseId: '880e8400-e29b-41d4-a716-446655440003' };
const looking = { ...nora, knowledgeBaseConfig };
const source = {
  document: 'faqs/hours.txt',
  group: 'faqs',
  similarity: 1,
  text: 'The garden opens at nine.',
};

/** Says the texts of the passages that it was given. */
const reader: Brain = {
  answer: ({ passages }) => passages?.map(({ text }) => text) ?? ['Nothing was looked up.'],
  countInput: () => 7,
  suggest: () => ({}),
};
const throwing = (error: unknown): Brain => ({
  ...reader,
  answer() {
    throw error;
  },
});

interface Asking {
  readonly agent?: Agent;
  readonly message?: string;
  readonly streams?: boolean;
}

function ask(
  { brain = reader, knowledge }: { brain?: Brain; knowledge?: Knowledge },
  { agent = looking, message = 'When does the garden open?', streams = false }: Asking = {},
) {
  const world = { brain, knowledge, pace: { firstToken: 0, token: 0 } } as Partial<World> as World;
  return answerMessage(world, { agent, message }, streams, undefined);
}

async function events(reply: unknown): Promise<StreamEvent[]> {
  expect(reply).toBeInstanceOf(EventStream);
  const heard: StreamEvent[] = [];
  for await (const event of (reply as EventStream).events) heard.push(event);
  return heard;
}

describe('An answer', () => {
  it('is made from what was looked up, and says from what, whole or streamed', async () => {
    const done = {
      response: 'The garden opens at nine.',
      usage: { inputTokens: 7, outputTokens: 1 },
      sources: [source],
    };
    const whole = await ask({ knowledge });
    expect(whole).toEqual(done);
    const streamed = await ask({ knowledge }, { streams: true });
    expect([sourcesOf(whole), sourcesOf(streamed)]).toEqual([[source], [source]]);
    expect((await events(streamed)).at(-1)).toEqual({ event: 'done', data: done });
  });

  it('says that nothing was found, too', async () => {
    const reply = await ask({ knowledge }, { message: 'Do you sell bicycles?' });
    expect(reply).toMatchObject({ response: '', sources: [] });
  });

  it('has no sources without a knowledge base or without documents', async () => {
    for (const reply of [await ask({ knowledge }, { agent: nora }), await ask({})]) {
      expect(reply).toMatchObject({ response: 'Nothing was looked up.' });
      expect(reply).not.toHaveProperty('sources');
      expect(sourcesOf(reply)).toBeUndefined();
    }
  });

  it('counts as its brain says, else as it is counted', async () => {
    const telling = (usage: TokenUsage): Brain => ({
      ...reader,
      answer(_question, _signal, report) {
        report?.(usage);
        return ['a', 'b'];
      },
    });
    const usageOf = async (usage: TokenUsage) => (await ask({ brain: telling(usage) })) as object;
    expect(await usageOf({ inputTokens: 1, outputTokens: 3 })).toMatchObject({
      usage: { inputTokens: 1, outputTokens: 3 },
    });
    expect(await usageOf({})).toMatchObject({ usage: { inputTokens: 7, outputTokens: 2 } });
  });
});

describe('What goes wrong', () => {
  it.each<[unknown, number, string]>([
    [new Error('out of thoughts'), 500, 'out of thoughts'],
    [new Refusal(404, 'nothing recorded'), 404, 'nothing recorded'],
    [Object.assign(new Error('busy'), { status: 429 }), 429, 'busy'],
    [Object.assign(new Error('odd'), { status: 200, headers: 'x' }), 500, 'odd'],
    [{ status: 503, words: ['a', 'b'] }, 503, 'a; b'],
    ['a text', 500, 'a text'],
    [undefined, 500, 'undefined'],
  ])(
    'in a brain, %j, is a refusal of %i, or an event that says so',
    async (error, status, message) => {
      const brain = throwing(error);
      await expect(ask({ brain })).rejects.toBeInstanceOf(Refusal);
      await expect(ask({ brain })).rejects.toMatchObject({ status, message });
      const [event] = await events(await ask({ brain }, { streams: true }));
      expect(event).toMatchObject({ event: 'error', data: { statusCode: status } });
    },
  );

  it('in a knowledge base of your own is a refusal before the stream begins', async () => {
    const broken: Knowledge = { retrieve: () => Promise.reject(new Error('index is gone')) };
    for (const streams of [true, false]) {
      await expect(ask({ knowledge: broken }, { streams })).rejects.toMatchObject({
        status: 500,
        message: 'index is gone',
      });
    }
  });
});
