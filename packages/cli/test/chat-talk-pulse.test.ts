/**
 * Talking to an agent with a microphone and a loudspeaker, through a PulseAudio of the test's own: a question is played into
 * the microphone, and what the loudspeaker says is recorded and understood again. Skipped where PulseAudio is missing.
 */
import { type Client, createClient } from '@voicectl/sdk';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openTalk } from '../src/chat/talk/open-talk';
import type { Talk, TalkKind } from '../src/chat/talk/talk';
import { Channel } from '../src/voice/channel';
import { type MoonshineListener, moonshine } from '../src/voice/listen/moonshine';
import type { AudioDevice } from '../src/voice/play/device';
import { soundDevice } from '../src/voice/play/sound-device';
import { Session } from '../src/voice/session';
import type { SessionEvent, TurnEnded } from '../src/voice/session-events';
import { openPlayers, type Players } from '../src/voice/session-players';
import { flite } from '../src/voice/speak/flite';
import type { Speaker } from '../src/voice/stages';
import { agentThinker } from '../src/voice/thinker';
import { type Capture, hasPulse, Pulse } from './voice-devices-pulse';
import {
  built,
  finals,
  heard,
  moonshineHere,
  silence,
  sound,
  spoken,
  together,
  wordErrors,
} from './voice-listening';
import { audioEntry } from './voice-play';
import { startPlatform } from './voicectl';

if (!hasPulse) process.stderr.write('skipped: PulseAudio is not installed here\n');
const folder = hasPulse ? await moonshineHere() : undefined;

const short = 'Your order has shipped and should arrive at your door on Friday.';
const long = [
  'Let me tell you a long story about the winter.',
  'All the lakes were frozen for three months.',
  'Nobody could find anything to eat in the forest.',
  'The birds returned from the south in the spring.',
  'The river was full of water again after the snow.',
].join(' ');
const first = 'I need help with my order.';
const second = 'When will it be here?';
const space = {
  type: 'key',
  name: 'space',
  ctrl: false,
  alt: false,
  shift: false,
  text: ' ',
} as const;
const enter = { ...space, name: 'return', text: '\r' } as const;

