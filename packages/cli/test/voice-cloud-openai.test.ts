/** An OpenAI-compatible endpoint as a voice, against a server of this machine. */
import type { ServerResponse } from 'node:http';
import fc from 'fast-check';
import { afterEach, describe, expect, it, test } from 'vitest';
import { PcmBytes } from '../src/voice/speak/pcm-bytes';
import { SpeakError } from '../src/voice/speak/speak-error';
import type { Pcm, Piece, Speech } from '../src/voice/stages';
import {
  accessTo,
  all,
  bytesOf,
  closeServers,
  everythingOf,
  key,
  saidUntilError,
  soundOf,
  until,
} from './voice-cloud';
import { endpoint, soundFrom, speaking, voiceAt } from './voice-cloud-openai';
import { answer, oneByOne, say, wavOf } from './voice-speak';

afterEach(closeServers);

const never = new AbortController().signal;

const samplesOf = (sound: readonly Pcm[]) => sound.flatMap(({ samples }) => [...samples]);

describe('a turn', () => {
  it('is a request a piece, with the key, the voice and the model', async () => {
    const { url, asked } = await endpoint(speaking);
    const pieces = answer('One.', 'مرحبا! 🎉', 'Three is longer.');
    const said = await say(voiceAt(url, { voice: 'nova', model: 'kokoro' }), pieces);
    expect(asked.map(({ body }) => body)).toEqual(
      pieces.map(({ text }) => ({
        ...{ model: 'kokoro', voice: 'nova', input: text, response_format: 'pcm' },
      })),
    );
    expect(asked[0]?.url).toBe('/v1/audio/speech');
    expect(asked[0]?.headers.authorization).toBe(`Bearer ${key}`);
    expect(said.map(({ piece, rate, samples }) => [piece, rate, samples.length])).toEqual(
      pieces.map((piece) => [piece, 24_000, soundOf(piece.text).length]),
    );
  });

  it('sends no key where there is none', async () => {
    const { url, asked } = await endpoint(speaking);
    await say(voiceAt(url, { access: { ...accessTo(url), key: undefined } }), answer('One.'));
    expect(asked[0]?.headers).not.toHaveProperty('authorization');
  });

  it('asks for the second piece while the first is being made, and keeps their order', async () => {
    const held: ServerResponse[] = [];
    const { url, asked } = await endpoint((text, response) => {
      if (text === 'One.') held.push(response);
      else {
        speaking(text, response);
        for (const first of held.splice(0)) speaking('One.', first);
      }
    });
    const pieces = answer('One.', 'Two.');
    const said = await say(voiceAt(url), pieces);
    expect(said.map(({ piece }) => piece)).toEqual(pieces);
    expect(asked).toHaveLength(2);
  });

  it('asks for no third piece before the first has been heard', async () => {
    const { url, asked } = await endpoint(speaking);
    const ahead: number[] = [];
    const done = new Set<Piece>();
    const pieces = answer('One.', 'Two.', 'Three.', 'Four.', 'Five.');
    for await (const { piece } of voiceAt(url).speak(oneByOne(pieces), never)) {
      done.add(piece);
      await new Promise((resolve) => setTimeout(resolve, 20));
      ahead.push(asked.length - done.size);
    }
    expect(done.size).toBe(5);
    expect(Math.max(...ahead)).toBe(1);
  });

  it('hands on the beginning of a sound before its end has been made', async () => {
    let end = () => {};
    const { url } = await endpoint((_, response) => {
      response.writeHead(200).write(Buffer.alloc(9601));
      end = () => response.end(Buffer.alloc(1));
    });
    const said: Speech[] = [];
    for await (const speech of voiceAt(url).speak(oneByOne(answer('One.')), never)) {
      said.push(speech);
      if (said.length === 1) end();
    }
    expect(said.length).toBeGreaterThan(1);
    expect(said.reduce((count, { samples }) => count + samples.length, 0)).toBe(4801);
  });

  it('ends with its signal in the middle of a sound, and takes its requests with it', async () => {
    const { url, gone } = await endpoint((_, response) => {
      response.writeHead(200).write(Buffer.alloc(9600));
    });
    const turn = new AbortController();
    const pieces = oneByOne(answer('One.', 'Two.'));
    for await (const _ of voiceAt(url).speak(pieces, turn.signal)) turn.abort();
    await until(() => gone.includes('One.'));
  });

  it('ends when nobody listens any more', async () => {
    const { url, gone } = await endpoint((_, response) => {
      response.writeHead(200).write(Buffer.alloc(9600));
    });
    for await (const _ of voiceAt(url).speak(oneByOne(answer('One.')), never)) break;
    await until(() => gone.length === 1);
    for await (const _ of soundFrom(url)) break;
    await until(() => gone.length === 2);
  });
});

