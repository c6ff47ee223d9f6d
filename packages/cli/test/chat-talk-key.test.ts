/** Push-to-talk by the space bar: keys and times in, what they mean out. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Deed, type Press, TalkKey } from '../src/chat/talk/talk-key';

/** What happens when, as a prompt that is empty has it, up to a second after the last key. */
function story(steps: readonly (readonly [at: number, press: Press])[], prompt = ''): string[] {
  const key = new TalkKey();
  const told: string[] = [];
  let text = prompt;
  const tell = (at: number, deeds: readonly Deed[]) => {
    for (const deed of deeds) {
      told.push(`${at} ${deed}`);
      if (deed === 'typed') text += ' ';
    }
  };
  const until = (now: number) => {
    for (let due = key.due; due !== undefined && due <= now; due = key.due) {
      tell(due, key.tick(due));
    }
  };
  for (const [at, press] of steps) {
    until(at);
    const { taken, deeds } = key.press(press, at, text === '');
    tell(at, deeds);
    if (taken) continue;
    told.push(`${at} -> ${press}`);
    if (press === 'space' || press === 'text') text += press === 'space' ? ' ' : 'x';
  }
  until((steps.at(-1)?.[0] ?? 0) + 1000);
  return told;
}

/** The space bar, held for so long. */
const held = (from: number, delay: number, every: number, until: number) => {
  const steps: [number, Press][] = [[from, 'space']];
  for (let at = from + delay; at <= until; at += every) steps.push([at, 'space']);
  return steps;
};
const lastOf = (steps: readonly (readonly [number, Press])[]) => steps.at(-1)?.[0] ?? 0;

describe('the talk key', () => {
  it.each([
    ['as macOS repeats', 250, 15],
    ['as Windows repeats', 500, 33],
    ['as X11 repeats', 660, 40],
    ['slowly', 660, 60],
    ['over a network that hesitates', 500, 150],
    ['after a delay that is set long', 1800, 90],
  ])('held, %s: ends once, soon after its last repeat', (_, delay, every) => {
    const steps = held(1000, delay, every, 6000);
    const told = story(steps);
    expect(told).toHaveLength(2);
    expect(told[0]).toBe('1000 begin');
    const [at = '', deed] = told[1]?.split(' ') ?? [];
    expect(deed).toBe('end');
    expect(Number(at) - lastOf(steps)).toBeGreaterThanOrEqual(120);
    expect(Number(at) - lastOf(steps)).toBeLessThanOrEqual(400);
  });

  it.each<[string, [number, Press][], string[]]>([
    ['a press begins', [[0, 'space']], ['0 begin']],
    [
      'a second press ends, with what is still on its way',
      [
        [0, 'space'],
        [3000, 'space'],
      ],
      ['0 begin', '3120 end'],
    ],
    [
      'Enter ends, and sends nothing else',
      [
        [0, 'space'],
        [3000, 'enter'],
        [3050, 'enter'],
      ],
      ['0 begin', '3120 end'],
    ],
    [
      'Enter ends what is held',
      [...held(0, 500, 30, 2000), [2010, 'enter']],
      ['0 begin', '2130 end'],
    ],
    [
      'two presses as quick as a key that repeats end a little later',
      [
        [0, 'space'],
        [400, 'space'],
      ],
      ['0 begin', '600 end'],
    ],
    [
      'Escape takes it back',
      [
        [0, 'space'],
        [900, 'escape'],
      ],
      ['0 begin', '900 discard'],
    ],
    [
      'Escape takes back what is held, and what it repeats until it is let go is nothing',
      [...held(0, 500, 30, 2000), [2010, 'escape'], [2030, 'space'], [2060, 'space']],
      ['0 begin', '2010 discard'],
    ],
    [
      'Escape takes back what has just ended',
      [
        [0, 'space'],
        [900, 'enter'],
        [950, 'escape'],
      ],
      ['0 begin', '950 discard'],
    ],
    [
      'who writes takes it back, and has written',
      [
        [0, 'space'],
        [900, 'text'],
      ],
      ['0 begin', '900 discard', '900 -> text'],
    ],
    [
      'a repeat that comes late begins nothing new',
      [...held(0, 500, 30, 2000), [2280, 'space']],
      ['0 begin', '2200 end'],
    ],
    [
      'it can be pressed again',
      [
        [0, 'space'],
        [2000, 'space'],
        [4000, 'space'],
        [6000, 'enter'],
      ],
      ['0 begin', '2120 end', '4000 begin', '6120 end'],
    ],
    [
      'what is pasted with a space before it is text',
      [
        [0, 'space'],
        [1, 'text'],
        [2, 'space'],
        [3, 'text'],
      ],
      ['0 begin', '1 typed', '1 -> text', '2 -> space', '3 -> text'],
    ],
    [
      'so is what is pasted with many',
      [
        [0, 'space'],
        [0, 'space'],
        [0, 'space'],
        [0, 'text'],
      ],
      ['0 begin', '0 typed', '0 -> space', '0 -> space', '0 -> text'],
    ],
    [
      "Enter and Escape alone are others'",
      [
        [0, 'enter'],
        [9, 'escape'],
      ],
      ['0 -> enter', '9 -> escape'],
    ],
  ])('%s', (_, steps, expected) => {
    expect(story(steps)).toEqual(expected);
  });

  it('is a space within a text', () => {
    expect(
      story(
        [
          [0, 'space'],
          [500, 'space'],
        ],
        'Hello',
      ),
    ).toEqual(['0 -> space', '500 -> space']);
  });

  it.each<[string, [number, Press][], number]>([
    [
      'Enter',
      [
        [0, 'space'],
        [900, 'enter'],
      ],
      120,
    ],
    [
      'a second press',
      [
        [0, 'space'],
        [900, 'space'],
      ],
      120,
    ],
    [
      'a key that was held',
      [
        [0, 'space'],
        [500, 'space'],
        [530, 'space'],
      ],
      200,
    ],
  ])('says how long after %s it has ended', (_, steps, waited) => {
    const key = new TalkKey();
    for (const [at, press] of steps) key.press(press, at, true);
    expect(key.tick(5000)).toEqual(['end']);
    expect(key.waited).toBe(waited);
  });

  it('swallows what is still held when somebody else has ended it', () => {
    const key = new TalkKey();
    key.press('space', 0, true);
    key.press('space', 500, true);
    key.reset(520);
    expect(key.press('space', 530, true)).toEqual({ taken: true, deeds: [] });
    expect(key.press('space', 1530, true)).toEqual({ taken: true, deeds: ['begin'] });
  });

  it('begins and ends in turns, whatever is pressed', () => {
    const step = fc.tuple(
      fc.integer({ min: 0, max: 900 }),
      fc.constantFrom<Press>('space', 'space', 'space', 'enter', 'escape', 'text'),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (pauses) => {
        let now = 0;
        const steps = pauses.map(([pause, press]) => {
          now += pause;
          return [now, press] as const;
        });
        const deeds = story(steps)
          .map((line) => line.split(' ')[1])
          .filter((deed) => deed !== '->');
        for (const [at, deed] of deeds.entries()) {
          expect(deed === 'begin').toBe(at % 2 === 0);
        }
      }),
    );
  });
});
