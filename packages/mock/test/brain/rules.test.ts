/** A brain that follows a file of rules. */
import { anything, array, assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createScriptedBrain, MisfitError, type Rule, type Script } from '../../src/brain/index';
import { patternOf } from '../../src/brain/rules/pattern';
import { filled, placesOf } from '../../src/brain/rules/reply';
import { scriptedBrain } from '../../src/index';
import { nora, say } from './agents';

const following = (...rules: Rule[]) => createScriptedBrain({ rules });
const problems = (script: unknown): string[] => {
  try {
    createScriptedBrain(script as Script);
  } catch (error) {
    expect(error).toBeInstanceOf(MisfitError);
    return (error as MisfitError).problems.map(({ path, message }) => `${path}: ${message}`);
  }
  return [];
};

describe('A rule', () => {
  it('answers a message that contains its text, in upper or lower case, however spaced', async () => {
    const brain = following({ when: 'Money back', say: 'It takes five days.' });
    expect(await say(brain, 'I want my MONEY \n back!')).toBe('It takes five days.');
    expect(await say(brain, 'Back to money')).toBe(await say(scriptedBrain, 'Back to money'));
  });

  it('takes its text for a text, not for an expression', async () => {
    const brain = following({ when: 'a.b (c)*', say: 'Yes.' });
    expect(await say(brain, 'is it A.B (C)*?')).toBe('Yes.');
    expect(await say(brain, 'axb')).not.toBe('Yes.');
  });

  it('fills in what its expression took, the agent, its scope and the message', async () => {
    const brain = following({
      when: String.raw`/order\s+#?(\d+) for (?<who>\p{L}+)/i`,
      say: '{agent} ({scope}): {1} for {who}, {who}! You said "{message}". {{agent}} {"a": 1}',
    });
    expect(await say(brain, 'Order #77 for Zoë')).toBe(
      'Nora (general customer assistance): 77 for Zoë, Zoë! You said "Order #77 for Zoë". {agent} {"a": 1}',
    );
  });

  it('fills in what was said as it was said, places and dollars included', async () => {
    const brain = following({ when: '/^(.*)$/', say: '<{1}>' });
    for (const message of ['{agent}', '$& $1', '{{1}}']) {
      expect(await say(brain, message)).toBe(`<${message}>`);
    }
  });

  it('may have several patterns; the first that matches fills the places of the others with nothing', async () => {
    const brain = following({ when: ['/cost (\\d+)/', 'price'], say: 'Price: {1}.' });
    expect(await say(brain, 'does it cost 5?')).toBe('Price: 5.');
    expect(await say(brain, 'the price?')).toBe('Price: .');
  });

  it('without a pattern answers everything; the first of several that fit wins', async () => {
    const brain = following(
      { when: 'a', say: 'First.' },
      { say: 'Any.' },
      { when: 'b', say: 'Never.' },
    );
    expect(await say(brain, 'a b')).toBe('First.');
    expect(await say(brain, 'b')).toBe('Any.');
  });

  it('chooses among its replies, for the same agent and message always the same one', async () => {
    const variants = ['One.', 'Two.', 'Three.'];
    const brain = following({ say: variants });
    const messages = Array.from({ length: 40 }, (_, index) => `message ${index}`);
    const said = await Promise.all(messages.map((message) => say(brain, message)));
    expect(new Set(said)).toEqual(new Set(variants));
    expect(await Promise.all(messages.map((message) => say(brain, message)))).toEqual(said);
  });

  it('may be for some agents, by id or name', async () => {
    const brain = following({ agent: ['NORA', 'other'], say: 'For Nora.' }, { say: 'For all.' });
    expect(await say(brain, 'x')).toBe('For Nora.');
    expect(await say(brain, 'x', { name: 'Nora B' })).toBe('For all.');
    expect(await say(following({ agent: nora.id, say: 'Yes.' }), 'x', { name: 'Z' })).toBe('Yes.');
  });

  it('may want an error', async () => {
    const brain = following({ when: 'break', fail: { status: 503, message: 'Overloaded' } });
    await expect(say(brain, 'break it')).rejects.toMatchObject({
      status: 503,
      message: 'Overloaded',
    });
  });
});

describe('What no rule is for', () => {
  it('is answered by the brain behind it', async () => {
    const brain = createScriptedBrain(
      { rules: [{ when: 'x', say: 'X.' }] },
      {
        ...scriptedBrain,
        answer: () => ['Behind.'],
      },
    );
    expect(await say(brain, 'y')).toBe('Behind.');
    expect(await say(createScriptedBrain({}), 'Hello')).toBe(await say(scriptedBrain, 'Hello'));
  });
});