describe('the sound', () => {
  it('is the same however its bytes are cut', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 12 });
    const samples = Array.from(soundOf('Some text.'));
    await fc.assert(
      fc.asyncProperty(sizes, async (cuts) => {
        const { url } = await endpoint(async (_, response) => {
          const bytes = bytesOf(Int16Array.from(samples));
          response.writeHead(200, { 'content-type': 'audio/pcm' });
          for (let at = 0, turn = 0; at < bytes.length; turn++) {
            const size = cuts[turn % cuts.length] ?? 1;
            await new Promise((resolve) => response.write(bytes.subarray(at, at + size), resolve));
            at += size;
          }
          response.end();
        });
        expect(samplesOf(await all(soundFrom(url)))).toEqual(samples);
      }),
      { numRuns: 8 },
    );
  });

  test('samples are the same for any cutting of their bytes', () => {
    const parts = fc.array(fc.uint8Array({ maxLength: 7 }));
    fc.assert(
      fc.property(parts, (chunks) => {
        const bytes = new PcmBytes();
        const all = Buffer.concat(chunks);
        const expected = Array.from({ length: all.length >> 1 }, (_, at) =>
          all.readInt16LE(2 * at),
        );
        expect(chunks.flatMap((chunk) => [...bytes.push(chunk)])).toEqual(expected);
      }),
    );
  });

  it.each([
    ['audio/pcm', 24_000],
    ['audio/L16; rate=16000; channels=1', 16_000],
    ['application/octet-stream', 24_000],
    ['audio/pcm;rate=1', 24_000],
    [undefined, 24_000],
  ])('of type %s has a rate of %d', async (type, rate) => {
    const { url } = await endpoint((_, response) => {
      response.writeHead(200, type === undefined ? {} : { 'content-type': type });
      response.end(bytesOf(soundOf('')));
    });
    expect(new Set((await all(soundFrom(url))).map((pcm) => pcm.rate))).toEqual(new Set([rate]));
  });

  it('of a server that knows only WAV is understood', async () => {
    const wav = wavOf(soundOf('One.'), 22_050);
    const { url } = await endpoint(async (_, response) => {
      response.writeHead(200, { 'content-type': 'audio/wav' });
      for (const byte of [...wav.subarray(0, 3)]) response.write(Buffer.from([byte]));
      response.end(wav.subarray(3));
    });
    const sound = await all(soundFrom(url));
    expect(sound.map(({ rate }) => rate)).toEqual([22_050]);
    expect(samplesOf(sound)).toEqual([...soundOf('One.')]);
  });

  it.each([0, 1, 2, 3])('of %d bytes is no mistake', async (size) => {
    const { url } = await endpoint((_, response) =>
      response.writeHead(200).end(Buffer.alloc(size)),
    );
    expect(samplesOf(await all(soundFrom(url)))).toHaveLength(size >> 1);
  });

  it.each(['text/html', 'application/json', 'audio/mpeg'])('is not played as %s', async (type) => {
    const { url } = await endpoint((_, response) =>
      response.writeHead(200, { 'content-type': type }).end('<html>'),
    );
    const { error } = await saidUntilError(voiceAt(url), answer('One.'));
    expect(error).toBeInstanceOf(SpeakError);
    expect(error.message).toContain(`answered with ${type}, not with sound (PCM)`);
  });
});

test('the key is in nothing that could be printed of a voice', async () => {
  const { url } = await endpoint(speaking);
  const speaker = voiceAt(url);
  const said = await say(speaker, answer('One.'));
  expect(everythingOf(speaker) + everythingOf(said)).not.toContain(key);
});
