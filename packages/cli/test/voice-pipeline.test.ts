/** A turn by voice: the real offline voice, a player without sound, and agents that think as a test needs it. */
import { createMock } from '@voicectl/mock';
import { createClient } from '@voicectl/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HeardSoFar, wholeWords } from '../src/voice/heard';
import { Meter, percentile, rounded, stagesOf } from '../src/voice/meter';
import { type Mode, type TurnEvent, takeTurn, type Voice } from '../src/voice/pipeline';
import { nullPlayer } from '../src/voice/play/null-player';
import { flite } from '../src/voice/speak/flite';
import { SpeakError } from '../src/voice/speak/speak-error';
import type { Piece, Player, Speaker, Thinker, Thought } from '../src/voice/stages';
import { agentThinker } from '../src/voice/thinker';
import { fliteEntry } from './voice-speak';

const never = new AbortController().signal;
const text = 'Your order has shipped. It will arrive on Friday morning, by noon. Anything else?';

let speaker: Speaker;
beforeAll(() => {
  speaker = flite({ entry: fliteEntry });
});
afterAll(() => speaker.close?.());

const voiced = (mode: Mode, player: Player = nullPlayer()): Voice => ({ speaker, player, mode });

/** Says this, word by word, and waits where it is told to. */
function saying(response: string, between: (word: number) => unknown = () => {}): Thinker {
  return {
    async *think(): AsyncGenerator<Thought> {
      for (const [index, word] of (response.match(/\s*\S+/g) ?? []).entries()) {
        await between(index);
        yield { type: 'token', text: word };
      }
      yield { type: 'done', response, usage: { outputTokens: 7 } };
    },
  };
}

async function turnOf(
  thinker: Thinker,
  voice: Voice | undefined,
  { signal = never, see }: { signal?: AbortSignal; see?: (event: TurnEvent) => void } = {},
) {
  const events: TurnEvent[] = [];
  const report = (event: TurnEvent) => {
    events.push(event);
    see?.(event);
  };
  return { turn: await takeTurn(thinker, 'Hello', { voice, signal, report }), events };
}

const types = (events: readonly TurnEvent[]) => events.map(({ type }) => type);

describe('where an answer is cut', () => {
  const said = 'Well, it has shipped. Bye.';
  const first: Piece = { text: 'Well, it has shipped.', start: 0, end: 21 };
  it.each([
    [0, undefined],
    [0.1, undefined],
    [0.2, 'Well'],
    [0.3, 'Well'],
    [0.4, 'Well, it'],
    [0.7, 'Well, it has'],
    [0.94, 'Well, it has'],
    [0.96, 'Well, it has shipped'],
    [7, 'Well, it has shipped'],
  ])('after the last whole word of %d of a piece', (share, words) => {
    const end = wholeWords(said, first, share);
    expect(end === undefined ? undefined : said.slice(0, end)).toBe(words);
  });

  it('knows words where there are no spaces, and never cuts within one', () => {
    const chinese = '你的订单已经发货。';
    const piece = { text: chinese, start: 0, end: chinese.length };
    const end = wholeWords(chinese, piece, 0.5) ?? 0;
    expect(end).toBeGreaterThan(0);
    expect(end).toBeLessThan(chinese.length - 1);
  });
});

