/** ElevenLabs' streaming socket, against a server that speaks its protocol. */
import fc from 'fast-check';
import { afterEach, describe, expect, it, test } from 'vitest';
import { frameOf } from '../src/voice/speak/elevenlabs-frame';
import { SpeakError } from '../src/voice/speak/speak-error';
import type { Piece, Speech } from '../src/voice/stages';
import { all, closeServers, everythingOf, key, soundOf, until } from './voice-cloud';
import { elevenLabsLike, voiceAt } from './voice-cloud-elevenlabs';
import { answer, oneByOne, say } from './voice-speak';

afterEach(closeServers);

const never = new AbortController().signal;
describe('a turn with ElevenLabs', () => {
  it('goes over one socket, with the voice and the format in its address and the key in a header', async () => {
    const server = await elevenLabsLike(({ text, say }) => say(soundOf(text.trim())));
    await say(voiceAt(server.url, { voice: 'my voice/1' }), answer('One.', 'Two.', 'Three.'));
    expect(server.requests).toHaveLength(1);
    const [request] = server.requests;
    const { pathname, searchParams } = new URL(request?.url ?? '', server.url);
    expect(pathname).toBe('/v1/text-to-speech/my%20voice%2F1/multi-stream-input');
    expect(Object.fromEntries(searchParams)).toEqual({
      model_id: 'eleven_flash_v2_5',
      output_format: 'pcm_16000',
      auto_mode: 'true',
      inactivity_timeout: '180',
    });
    expect(request?.headers['xi-api-key']).toBe(key);
    expect(JSON.stringify(server.messages)).not.toContain(key);
  });

  it('sends each piece in a context of its own: opened, flushed, closed', async () => {
    const server = await elevenLabsLike(({ text, say }) => say(soundOf(text.trim())));
    await say(voiceAt(server.url), answer('مرحبا! كيف حالك؟', 'Ünïcödé 🎉, "quotes"\n'));
    expect(server.messages).toEqual([
      { text: ' ', context_id: 'piece-1' },
      { text: 'مرحبا! كيف حالك؟ ', context_id: 'piece-1', flush: true },
      { context_id: 'piece-1', close_context: true },
      { text: ' ', context_id: 'piece-2' },
      { text: 'Ünïcödé 🎉, "quotes"\n ', context_id: 'piece-2', flush: true },
      { context_id: 'piece-2', close_context: true },
    ]);
  });

  it('tells which piece a sound is of, also when the second is made before the first', async () => {
    const held: (() => void)[] = [];
    const server = await elevenLabsLike(({ text, say }) => {
      const speak = () => say(soundOf(text.trim()), 333);
      if (text.includes('first')) held.push(speak);
      else {
        speak();
        for (const release of held.splice(0)) release();
      }
    });
    const pieces = answer('The first sentence.', 'Second.', 'And a third one, the longest.');
    const said = await say(voiceAt(server.url), pieces);
    expect(said.map(({ piece }) => piece)).toEqual(pieces);
    expect(said.map(({ samples }) => samples.length)).toEqual(
      pieces.map(({ text }) => soundOf(text).length),
    );
    expect(said.every(({ rate }) => rate === 16_000)).toBe(true);
  });

  it('takes a sound without a context for the oldest piece that is not over', async () => {
    const server = await elevenLabsLike(({ context, send }) => {
      send({ audio: Buffer.alloc(3200).toString('base64') });
      send({ isFinal: true, contextId: context });
    });
    const said = await say(voiceAt(server.url), answer('One.'));
    expect(said[0]?.samples).toHaveLength(1600);
  });

  it('connects before there is anything to say', async () => {
    const server = await elevenLabsLike(({ text, say }) => say(soundOf(text.trim())));
    let say1 = (_: Piece) => {};
    const first = new Promise<Piece>((resolve) => {
      say1 = resolve;
    });
    const pieces = async function* () {
      yield await first;
    };
    const speaking = all(voiceAt(server.url).speak(pieces(), never));
    await until(() => server.requests.length === 1);
    expect(server.messages).toEqual([]);
    for (const piece of answer('Hello.')) say1(piece);
    expect((await speaking).length).toBeGreaterThan(0);
    expect(server.requests).toHaveLength(1);
  });

  it('uses a connection that was made for it, once, and lets go of one that nobody used', async () => {
    const server = await elevenLabsLike(({ text, say }) => say(soundOf(text.trim())));
    const speaker = voiceAt(server.url, { idle: 300 });
    speaker.warm();
    speaker.warm();
    await say(speaker, answer('One.'));
    expect(server.requests).toHaveLength(1);
    await say(speaker, answer('Two.'));
    expect(server.requests).toHaveLength(2);
    speaker.warm();
    await until(() => server.closed.length === 3);
    expect(server.requests).toHaveLength(3);
  });

  it('is asked for two pieces at most that nobody has heard yet', async () => {
    const server = await elevenLabsLike(({ text, say }) => say(soundOf(text.trim())));
    const pieces = answer(...Array.from({ length: 6 }, (_, index) => `Sentence ${index}.`));
    const asked = () => server.messages.filter(({ flush }) => flush).length;
    const most: number[] = [];
    const done = new Set<Piece>();
    for await (const { piece } of voiceAt(server.url).speak(oneByOne(pieces), never)) {
      done.add(piece);
      // A third would have been asked for by now.
      await new Promise((resolve) => setTimeout(resolve, 10));
      most.push(asked() - done.size);
    }
    expect(done.size).toBe(6);
    expect(Math.max(...most)).toBe(1);
  });

  it('opens another connection when the server has closed one that had nothing to say', async () => {
    let connection: { close(): void } | undefined;
    const server = await elevenLabsLike(({ text, say, socket }) => {
      say(soundOf(text.trim()));
      connection = socket;
    });
    const said: Speech[] = [];
    const heard = () => said.reduce((count, { samples }) => count + samples.length, 0);
    const pieces = async function* () {
      const [first, second] = answer('One.', 'Two.');
      if (first) yield first;
      await until(() => heard() === soundOf('One.').length);
      connection?.close();
      await until(() => server.closed.length === 1);
      await new Promise((resolve) => setTimeout(resolve, 20));
      if (second) yield second;
    };
    for await (const speech of voiceAt(server.url).speak(pieces(), never)) said.push(speech);
    expect(new Set(said.map(({ piece }) => piece.text))).toEqual(new Set(['One.', 'Two.']));
    expect(server.requests).toHaveLength(2);
  });

  it('says a long answer', async () => {
    const server = await elevenLabsLike(({ text, say }) => say(soundOf(text.trim())));
    const pieces = answer(
      ...Array.from({ length: 120 }, (_, index) => `Sentence number ${index}.`),
    );
    const said = await say(voiceAt(server.url), pieces);
    expect(said.map(({ piece }) => piece)).toEqual(pieces);
    expect(server.requests).toHaveLength(1);
  });

  it('closes with a word when all has been said', async () => {
    const server = await elevenLabsLike(({ text, say }) => say(soundOf(text.trim())));
    await say(voiceAt(server.url), answer('One.'));
    await until(() => server.closed.length === 1);
    expect(server.closed).toEqual([1000]);
  });
});