// On a busy machine sound breaks off now and then.
describe.skipIf(folder === undefined)('talking through PulseAudio', { retry: 2 }, async () => {
  const [one = silence(0), other = silence(0)] = await spoken(first, second);
  let pulse: Pulse;
  let loudspeaker: Capture;
  let platform: Awaited<ReturnType<typeof startPlatform>>;
  let client: Client;
  let audio: AudioDevice;
  let players: Players;
  let listener: MoonshineListener;
  let speaker: Speaker;
  let agentId: string;
  const talks: Talk[] = [];

  beforeAll(async () => {
    pulse = await Pulse.start();
    loudspeaker = await pulse.capture('vout');
    await pulse.capture('vmic');
    const brain = {
      answer: ({ message }: { message: string }) =>
        (/order/i.test(message) ? long : short).split(/(?<= )/),
      countInput: () => 1,
      suggest: () => ({}),
    };
    platform = await startPlatform({ brain });
    const { server } = platform;
    client = createClient({ agents: { url: server.agentsUrl, apiKey: 'test-key' } });
    agentId = (await client.agents.create({ name: 'A', instructions: 'You are brief.' })).id;
    audio = soundDevice({ entry: audioEntry, env: pulse.env });
    players = await openPlayers({ audio, env: pulse.env, note: () => {} });
    listener = moonshine({ env: {}, folder, entry: built('moonshine-process') });
    speaker = flite({ entry: built('flite-worker') });
    await listener.ready();
  }, 60_000);
  afterEach(() => Promise.all(talks.splice(0).map((talk) => talk.close())));
  afterAll(async () => {
    await Promise.all([players?.close(), listener?.close(), speaker?.close?.()]);
    await audio?.close();
    await client?.close();
    await platform?.server.close();
    pulse?.stop();
  });

  /** As a chat does it: one turn after the other, each stopped by the next. */
  async function converse(kind: TalkKind) {
    const voice = { speaker, mode: 'streaming', playerOf: () => players.playerOf(1) } as const;
    const session = new Session({ thinker: agentThinker(client, agentId), voice, listener });
    const ends = new Channel<TurnEnded | 'echo' | 'none'>();
    const events: SessionEvent[] = [];
    const waiting = new Set<() => void>();
    let turn = new AbortController();
    let bargedIn = 0;
    let level = Number.NEGATIVE_INFINITY;
    const talk = await openTalk({
      ...{ audio, kind },
      onLevel: (decibels) => {
        level = Math.max(level, decibels);
      },
      onBargeIn: () => {
        bargedIn += 1;
        turn.abort();
      },
    });
    talks.push(talk);
    const serve = async () => {
      for await (const question of talk.questions()) {
        turn = new AbortController();
        let isEcho = false;
        const report = (event: SessionEvent) => {
          talk.follow(event);
          if (event.type === 'heard' && event.final) isEcho ||= question.isEcho(event.text);
          if (isEcho) turn.abort();
          events.push(event);
          for (const look of waiting) look();
        };
        const { sound, name, signal } = question;
        const ended: TurnEnded | 'echo' | 'none' = await session
          .turn({ sound, name }, AbortSignal.any([turn.signal, signal]), report)
          .catch(() => (isEcho ? 'echo' : 'none'));
        talk.settled();
        ends.push(ended);
      }
    };
    void serve();
    const results = ends[Symbol.asyncIterator]();
    return {
      talk,
      events,
      get bargedIn() {
        return bargedIn;
      },
      hears: async () => {
        while (level === Number.NEGATIVE_INFINITY)
          await new Promise((done) => setTimeout(done, 20));
      },
      next: async () => (await results.next()).value,
      /** The first event of that kind from now on. */
      until: (fits: (event: SessionEvent) => boolean) =>
        new Promise<void>((resolve) => {
          const look = () => {
            if (!events.slice(-1).some(fits)) return;
            waiting.delete(look);
            resolve();
          };
          waiting.add(look);
        }),
    };
  }

  const understood = async () =>
    finals(await heard(listener, sound(together(loudspeaker.samples, silence(1))))).join(' ');
  const sounds = (event: SessionEvent) => event.type === 'played' && event.heardMs > 300;
  const hasHeard = (event: SessionEvent) => event.type === 'heard' && event.final;

  it('hears a question by the space bar, and is answered aloud', async () => {
    const chat = await converse('push');
    await chat.hears();
    loudspeaker.clear();
    expect(chat.talk.key(space, true)).toBe(true);
    expect(chat.talk.state).toBe('talking');
    await pulse.speak(together(silence(0.2), other, silence(0.3)));
    expect(chat.talk.key(enter, true)).toBe(true);
    const turn = await chat.next();
    expect(turn).toMatchObject({ message: second, response: short, reached: short.length });
    expect(chat.talk.state).toBe('idle');
    const words = await understood();
    expect(wordErrors(short, words), words).toBeLessThanOrEqual(0.35);
  }, 40_000);

  it('hears a question without a key, and does not answer what the loudspeaker says', async () => {
    const loop = pulse.control(
      ...['load-module', 'module-loopback', 'source=vout.monitor', 'sink=vmic'],
      'latency_msec=30',
    );
    try {
      const chat = await converse('hands-free');
      await chat.hears();
      loudspeaker.clear();
      await pulse.speak(together(silence(0.5), other, silence(1)));
      expect(await chat.next()).toMatchObject({ message: second, reached: short.length });
      await pulse.speak(silence(2));
      expect(chat.events.filter(({ type }) => type === 'turn.started')).toHaveLength(1);
      expect(chat).toMatchObject({ bargedIn: 0, talk: { state: 'idle' } });
      const words = await understood();
      expect(wordErrors(short, words), words).toBeLessThanOrEqual(0.35);
    } finally {
      pulse.control('unload-module', loop.trim());
    }
  }, 40_000);

  it('is interrupted by a voice on headphones, and answers what interrupted it', async () => {
    const chat = await converse('headphones');
    await chat.hears();
    loudspeaker.clear();
    const speaks = chat.until(sounds);
    await pulse.speak(together(silence(0.5), one, silence(0.2)));
    await speaks;
    let quiet = 0;
    const again = chat.until(hasHeard).then(() => {
      quiet = loudspeaker.quietFor;
    });
    await pulse.speak(together(other, silence(1)));
    const stopped = await chat.next();
    expect(stopped).toMatchObject({ message: first, response: long, stopped: true });
    const { reached } = stopped as TurnEnded;
    expect(reached).toBeGreaterThan(0);
    expect(reached).toBeLessThan(long.length);
    await again;
    // The rest of the question, and the silence after it.
    expect(quiet).toBeGreaterThan(400);
    expect(await chat.next()).toMatchObject({ message: second, reached: short.length });
    expect(chat.bargedIn).toBe(1);
    const words = await understood();
    expect(words).toContain('Let me tell you');
    expect(words).not.toContain('snow');
  }, 40_000);

  it('is interrupted by the key, and answers what is said then', async () => {
    const chat = await converse('push');
    await chat.hears();
    loudspeaker.clear();
    const speaks = chat.until((event) => sounds(event) && 'start' in event && event.start > 0);
    chat.talk.key(space, true);
    await pulse.speak(together(one, silence(0.3)));
    chat.talk.key(enter, true);
    await speaks;
    chat.talk.key(space, true);
    const stopped = await chat.next();
    expect(stopped).toMatchObject({ message: first, response: long, stopped: true });
    const { reached } = stopped as TurnEnded;
    expect(reached).toBeLessThan(long.length);
    // Cut at the word that was heard.
    const words = await understood();
    expect(wordErrors(long.slice(0, reached), words), words).toBeLessThanOrEqual(0.35);
    await pulse.speak(together(silence(0.3), other, silence(0.3)));
    expect(loudspeaker.quietFor).toBeGreaterThan(400);
    chat.talk.key(enter, true);
    expect(await chat.next()).toMatchObject({ message: second, reached: short.length });
  }, 40_000);

  it('does not take its own voice for a question where headphones are none', async () => {
    const loop = pulse.control(
      ...['load-module', 'module-loopback', 'source=vout.monitor', 'sink=vmic'],
      'latency_msec=30',
    );
    try {
      const chat = await converse('headphones');
      await chat.hears();
      await pulse.speak(together(silence(0.5), one, silence(1)));
      const stopped = await chat.next();
      expect(stopped).toMatchObject({ message: first, stopped: true });
      expect(await chat.next()).toBe('echo');
    } finally {
      pulse.control('unload-module', loop.trim());
    }
  }, 40_000);
});
