/** Talking live, without a sound device: microphone, key and voice, and what becomes of them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { isEcho } from '../src/chat/talk/echo';
import { HandsFree } from '../src/chat/talk/hands-free';
import { Microphone } from '../src/chat/talk/microphone';
import { openTalk } from '../src/chat/talk/open-talk';
import { PushToTalk } from '../src/chat/talk/push-to-talk';
import type { Found, Talk, TalkOptions, TalkState } from '../src/chat/talk/talk';
import { Channel } from '../src/voice/channel';
import type { AudioDevice } from '../src/voice/play/device';
import type { PlayError } from '../src/voice/play/play-error';
import { soundDevice } from '../src/voice/play/sound-device';
import type { SessionEvent } from '../src/voice/session-events';
import type { Pcm } from '../src/voice/stages';
import { noise, rate, silence, spoken, together } from './voice-listening';
import { audioEntry, joined, wholeOf } from './voice-play';
import { tone } from './voice-speak';
import { failure, json, newFolder, startPlatform } from './voicectl';

const step = rate / 50;
const part = (value: number): Pcm => ({ rate, samples: new Int16Array(step).fill(value) });
const key = (name: string, text = '') =>
  ({ type: 'key', name, ctrl: false, alt: false, shift: false, text }) as const;
const space = key('space', ' ');

describe('an echo', () => {
  const answer = 'Your order has shipped, and it should arrive at your door on Friday.';
  it.each<[string, string, boolean]>([
    ['Your order has shipped.', answer, true],
    ['YOUR ORDER HAS SHIPPED', answer, true],
    ['and should arrive at your door', answer, true],
    ['and shubur I have at your door on Friday', answer, true],
    ['on Friday', answer, true],
    ['When will it be here?', answer, false],
    ['Stop.', answer, false],
    ['Is it on Friday or on Monday?', answer, false],
    ['My order has not come at all yet', answer, false],
    ['Friday your has door', answer, false],
    ["I can't do that", 'Sorry, I can’t do that.', true],
    ['Votre colis a été expédié', 'Votre colis a ete expedie hier.', true],
    ['شكرا لك على الاتصال', 'شُكْرًا لَكَ على الاتصال بنا', true],
    ['', answer, false],
    ['...', answer, false],
    ['Hello', '', false],
  ])('%j, while the agent says %j: %s', (said, speaking, expected) => {
    expect(isEcho(said, speaking)).toBe(expected);
  });
});

describe('a microphone', () => {
  function opened() {
    const source = new Channel<Pcm>();
    const heard: number[] = [];
    const levels: number[] = [];
    const failures: PlayError[] = [];
    const microphone = new Microphone('Mic', () => source, {
      hear: ({ samples }) => heard.push(samples[0] ?? 0),
      onLevel: (decibels) => levels.push(Math.round(decibels)),
      onFailure: (error) => failures.push(error),
    });
    const speak = async (...values: number[]) => {
      for (const value of values) source.push(part(value));
      await setTimeout();
    };
    return { microphone, source, heard, levels, failures, speak };
  }
  const ones = (count: number, value = 1) => Array.from({ length: count }, () => value);

  it('remembers the last 300 ms, and no more', async () => {
    const { microphone, speak } = opened();
    await speak(...ones(100), ...ones(15, 2));
    expect(microphone.recent.map(({ samples }) => samples[0])).toEqual(ones(15, 2));
  });

  it('keeps nothing while it is muted, and comes to rest', async () => {
    const { microphone, heard, levels, speak } = opened();
    await speak(...ones(4, 16_384));
    microphone.mute(true);
    expect(microphone.recent).toEqual([]);
    await speak(...ones(8, 16_384));
    expect(microphone.recent).toEqual([]);
    microphone.mute(false);
    await speak(...ones(4, 16_384));
    expect(heard).toHaveLength(8);
    expect(levels).toEqual([-6, -90, -90, -6]);
    expect(microphone.recent).toHaveLength(4);
  });

  it('says once that it has failed, with the way out', async () => {
    const { source, failures, speak } = opened();
    await speak(1);
    source.fail(new Error('unplugged'));
    await setTimeout();
    expect(failures).toMatchObject([
      { name: 'PlayError', message: expect.stringContaining('unplugged') },
    ]);
    expect(failures[0]?.hint).toContain('type what you would say');
  });

  it('ends in silence when it is closed', async () => {
    const { microphone, source, heard, failures, speak } = opened();
    microphone.close();
    await speak(1);
    source.end();
    await setTimeout();
    expect([heard, failures]).toEqual([[], []]);
  });
});

describe('push-to-talk', () => {
  const pushed = () => {
    const found: Found[] = [];
    return { found, talk: new PushToTalk((question) => found.push(question)) };
  };
  const hear = (talk: PushToTalk, ...values: number[]) => {
    for (const value of values) talk.hear(part(value));
  };
  const values = async ({ sound }: Found) => {
    const { samples } = await wholeOf(sound);
    return Array.from({ length: samples.length / step }, (_, at) => samples[at * step]);
  };

  it('is a question with the moment before the key, and nothing after the end', async () => {
    const { found, talk } = pushed();
    hear(talk, 9);
    talk.begin([part(1), part(2)]);
    const said = Array.from({ length: 20 }, (_, at) => at + 3);
    hear(talk, ...said);
    talk.end(120);
    hear(talk, 9);
    expect(found).toHaveLength(1);
    expect(await values(found[0] as Found)).toEqual([1, 2, ...said]);
    expect(found[0]?.waited()).toBe(120);
  });

  it('is nothing when it is too short to be a word', () => {
    const { found, talk } = pushed();
    talk.begin(Array.from({ length: 15 }, () => part(1)));
    hear(talk, 2, 2, 2);
    talk.end(0);
    expect(found).toEqual([]);
  });

  it('is taken back: who reads it hears of it', async () => {
    const { found, talk } = pushed();
    talk.begin([]);
    hear(talk, ...Array.from({ length: 20 }, () => 1));
    talk.discard();
    const [question] = found;
    expect(question?.signal.aborted).toBe(true);
    expect(await values(question as Found)).toHaveLength(20);
    expect(talk.talking).toBe(false);
  });
});

describe('hands free', async () => {
  const [order = silence(0), when = silence(0), no = silence(0)] = await spoken(
    'I need help with my order.',
    'When will it be here?',
    'No.',
  );
  const cough = together(tone(200, rate, 0.05, 0.4), noise(0.25, 12_000));

  async function listening(onHeadphones: boolean) {
    const told: string[] = [];
    const found: Found[] = [];
    let now = 0;
    const talk = await HandsFree.open({
      onHeadphones,
      found: (question) => {
        found.push(question);
        told.push('found');
      },
      bargeIn: () => told.push('barge-in'),
    });
    const hear = (samples: Int16Array) => {
      for (let at = 0; at < samples.length; at += step) {
        now += 20;
        talk.hear({ rate, samples: samples.slice(at, at + step) }, now);
      }
    };
    const agent = (state: 'thinking' | 'silent' | { words: string }) =>
      talk.agent(
        typeof state === 'string' ? { is: state } : { is: 'speaking', words: state.words },
        now,
      );
    hear(silence(0.5));
    return { talk, told, found, hear, agent };
  }
  const lengthOf = async (question: Found | undefined) =>
    (await wholeOf(question?.sound ?? new Channel())).samples.length / rate;

  it('finds what was said, from its first sound to its last', async () => {
    const { told, found, hear } = await listening(false);
    hear(together(order, silence(1), when, silence(1)));
    expect(told).toEqual(['found', 'found']);
    expect(await lengthOf(found[0])).toBeGreaterThan(order.length / rate - 0.4);
    expect(await lengthOf(found[1])).toBeGreaterThan(when.length / rate - 0.4);
  });

  it('waits while somebody draws breath', async () => {
    const { told, found, hear } = await listening(false);
    hear(together(order, silence(0.3), when, silence(1)));
    expect(told).toEqual(['found']);
    expect(await lengthOf(found[0])).toBeGreaterThan((order.length + when.length) / rate - 0.4);
  });

  it('on a loudspeaker, hears nothing while the agent speaks, and a moment after', async () => {
    const { talk, told, hear, agent } = await listening(false);
    agent({ words: 'Your order has shipped.' });
    expect(talk.deaf(600)).toBe(true);
    hear(together(order, silence(0.5)));
    agent('silent');
    hear(noise(0.24, 8000));
    expect(told).toEqual([]);
    hear(together(silence(0.5), when, silence(1)));
    expect(told).toEqual(['found']);
  });

  it('takes back what was being said when the agent begins to speak', async () => {
    const { talk, found, hear, agent } = await listening(false);
    hear(order);
    expect(talk.talking).toBe(true);
    agent({ words: 'Your order has shipped.' });
    expect(found[0]?.signal.aborted).toBe(true);
    expect(talk.talking).toBe(false);
  });

  it('on headphones, a voice interrupts the agent, and is the next question from its beginning', async () => {
    const { told, found, hear, agent } = await listening(true);
    agent('thinking');
    agent({ words: 'Your order has shipped.' });
    hear(together(silence(0.5), when, silence(1)));
    expect(told).toEqual(['barge-in', 'found']);
    expect(await lengthOf(found[0])).toBeGreaterThan(when.length / rate - 0.4);
    expect(found[0]?.isEcho('When will it be here?')).toBe(false);
    expect(found[0]?.isEcho('your order has shipped')).toBe(true);
  });

  it.each([
    ['a cough', cough],
    ['a short word', no],
  ])('on headphones, %s does not interrupt', async (_, samples) => {
    const { talk, told, hear, agent } = await listening(true);
    agent({ words: 'Your order has shipped.' });
    hear(together(silence(0.5), samples.slice(0, 0.4 * rate)));
    expect(talk.talking).toBe(false);
    hear(silence(1.5));
    expect(told).toEqual([]);
    agent('silent');
    hear(together(no, silence(1)));
    expect(told).toEqual(['found']);
  });

  it('interrupts before the agent can be heard, on a loudspeaker too', async () => {
    const { told, hear, agent } = await listening(false);
    agent('thinking');
    hear(together(when, silence(1)));
    expect(told).toEqual(['barge-in', 'found']);
  });

  it('goes on with who speaks into the last words of an answer', async () => {
    const { told, hear, agent } = await listening(true);
    agent({ words: 'Your order has shipped.' });
    hear(together(silence(0.5), when.slice(0, 0.5 * rate)));
    agent('silent');
    hear(together(when.slice(0.5 * rate), silence(1)));
    expect(told.filter((each) => each === 'found')).toHaveLength(1);
  });

  it('knows an echo only of what has just been said', async () => {
    const { found, hear, agent } = await listening(false);
    agent({ words: 'When will it be here?' });
    agent('silent');
    hear(together(silence(2), when, silence(1)));
    expect(found[0]?.isEcho('When will it be here?')).toBe(false);
  });
});

describe('a file in place of a microphone', () => {
  it('is wrong use where it can not be read, and nothing is sent', async () => {
    const platform = await startPlatform();
    const args = ['agents', 'create', '--name', 'A', '--instructions', 'You are brief.'];
    const { id } = await json(args, { env: platform.env });
    const cwd = newFolder();
    writeFileSync(join(cwd, 'text.wav'), 'I am no sound.');
    const env = { ...platform.env, OPENAI_BASE_URL: 'http://127.0.0.1:9/v1', OPENAI_API_KEY: 'k' };
    for (const [file, problem] of [
      ['missing.wav', 'There is no file missing.wav'],
      ['text.wav', "text.wav can't be read as sound: it is no WAV file"],
    ] as const) {
      const error = await failure(['play', String(id), '--in', file], 2, { env, cwd });
      expect(error).toMatchObject({ code: 'USAGE', message: expect.stringContaining(problem) });
    }
    expect(platform.mock.journal.calls('agents.test')).toEqual([]);
    await platform.server.close();
  });
});

describe('a talk', () => {
  const devices: AudioDevice[] = [];
  const talks: Talk[] = [];
  afterAll(async () => {
    await Promise.all(talks.map((talk) => talk.close()));
    await Promise.all(devices.map((device) => device.close()));
  });

  /** A stand-in for the native library, whose microphone hears a tone until it fails. */
  function library(failsAfter = Number.POSITIVE_INFINITY): string {
    const file = join(newFolder(), 'library.cjs');
    writeFileSync(
      file,
      `exports.outputDevices = () => [];
      exports.inputDevices = () => [
        { id: '1', name: 'Inner ear', isDefault: true },
        { id: '2', name: 'Headset', isDefault: false },
      ];
      exports.Microphone = { open: async ({ framesPerBuffer }) => {
        const { EventEmitter } = require('node:events');
        const microphone = new EventEmitter();
        let parts = 0;
        const timer = setInterval(() => {
          microphone.emit('data', Buffer.alloc(framesPerBuffer * 2, 8));
          if (++parts > ${failsAfter}) microphone.emit('error', new Error('unplugged'));
        }, 20);
        microphone.stop = () => clearInterval(timer);
        return microphone;
      } };`.replaceAll('Infinity', '1e9'),
    );
    return file;
  }

  async function opened(options: Partial<TalkOptions> = {}, failsAfter?: number) {
    const audio = soundDevice({ entry: audioEntry, library: library(failsAfter) });
    devices.push(audio);
    const states: TalkState[] = [];
    let level = () => {};
    const talk = await openTalk({
      audio,
      kind: 'push',
      onState: (state) => states.push(state),
      ...options,
      onLevel: () => level(),
    });
    talks.push(talk);
    const heard = () =>
      new Promise<void>((resolve) => {
        level = resolve;
      });
    return { talk, states, heard };
  }

  it('says which microphone it is, or that there is none', async () => {
    expect((await opened()).talk).toMatchObject({ device: 'Inner ear', state: 'idle' });
    expect((await opened({ device: 'head' })).talk.device).toBe('Headset');
    await expect(opened({ device: 'Radio' })).rejects.toMatchObject({
      name: 'PlayError',
      message: 'There is no microphone called "Radio"',
    });
  });

  it('ends with its microphone, and says so once', async () => {
    const failures: string[] = [];
    const { talk, states } = await opened(
      { onFailure: ({ message }) => failures.push(message) },
      5,
    );
    for await (const _ of talk.questions()) throw new Error('nobody said anything');
    await talk.close();
    expect(failures).toEqual(['The microphone failed: unplugged']);
    expect(states).toEqual(['over']);
    expect(talk.key(space, true)).toBe(false);
  });

  it('is a question that begins while somebody still speaks', async () => {
    const { talk, states, heard } = await opened();
    await heard();
    expect(talk.key(space, false)).toBe(false);
    expect(talk.key(space, true)).toBe(true);
    const questions = talk.questions()[Symbol.asyncIterator]();
    const { value: question } = await questions.next();
    expect(talk.state).toBe('talking');
    expect(question).toMatchObject({ name: 'Inner ear', isUnasked: false });
    expect(talk.key(key('return'), true)).toBe(true);
    const { samples } = await wholeOf(question?.sound);
    // With the moment before.
    expect(samples.length / rate).toBeGreaterThan(0.4);
    expect(joined([samples]).every((sample) => sample === 0x0808)).toBe(true);
    expect(states).toEqual(['talking', 'idle']);
  });

  it('gives a space back that was typed', async () => {
    const typed: string[] = [];
    const { talk } = await opened({ onTyped: (text) => typed.push(text) });
    expect(talk.key(space, true)).toBe(true);
    expect(talk.key(key('a', 'a'), true)).toBe(false);
    expect(typed).toEqual([' ']);
    expect(talk.state).toBe('idle');
  });

  it('interrupts the agent by its key, however one talks', async () => {
    for (const kind of ['push', 'hands-free', 'headphones'] as const) {
      let interrupted = 0;
      const onBargeIn = () => {
        interrupted += 1;
      };
      const { talk } = await opened({ kind, onBargeIn });
      if (kind !== 'push') expect(talk.key(space, true)).toBe(false);
      talk.follow({ type: 'turn.started' } as SessionEvent);
      expect(talk.key(space, true)).toBe(true);
      expect(interrupted).toBe(1);
      talk.settled();
    }
  });

  it('is deaf while the agent speaks, on a loudspeaker', async () => {
    const { talk, states } = await opened({ kind: 'hands-free' });
    talk.follow({ type: 'turn.started' } as SessionEvent);
    expect(talk.state).toBe('idle');
    talk.follow({ type: 'piece', text: 'Hello.' } as SessionEvent);
    expect(talk.state).toBe('deaf');
    talk.settled();
    while (talk.state === 'deaf') await setTimeout(20);
    expect(states).toEqual(['deaf', 'idle']);
  });

  it('takes back what is being said when it is muted', async () => {
    const { talk, heard } = await opened();
    await heard();
    talk.key(space, true);
    const questions = talk.questions()[Symbol.asyncIterator]();
    const { value: question } = await questions.next();
    talk.mute(true);
    expect(question?.signal.aborted).toBe(true);
    expect(talk.state).toBe('muted');
    talk.key(space, true);
    expect(talk.state).toBe('muted');
    talk.mute(false);
    expect(talk.state).toBe('idle');
  });
});