describe('an abort', () => {
  it('closes the socket in the middle of a sentence, and is no error', async () => {
    const server = await elevenLabsLike(({ context, send }) => {
      send({ audio: Buffer.alloc(8000).toString('base64'), contextId: context });
    });
    const turn = new AbortController();
    const said: Speech[] = [];
    for await (const speech of voiceAt(server.url).speak(oneByOne(answer('Long.')), turn.signal)) {
      said.push(speech);
      turn.abort();
    }
    expect(said).toHaveLength(1);
    await until(() => server.closed.length === 1);
  });

  it('ends a voice that waits for its first sentence, or for the handshake', async () => {
    const server = await elevenLabsLike(() => {});
    const turn = new AbortController();
    const nothing = async function* (): AsyncGenerator<Piece> {
      await new Promise(() => {});
    };
    const speaking = all(voiceAt(server.url).speak(nothing(), turn.signal));
    await until(() => server.requests.length === 1);
    turn.abort();
    expect(await speaking).toEqual([]);
    await until(() => server.closed.length === 1);
    expect(await all(voiceAt(server.url).speak(nothing(), turn.signal))).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });

  it('is also a listener that goes away', async () => {
    const server = await elevenLabsLike(({ text, say }) => say(soundOf(text.trim())));
    for await (const _ of voiceAt(server.url).speak(oneByOne(answer('One.', 'Two.')), never)) break;
    await until(() => server.closed.length === 1);
  });
});

test('the key is in nothing that could be printed of a voice', async () => {
  const server = await elevenLabsLike(({ text, say }) => say(soundOf(text.trim())));
  const speaker = voiceAt(server.url);
  const said = await say(speaker, answer('One.'));
  expect(everythingOf(speaker) + everythingOf(said[0])).not.toContain(key);
});

test.each(['', '.', '..'])('%j is no voice', (voice) => {
  expect(() => voiceAt('http://127.0.0.1:9', { voice })).toThrow(SpeakError);
});

test('any text is a message or none, and never an error', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(['sound', 'refusal', 'other', undefined]).toContain(frameOf(text)?.type);
    }),
  );
});

test('any bytes are heard as they were said', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.string(), fc.boolean(), (bytes, contextId, isFinal) => {
      const audio = Buffer.from(bytes).toString('base64');
      const frame = frameOf(JSON.stringify({ audio, contextId, isFinal }));
      expect(frame).toMatchObject({ type: 'sound', context: contextId, final: isFinal });
      expect(frame?.type === 'sound' && [...frame.bytes]).toEqual([...bytes]);
    }),
  );
});