describe('how much was heard', () => {
  const said = '**Your order** has shipped. Bye now. ```code```';
  const one: Piece = { text: 'Your order has shipped.', start: 2, end: 27 };
  const two: Piece = { text: 'Bye now.', start: 28, end: 36 };
  const sound = (piece: Piece, ms: number) => ({ piece, samples: new Int16Array(ms), rate: 1000 });

  function after(...steps: ((heard: HeardSoFar) => void)[]) {
    const heard = new HeardSoFar();
    for (const step of steps) step(heard);
    return (ended: boolean) => said.slice(0, heard.reached(said, ended));
  }
  const found = (piece: Piece) => (heard: HeardSoFar) => heard.piece(piece);
  const made = (piece: Piece, ms: number) => (heard: HeardSoFar) => heard.sound(sound(piece, ms));
  const played = (piece: Piece, ms: number, done: boolean) => (heard: HeardSoFar) =>
    heard.played({ piece, heard: ms, done });

  it('is nothing before the first sound', () => {
    expect(after(found(one), made(one, 1000))(false)).toBe('');
    expect(after()(false)).toBe('');
  });

  it('is a share of a piece, in whole words', () => {
    const half = after(found(one), made(one, 1000), made(one, 0), played(one, 600, false));
    expect(half(false)).toBe('**Your order');
  });

  it('is little of a piece whose sound is still being made', () => {
    const begun = after(found(one), made(one, 300), played(one, 300, false));
    expect(begun(false)).toBe('**Your');
  });

  it('is all up to the next piece when one is over', () => {
    const over = after(
      found(one),
      made(one, 900),
      found(two),
      made(two, 400),
      played(one, 900, true),
    );
    expect(over(false)).toBe('**Your order** has shipped. ');
  });

  it('ends with the last piece when it was stopped, and with the answer when it was not', () => {
    const all = after(found(one), found(two), played(one, 900, true), played(two, 400, true));
    expect(all(false)).toBe('**Your order** has shipped. Bye now.');
    expect(all(true)).toBe(said);
  });

  it('is the whole of an answer that has nothing to say', () => {
    expect(after()(true)).toBe(said);
  });
});

