/** The brain without a model: repeatable, made of the agent's own words, at ease with any text. */
import type { Agent } from '@voicectl/sdk';
import { array, assert, constantFrom, option, property, record, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenize } from '../../src/brain/tokens';
import { createMock, type Question, scriptedBrain } from '../../src/index';
import { nora } from './agents';

const text = (maxLength: number) => string({ unit: 'binary', maxLength });
const agents = record({
  name: text(128),
  instructions: text(500),
  policy: option(text(500)),
  scope: option(text(50), { nil: undefined }),
  toneStyle: option(text(50), { nil: undefined }),
});

const pieces = (agent: Agent, message: string) => [
  ...(scriptedBrain.answer({ agent, message }) as Iterable<string>),
];
const answer = (agent: Partial<Agent>, message: string) =>
  pieces({ ...nora, ...agent }, message).join('');

describe('Tokens', () => {
  it('joined give the text, whatever it is', () => {
    assert(
      property(text(300), (whole) => {
        const tokens = tokenize(whole);
        expect(tokens.join('')).toBe(whole);
        expect(tokens).not.toContain('');
      }),
    );
  });

  it('never cut a character in two', () => {
    for (const whole of [
      '👩‍👩‍👧 x',
      'naïve',
      'العربية جميلة',
      '   ',
      '',
      'a\n\nb ',
      '你好，世界',
    ]) {
      const tokens = tokenize(whole);
      expect(tokens.join('')).toBe(whole);
      expect(tokens.every((token) => token.isWellFormed())).toBe(true);
    }
  });
});

describe('A scripted answer', () => {
  it('is the same for the same agent and message, and never empty', () => {
    assert(
      property(agents, text(200), ({ scope, toneStyle, ...rest }, message) => {
        const agent = { ...nora, ...rest, metadata: { scope, toneStyle } };
        const first = pieces(agent, message);
        expect(pieces(agent, message)).toEqual(first);
        expect(tokenize(first.join(''))).toEqual(first);
        expect(first.join('').trim()).not.toBe('');
        expect(scriptedBrain.countInput({ agent, message })).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 200 },
    );
  });

  it('is the same from another mock', async () => {
    const say = async () => {
      const { handle, state } = createMock({ newId: () => 'a', checkAnswers: true });
      const send = (path: string, body: object) =>
        handle({
          method: 'POST',
          path,
          query: new URLSearchParams(),
          headers: { 'x-api-key': 'k', 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
      await send('/api/agents', { name: 'Nora', instructions: nora.instructions });
      expect([...state.agents.values()]).toHaveLength(1);
      return (await send('/api/agents/a/test', { message: 'Hello, a table please' })).body;
    };
    expect(await say()).toBe(await say());
  });

  it('introduces the agent by its name and scope when greeted', () => {
    const metadata = { scope: 'evening bookings' };
    expect(answer({ metadata }, 'Hello!')).toContain("I'm Nora, here for evening bookings.");
    expect(answer({}, 'Who are you?')).toContain('here for general customer assistance');
    expect(answer({ metadata }, 'Where is my table?')).not.toContain('Nora');
  });

  it.each([
    ['casual, friendly, and upbeat', 'Hey there!'],
    ['strictly formal', 'Good day.'],
    ['professional, warm, and helpful', 'Hello!'],
    ['', 'Hello!'],
  ])('opens in the tone %j', (toneStyle, opening) => {
    expect(answer({ metadata: { toneStyle } }, 'A table, please')).toMatch(opening);
  });

  it('tells what the instructions know of the matter, as its own words', () => {
    expect(answer({}, 'Is there a free table?')).toContain('I can book tables in the garden.');
    expect(answer({}, 'Is there a free table?')).toContain('your table');
    expect(answer({}, 'Do you sell bicycles?')).not.toContain('garden');
  });

  it('never quotes the policy, and says that there are rules for a matter', () => {
    const policy = 'Smoking is forbidden. Tables are held for 15 minutes.';
    const said = answer({ policy }, 'Is there a free table?');
    expect(said).toContain('your table');
    expect(said).toContain('We have rules for this');
    expect(said).not.toMatch(/held|15 minutes|Smoking/);
    expect(answer({ policy }, 'Do you sell bicycles?')).not.toContain('rules');
    expect(answer({}, 'Is there a free table?')).not.toContain('rules');
  });

  it('never says a word of the policy that is in neither the message nor the instructions', () => {
    assert(
      property(
        array(constantFrom('refund', 'table', 'secretly', 'margin'), { maxLength: 8 }),
        (words) => {
          const policy = `${words.join(' ')}. Secretly, the margin is forty percent of each table.`;
          const said = answer({ policy }, 'Is a table or a refund to be had?');
          expect(said).not.toMatch(/secretly|margin|forty|percent/i);
        },
      ),
    );
  });

  it('tells what was looked up where there is a knowledge base', () => {
    const knowledgeBaseConfig = { knowledgeBaseId: '880e8400-e29b-41d4-a716-446655440003' };
    const passages = [
      {
        document: 'a',
        group: null,
        similarity: 1,
        text: 'Hours\nWe open at nine. A table is free.',
      },
    ];
    const say = (some: Partial<Question>) =>
      [
        ...(scriptedBrain.answer({
          agent: { ...nora, knowledgeBaseConfig },
          message: 'A table?',
          ...some,
        }) as Iterable<string>),
      ].join('');
    expect(say({})).toContain('looked it up in our knowledge base');
    expect(say({ passages })).toContain('Our knowledge base says: A table is free.');
    expect(say({ passages: [] })).toContain('Our knowledge base has nothing about it.');
    expect(answer({}, 'A table?')).not.toContain('knowledge base');
  });

  it('answers in any script, and takes the words of a message for words only', () => {
    expect(answer({}, 'أريد حجز طاولة')).toContain('your طاولة');
    expect(answer({}, 'What about $& and $1?')).not.toContain('TOPIC');
    expect(answer({}, '😀')).toContain('your question');
  });

  it('counts more input for a longer prompt', () => {
    const count = (agent: Partial<Agent>) =>
      scriptedBrain.countInput({ agent: { ...nora, ...agent }, message: 'Hello' });
    expect(count({ policy: 'Be kind to everybody.' })).toBeGreaterThan(count({}));
    expect(count({ metadata: { scope: 'a b c d e f g' } })).toBeGreaterThan(count({}));
  });
});