describe('A rule for goals', () => {
  it('suggests a goal, or fails, for descriptions that it fits', async () => {
    const brain = createScriptedBrain({
      goals: [
        { when: 'callback', suggest: { name: 'Call back', fields: [] } },
        { when: '/^break/', fail: { status: 429 } },
      ],
    });
    expect(brain.suggest('A Callback tomorrow')).toEqual({ name: 'Call back', fields: [] });
    expect(() => brain.suggest('break')).toThrow(expect.objectContaining({ status: 429 }));
    expect(brain.suggest('Collect the name')).toEqual(scriptedBrain.suggest('Collect the name'));
  });
});

describe('A file of rules', () => {
  it('may come as it was parsed', async () => {
    const text = String.raw`{"rules": [{"when": ["refund", "/money\\s+back/i"], "say": ["{agent} will see to it."]}]}`;
    const brain = createScriptedBrain(JSON.parse(text));
    expect(await say(brain, 'My money back')).toBe('Nora will see to it.');
  });

  it.each<[unknown, string]>([
    [
      { rules: [{ say: 'a' }, { when: '/(/', say: 'b' }] },
      'rules[1].when: is no expression that can be used: missing closing ): `(`',
    ],
    [
      { rules: [{ when: '/a(?=b)/', say: 'b' }] },
      'rules[0].when: is no expression that can be used: invalid or unsupported Perl syntax: `(?=`',
    ],
    [
      { rules: [{ when: ['a', '/a/g'], say: 'b' }] },
      'rules[0].when[1]: has the flag g, where only i, m, s, u are known',
    ],
    [{ rules: [{ when: '', say: 'b' }] }, 'rules[0].when: must not be empty'],
    [{ rules: [{ when: 7, say: 'b' }] }, 'rules[0].when: must be a text or a list of texts'],
    [{ rules: [{ when: 'a' }] }, 'rules[0]: must have either say or fail'],
    [{ rules: [{ say: 'a', fail: { status: 500 } }] }, 'rules[0]: must have either say or fail'],
    [{ rules: [{ fail: { status: 200 } }] }, 'rules[0].fail.status: must be at least 400, is 200'],
    [{ rules: [{ say: 'a', wen: 'b' }] }, 'rules[0]: Unrecognized key: "wen"'],
    [{ goals: [{ when: 'a' }] }, 'goals[0]: must have either suggest or fail'],
    [[{ say: 'a' }], ': must be an object, is an array'],
    ['rules', ': must be an object, is a string'],
    [null, ': must be an object, is null'],
  ])('%j is refused by its path', (script, problem) => {
    expect(problems(script)).toEqual([problem]);
  });

  it('is refused when a place could never be filled, with the places that there are', () => {
    const [problem] = problems({ rules: [{ when: '/(?<city>x)/', say: 'In {citty}' }] });
    expect(problem).toMatch(/^rules\[0\]\.say: has \{citty\}, which nothing fills: .*\{city\}/);
  });

  it('of any shape is followed or refused, nothing else', () => {
    assert(
      property(anything(), array(anything()), (script, rules) => {
        for (const each of [
          script,
          { rules },
          { rules: [script] },
          { rules: [{ when: script, say: script }] },
        ]) {
          expect(Array.isArray(problems(each))).toBe(true);
        }
      }),
    );
  });
});

describe('Patterns and places', () => {
  it('of any text match the text itself, and no expression throws at a message', () => {
    const text = string({ unit: 'binary', minLength: 1, maxLength: 40 });
    assert(
      property(text, text, (source, message) => {
        if (/^\s*$/.test(source)) return;
        if (!/^\/.+\/[a-z]*$/is.test(source)) {
          expect(patternOf(source).match(`x ${source} y`)).toBeDefined();
        }
        let pattern: ReturnType<typeof patternOf>;
        try {
          pattern = patternOf(`/${source}/`);
        } catch {
          return;
        }
        const captures = pattern.match(message);
        if (captures) expect([...captures.keys()].sort()).toEqual([...pattern.groups].sort());
      }),
      { numRuns: 300 },
    );
  });

  it.each(['(a|a)*b', '(a+)+b', '(.*)*b', '(a*)*(a*)*b'])(
    'that would keep another engine busy for ever, %s, is done with the longest message',
    (source) => {
      expect(patternOf(`/^${source}$/`).match('a'.repeat(10_000))).toBeUndefined();
    },
  );

  it('without a place, a text stays as it is', () => {
    assert(
      property(string({ unit: 'binary' }), (text) => {
        if (placesOf(text).length === 0 && !/\{\{\w+\}\}/.test(text)) {
          expect(filled(text, new Map())).toBe(text);
        }
      }),
    );
  });
});