describe('a turn by voice', () => {
  it('speaks the first sentence while the agent still thinks', async () => {
    let begun: () => void = () => {};
    const audible = new Promise<void>((resolve) => {
      begun = resolve;
    });
    // The second sentence comes only when the first is heard: in vain, if that waited for all.
    const thinker = saying(text, (word) => word === 6 && audible);
    const { turn } = await turnOf(thinker, voiced('streaming'), {
      see: ({ type }) => type === 'played' && begun(),
    });
    expect(turn).toMatchObject({ response: text, reached: text.length, stopped: false });
    expect(turn.usage).toEqual({ outputTokens: 7 });
  });

  it('speaks only when all is there, in batch', async () => {
    const { turn, events } = await turnOf(saying(text), voiced('batch'));
    const seen = types(events);
    expect(seen.indexOf('piece')).toBeGreaterThan(seen.lastIndexOf('token'));
    expect(seen.filter((type) => type === 'piece')).toHaveLength(3);
    expect(turn.reached).toBe(text.length);
  });

  it('cuts sentences as they come, however long the voice takes for one', async () => {
    let cut = 0;
    let allCut: () => void = () => {};
    const all = new Promise<void>((resolve) => {
      allCut = resolve;
    });
    // In vain, if the next sentence were only cut when the voice asks for it.
    const slow: Speaker = {
      name: 'slow',
      async *speak(pieces) {
        for await (const piece of pieces) {
          await all;
          yield { piece, samples: new Int16Array(160), rate: 16_000 };
        }
      },
    };
    const voice: Voice = { speaker: slow, player: nullPlayer(), mode: 'streaming' };
    const { turn, events } = await turnOf(saying(text), voice, {
      see: ({ type }) => {
        if (type === 'piece' && ++cut === 3) allCut();
      },
    });
    const seen = types(events);
    expect(seen.lastIndexOf('piece')).toBeLessThan(seen.indexOf('played'));
    expect(turn).toMatchObject({ reached: text.length, stopped: false });
  });

  it('looks for no more sentences when the voice has failed', async () => {
    const cut: string[] = [];
    let failed: () => void = () => {};
    const failure = new Promise<void>((resolve) => {
      failed = resolve;
    });
    const mute: Speaker = {
      name: 'mute',
      // biome-ignore lint/correctness/useYield: it fails before there is any
      async *speak(pieces) {
        for await (const _ of pieces) throw new SpeakError('no voice today');
      },
    };
    const voice: Voice = { speaker: mute, player: nullPlayer(), mode: 'streaming' };
    await turnOf(
      saying(text, (word) => word === 6 && failure),
      voice,
      {
        see: (event) => {
          if (event.type === 'piece') cut.push(event.piece.text);
          if (event.type === 'voiceFailed') failed();
        },
      },
    );
    expect(cut).toEqual(['Your order has shipped.']);
  });

  it('marks each stage in order', async () => {
    const { turn } = await turnOf(saying(text), voiced('streaming'));
    const { firstToken = -1, firstPiece = -1, firstSound = -1, firstAudio = -1, end } = turn.marks;
    const marks = [0, firstToken, firstPiece, firstSound, firstAudio, Number(end)];
    expect([...marks].sort((a, b) => a - b)).toEqual(marks);
    const { listen, think, wait, speak, play } = stagesOf(turn.marks);
    expect(listen + think + wait + speak + play).toBeCloseTo(firstAudio, 6);
  });

  it('ends at the word that was heard when it is stopped', async () => {
    const stop = new AbortController();
    const { turn, events } = await turnOf(
      saying(text),
      voiced('streaming', nullPlayer({ paced: true })),
      {
        signal: stop.signal,
        see: (event) => {
          if (event.type !== 'played' || event.played.piece.start === 0) return;
          if (event.played.heard > 900) stop.abort();
        },
      },
    );
    const [, second] = events.flatMap((event) => (event.type === 'piece' ? event.piece : []));
    expect(turn).toMatchObject({ response: text, stopped: true });
    expect(turn.reached).toBeGreaterThan(Number(second?.start));
    expect(turn.reached).toBeLessThan(Number(second?.end));
    expect(text.slice(0, turn.reached)).toMatch(/\w$/);
    expect(text.slice(turn.reached)).toMatch(/^\W/);
  });

  it('is stopped before anything was heard: then nothing was', async () => {
    const stop = new AbortController();
    const { turn } = await turnOf(saying(text), voiced('streaming'), {
      signal: stop.signal,
      see: ({ type }) => type === 'token' && stop.abort(),
    });
    expect(turn).toMatchObject({ response: 'Your', reached: 0, stopped: true });
  });

  it('has nothing to say of an answer of code, which counts as spoken', async () => {
    const code = '```\nlet a = 1;\n```';
    const { turn, events } = await turnOf(saying(code), voiced('streaming'));
    expect(types(events)).not.toContain('piece');
    expect(turn.reached).toBe(code.length);
  });

  it.each([
    ['a table', '| size | price |\n|---|---|\n| small | 5 |\n'],
    ['a sentence and code', 'Run this:\n```\nls\n```\n'],
    ['signs alone', '---\n***\n'],
  ])('counts %s as heard to its end, markup and all', async (_, markdown) => {
    const { turn } = await turnOf(saying(markdown), voiced('streaming'));
    expect(turn.reached).toBe(turn.response.length);
  });

  it('knows that a sentence is over before there is another one', async () => {
    let over: () => void = () => {};
    const heard = new Promise<void>((resolve) => {
      over = resolve;
    });
    // In vain, if only the second one's first sound said that the first is over.
    const thinker = saying(text, (word) => word === 6 && heard);
    const { turn } = await turnOf(thinker, voiced('streaming'), {
      see: (event) => event.type === 'played' && event.played.done && over(),
    });
    expect(turn.reached).toBe(text.length);
  });

  it('counts code as unheard that was stopped before the sentence after it', async () => {
    const stop = new AbortController();
    const stopped = new Promise((resolve) => stop.signal.addEventListener('abort', resolve));
    const markdown = 'Run this:\n```\nls\n```\nThen call me.';
    const { turn } = await turnOf(
      // More than the code's first mark does not come before the stop.
      saying(markdown, (word) => word === 4 && stopped),
      voiced('streaming'),
      {
        signal: stop.signal,
        see: (event) => event.type === 'played' && event.played.done && stop.abort(),
      },
    );
    expect(turn.stopped).toBe(true);
    expect(turn.response.slice(0, turn.reached)).toBe('Run this:');
  });

  it('goes on as text when the voice fails, and says so once', async () => {
    const mute: Speaker = {
      name: 'mute',
      // biome-ignore lint/correctness/useYield: it fails before there is any
      async *speak() {
        throw new SpeakError('no voice today');
      },
    };
    const voice: Voice = { speaker: mute, player: nullPlayer(), mode: 'streaming' };
    const { turn, events } = await turnOf(saying(text), voice);
    expect(types(events).filter((type) => type === 'voiceFailed')).toHaveLength(1);
    expect(turn).toMatchObject({ response: text, reached: text.length, stopped: false });
  });

  it('throws what the agent throws, and falls silent', async () => {
    const broken = saying(text, (word) => {
      if (word === 6) throw new RangeError('the line is cut');
    });
    await expect(turnOf(broken, voiced('streaming'))).rejects.toThrow('the line is cut');
  });

  it('takes an answer that comes in one piece', async () => {
    const whole: Thinker = {
      async *think() {
        yield { type: 'done', response: text };
      },
    };
    const { turn } = await turnOf(whole, voiced('streaming'));
    expect(turn).toMatchObject({ response: text, reached: text.length });
  });

  it('is had with an agent of the platform', async () => {
    const mock = createMock({ pace: { firstToken: 30, token: 5 } });
    const client = createClient(mock.clientOptions);
    const agent = await client.agents.create({ name: 'Greeter', instructions: 'You are brief.' });
    const { turn, events } = await turnOf(agentThinker(client, agent.id), voiced('streaming'));
    expect(turn.response).toContain('Greeter');
    expect(turn.reached).toBe(turn.response.length);
    expect(types(events).filter((type) => type === 'piece').length).toBeGreaterThan(1);
    await client.close();
  });
});

