/** What the flags of play say, what is kept of a session, and how it is summed up. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkFlags } from '../src/chat/check-flags';
import { type Given, modeOf, modesOf, type PlayFlags, speaks } from '../src/chat/flags';
import { messagesIn } from '../src/chat/messages';
import { summarize, voiceless } from '../src/chat/summary';
import { nullPlayer } from '../src/voice/play/null-player';
import { PlayError } from '../src/voice/play/play-error';
import { wavIn } from '../src/voice/play/wav-sound';
import { Session, type SessionVoice } from '../src/voice/session';
import type { SessionEvent, TurnEnded } from '../src/voice/session-events';
import { flite } from '../src/voice/speak/flite';
import type { Player, Speaker, Thinker } from '../src/voice/stages';
import { fliteEntry, seconds } from './voice-speak';
import { newFolder } from './voicectl';

const never = new AbortController().signal;
const echo: Thinker = {
  async *think(message) {
    yield { type: 'token', text: `You said ${message}.` };
    yield { type: 'done', response: `You said ${message}.` };
  },
};

describe('the flags of play', () => {
  it.each<[PlayFlags, boolean]>([
    [{}, false],
    [{ voice: true }, true],
    [{ voice: 'slt' }, true],
    [{ voice: false }, false],
    [{ out: 'a.wav' }, true],
    [{ record: 'turns' }, true],
    [{ record: 'turns', voice: false }, false],
    [{ compare: true }, true],
    [{ web: true }, true],
    [{ handsFree: true }, true],
    [{ check: ['a.yaml'] }, false],
  ])('%j: speaks %s', (flags, expected) => {
    expect(speaks(flags)).toBe(expected);
  });

  it.each<[PlayFlags, string, Given[]?]>([
    [{ voice: false, headphones: true }, '--headphones is for a voice'],
    [{ web: true, compare: true }, '--compare and --web exclude each other'],
    [{ web: true, out: 'a.wav' }, '--out is not for --web'],
    [{ web: true }, '--say is not for --web', [{ say: 'Hi' }]],
    [{ check: ['a.yaml'], voice: true }, '--voice is not for --check'],
    [{ check: ['a.yaml'] }, '--in is not for --check', [{ sound: 'a.wav' }]],
    [{ port: 80 }, '--port is for --web'],
    [{ handsFree: true }, '--hands-free is for a person at a terminal', [{ say: 'Hi' }]],
    [{ handsFree: true, headphones: true }, '--headphones are hands free already'],
    [{ outputDevice: 'USB', out: 'a.wav' }, '--out is in place of a loudspeaker'],
    [{ voice: false, out: 'a.wav' }, '--out is for a voice'],
    [{ out: '-' }, '--out - would mix sound into what is printed'],
    [{ language: 'fr' }, '--language is for a voice'],
    [{ mode: 'batch' }, '--mode is for a voice'],
    [{ voice: true, mode: 'sts' }, 'the platform has not built speech to speech'],
    [{ voice: true, mode: 'fast' }, 'There is no mode "fast"'],
    [{ voice: true, mode: 'batch,streaming' }, 'One --mode at a time'],
    [{ with: 'B' }, '--with is for --compare'],
    [{ rounds: 2 }, '--rounds is for --compare'],
    [{ report: 'a.md' }, '--report is for --compare and --check'],
    [{ criteria: 'a.yaml' }, '--criteria is for a person at a terminal', [{ say: 'Hi' }]],
    [{ out: 'a.mp3' }, 'only WAV files are written'],
    [{ compare: true }, '--compare needs something to say'],
    [{ compare: true, voice: false }, '--compare measures voices'],
    [{ compare: true, record: 'turns' }, '--record is not for --compare'],
  ])('%j: %s', (flags, problem, given = []) => {
    expect(() => checkFlags(flags, given)).toThrow(problem);
  });

  it('take the mode of the agent where none is named', () => {
    expect(modeOf(undefined, 'batch')).toBe('batch');
    expect(modeOf('streaming', 'batch')).toBe('streaming');
    expect(modeOf(undefined, undefined)).toBe('streaming');
    expect(modeOf('batch', 'sts')).toBe('batch');
    expect(() => modeOf(undefined, 'sts')).toThrow('The agent is set to sts');
    expect(modesOf('batch, streaming')).toEqual(['batch', 'streaming']);
  });
});

describe('a script', () => {
  it('is a message a line; empty lines and comments are none', () => {
    expect(messagesIn('\uFEFF# first\nHello\r\n\n  Where? # not a comment \n#x\nBye')).toEqual([
      'Hello',
      'Where? # not a comment',
      'Bye',
    ]);
  });

  it('loses no message, however its lines end', () => {
    const line = fc
      .string({ unit: 'grapheme' })
      .map((text) => text.replace(/[\r\n\uFEFF]/g, ' ').trim());
    fc.assert(
      fc.property(fc.array(line), fc.constantFrom('\n', '\r\n', '\r'), (lines, end) => {
        const kept = lines.filter((text) => text !== '' && !text.startsWith('#'));
        expect(messagesIn(lines.join(end))).toEqual(kept);
      }),
    );
  });
});

describe('a summary', () => {
  const ended: TurnEnded = {
    type: 'turn.ended',
    turn: 1,
    ms: 2000,
    message: 'Hi',
    response: 'Your order has shipped on Monday.',
    carried: 0,
    reached: 22,
    stopped: false,
    mode: 'streaming',
    voice: 'flite rms',
    usage: { outputTokens: 9 },
    firstTokenMs: 412,
    totalMs: 2000,
    marks: { firstToken: 412, firstAudio: 571, end: 2000 },
    stages: { listen: 0, think: 412, wait: 88, speak: 71, play: 0 },
    underruns: 0,
  };

  it('says where the time went', () => {
    expect(summarize(ended)).toBe(
      'think 500 | speak 71 ms · first token 412 ms · first audio 571 ms · end to end 2000 ms · 9 tokens',
    );
    expect(summarize({ ...ended, underruns: 2 })).toContain(' · 2 underruns · ');
    expect(summarize({ ...ended, voice: null })).toBe(
      'first token 412 ms · done 2000 ms · 9 tokens',
    );
  });

  it('is one sentence about a voice that failed', () => {
    expect(voiceless({ message: 'No loudspeaker', hint: null })).toBe(
      'No loudspeaker. The chat goes on as text.',
    );
  });
});

describe('a session', () => {
  let speaker: Speaker;
  beforeAll(() => {
    speaker = flite({ entry: fliteEntry });
  });
  afterAll(() => speaker.close?.());

  const voiceWith = (player: Player): SessionVoice => ({
    speaker,
    mode: 'streaming',
    playerOf: () => player,
  });

  it('keeps each turn in a folder of its own', async () => {
    const record = join(newFolder(), 'turns');
    const session = new Session({ thinker: echo, voice: voiceWith(nullPlayer()), record });
    const seen: SessionEvent[] = [];
    for (const text of ['hello', 'goodbye my friend']) {
      await session.turn({ text }, never, (event) => seen.push(event));
    }
    expect(readdirSync(record)).toEqual(['turn-1', 'turn-2']);
    expect(readdirSync(join(record, 'turn-2')).sort()).toEqual(['answer.wav', 'turn.json']);
    const [short, long] = await Promise.all(
      ['turn-1', 'turn-2'].map((turn) => wavIn(join(record, turn, 'answer.wav'))),
    );
    expect(short && seconds(short)).toBeGreaterThan(0.5);
    expect(long && seconds(long)).toBeGreaterThan(Number(short && seconds(short)));
    const kept = JSON.parse(readFileSync(join(record, 'turn-2', 'turn.json'), 'utf8'));
    expect(kept).toMatchObject({ turn: 2, message: 'goodbye my friend', voice: 'flite rms' });
    expect(seen.filter(({ type }) => type === 'turn.ended').at(-1)).toMatchObject({
      reached: kept.reached,
      marks: kept.marks,
    });
  });

  it('says once that there is no device, and goes on as text', async () => {
    const deaf: Player = {
      name: 'deaf',
      // biome-ignore lint/correctness/useYield: it fails before there is any
      async *play(speech) {
        for await (const _ of speech) throw new PlayError('There is no loudspeaker here');
      },
    };
    const session = new Session({ thinker: echo, voice: voiceWith(deaf) });
    const seen: SessionEvent[] = [];
    const turns = [];
    for (const text of ['one', 'two']) {
      turns.push(await session.turn({ text }, never, (event) => seen.push(event)));
    }
    expect(seen.filter(({ type }) => type === 'voice.failed')).toMatchObject([
      { turn: 1, message: 'There is no loudspeaker here' },
    ]);
    expect(turns).toMatchObject([
      { response: 'You said one.', reached: 13, voice: 'flite rms' },
      { response: 'You said two.', reached: 13, voice: null, mode: null },
    ]);
  });
});