describe('the meter', () => {
  it('counts the first of each mark, of the last token the last', () => {
    let now = 100;
    const meter = new Meter(() => now);
    for (const time of [110, 130]) {
      now = time;
      meter.mark('firstToken');
      meter.mark('lastToken');
    }
    expect(meter.marks).toEqual({ firstToken: 10, lastToken: 30 });
    expect(meter.elapsed).toBe(30);
  });

  it.each([
    [{ firstToken: 400, end: 900 }, [0, 400, 0, 0, 0]],
    [
      { heard: 100, firstToken: 500, firstPiece: 620, firstSound: 700, firstAudio: 720 },
      [100, 400, 120, 80, 20],
    ],
    [{}, [0, 0, 0, 0, 0]],
  ])('divides %j into stages', (marks, [listen, think, wait, speak, play]) => {
    expect(stagesOf(marks)).toEqual({ listen, think, wait, speak, play });
  });

  it('knows when the first sound was heard, by a report that comes later', () => {
    let now = 0;
    const meter = new Meter(() => now);
    now = 100;
    meter.mark('firstSound');
    now = 150;
    meter.firstAudio(40);
    meter.firstAudio(90);
    expect(meter.marks).toEqual({ firstSound: 100, firstAudio: 110 });
    // A player that takes all at once has played more than there was time for.
    const atOnce = new Meter(() => now - 150);
    atOnce.mark('firstSound', 0);
    atOnce.firstAudio(3000);
    expect(atOnce.marks.firstAudio).toBe(0);
  });

  it('tells whole milliseconds', () => {
    expect(rounded({ firstToken: 1.6 })).toEqual({ firstToken: 2 });
  });

  it('knows percentiles by times that were seen', () => {
    expect(percentile([30, 10, 20], 0.5)).toBe(20);
    expect(percentile([30, 10, 20], 0.95)).toBe(30);
    expect(percentile([], 0.5)).toBeUndefined();
  });
});
