/** An OpenAI-compatible endpoint as a listener, against a server of this machine. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it, test } from 'vitest';
import { ListenError } from '../src/voice/listen/listen-error';
import {
  type OpenAiTranscriptionOptions,
  openAiTranscription,
} from '../src/voice/listen/openai-transcription';
import { soundOfWav } from '../src/voice/speak/wav';
import type { Pcm } from '../src/voice/stages';
import {
  accessTo,
  all,
  closeServers,
  everythingOf,
  httpServer,
  key,
  soundOf,
  thrownBy,
  until,
} from './voice-cloud';
import { oneByOne } from './voice-speak';

afterEach(closeServers);

const never = new AbortController().signal;

interface Asked {
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly form: FormData;
}

async function endpoint(answer: (response: ServerResponse, asked: readonly Asked[]) => unknown) {
  const asked: Asked[] = [];
  const url = await httpServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const type = request.headers['content-type'] ?? '';
    const body = new Response(Buffer.concat(parts), { headers: { 'content-type': type } });
    asked.push({ url: request.url, headers: request.headers, form: await body.formData() });
    await answer(response, asked);
  });
  return { url: `${url}/v1`, asked };
}

const saying = (text: unknown) => (response: ServerResponse) =>
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ text }));

const listenerAt = (url: string, more: Partial<OpenAiTranscriptionOptions> = {}) =>
  openAiTranscription({ access: accessTo(url), ...more });

const sound: Pcm = { samples: soundOf('some words'), rate: 16_000 };

const hear = (listener: ReturnType<typeof listenerAt>, parts: readonly Pcm[] = [sound]) =>
  all(listener.listen(oneByOne(parts), never));

describe('what was said', () => {
  it('is sent as one WAV file, and comes back as text', async () => {
    const { url, asked } = await endpoint(saying(' Où est ma commande ? مرحبا 🎉\n'));
    const listener = listenerAt(url, { model: 'whisper-large', language: 'fr' });
    expect(await hear(listener)).toEqual([
      { type: 'final', text: 'Où est ma commande ? مرحبا 🎉' },
    ]);
    expect(asked[0]?.url).toBe('/v1/audio/transcriptions');
    expect(asked[0]?.headers.authorization).toBe(`Bearer ${key}`);
    const { file, ...fields } = Object.fromEntries(asked[0]?.form ?? []);
    expect(fields).toEqual({ model: 'whisper-large', response_format: 'json', language: 'fr' });
    expect(file).toMatchObject({ name: 'speech.wav', type: 'audio/wav' });
    const wav = soundOfWav(new Uint8Array(await (file as File).arrayBuffer()));
    expect(wav.rate).toBe(16_000);
    expect([...wav.samples]).toEqual([...sound.samples]);
  });

  it('is the same in parts, and of another rate as long', async () => {
    const { url, asked } = await endpoint(saying('yes'));
    const parts = [0, 1, 2].map((part) => ({
      rate: 48_000,
      samples: soundOf('').slice(300 * part, 300 * (part + 1)),
    }));
    await hear(listenerAt(url), parts);
    const file = asked[0]?.form.get('file') as File;
    expect(soundOfWav(new Uint8Array(await file.arrayBuffer())).samples).toHaveLength(300);
  });

  it('is not sent when it is nothing, and said by nobody when it is not understood', async () => {
    const { url, asked } = await endpoint(saying('  '));
    expect(await hear(listenerAt(url), [])).toEqual([]);
    expect(asked).toHaveLength(0);
    expect(await hear(listenerAt(url))).toEqual([]);
    expect(asked).toHaveLength(1);
  });

  it('is tried once more when the server asks for it', async () => {
    const { url, asked } = await endpoint((response, all) =>
      all.length === 1
        ? response.writeHead(429, { 'retry-after': '0' }).end()
        : saying('yes')(response),
    );
    expect(await hear(listenerAt(url))).toEqual([{ type: 'final', text: 'yes' }]);
    expect(asked).toHaveLength(2);
  });
});

describe('an abort', () => {
  it('ends it while somebody speaks', async () => {
    const { url, asked } = await endpoint(saying('yes'));
    const turn = new AbortController();
    const endless = async function* () {
      yield sound;
      setImmediate(() => turn.abort());
      await new Promise(() => {});
    };
    expect(await all(listenerAt(url).listen(endless(), turn.signal))).toEqual([]);
    expect(asked).toHaveLength(0);
  });

  it('ends it while the server thinks', async () => {
    let isGone = false;
    const { url, asked } = await endpoint((response) => {
      response.on('close', () => {
        isGone = true;
      });
    });
    const turn = new AbortController();
    const heard = all(listenerAt(url).listen(oneByOne([sound]), turn.signal));
    await until(() => asked.length === 1);
    turn.abort();
    expect(await heard).toEqual([]);
    await until(() => isGone);
  });
});

describe('what goes wrong', () => {
  it.each([
    [401, /refuses the key of SOME_API_KEY \(401\)$/],
    [403, /refuses the key of SOME_API_KEY \(403\)$/],
    [429, /takes no more requests for now \(429\)$/],
    [404, /has no model gpt-4o-mini-transcribe for this \(404\): No model for \[redacted\]$/],
    [500, /refused \(500\): No model for \[redacted\]$/],
  ])('is a sentence for %d', async (status, sentence) => {
    const { url } = await endpoint((response) =>
      response.writeHead(status).end(JSON.stringify({ error: { message: `No model for ${key}` } })),
    );
    const error = await thrownBy(() => hear(listenerAt(url)));
    expect(error).toBeInstanceOf(ListenError);
    expect(error.message).toMatch(sentence);
    expect(error.hint).toContain('voicectl voice install moonshine');
    expect(everythingOf(error)).not.toContain(key);
  });

  it.each([
    ['a web page', '<html>'],
    ['nothing', ''],
    ['another object', '{"words": []}'],
    ['a list', '[]'],
    ['null', 'null'],
  ])('is told of %s in place of a transcript', async (_, body) => {
    const { url } = await endpoint((response) => response.writeHead(200).end(body));
    const error = await thrownBy(() => hear(listenerAt(url)));
    expect(error).toBeInstanceOf(ListenError);
    expect(error.message).toMatch(/answered with what is no transcript$/);
  });

  it('is told when no answer comes, none to its end, or far too much of it', async () => {
    const silent = await endpoint(() => {});
    const slow = await endpoint((response) => void response.writeHead(200).write('{"te'));
    const cut = await endpoint((response) => {
      response.writeHead(200).write('{"te');
      setTimeout(() => response.destroy(), 30);
    });
    const much = await endpoint((response) => response.writeHead(200).end('x'.repeat(2_000_000)));
    const message = async ({ url }: { url: string }, patience: number) =>
      (await thrownBy(() => hear(listenerAt(url, { patience })))).message;
    expect(await message(silent, 100)).toMatch(/gave no (answer|text) (in|within) 0\.1 s$/);
    expect(await message(slow, 300)).toMatch(/gave no text within 0\.3 s$/);
    expect(await message(cut, 5000)).toMatch(/broke off$/);
    expect(await message(much, 5000)).toMatch(/answered with far too much$/);
  });

  it('is told of a speech without end, before any of it is sent', async () => {
    const { url, asked } = await endpoint(saying('yes'));
    const minute = { samples: new Int16Array(60 * 16_000), rate: 16_000 };
    const parts = Array.from({ length: 11 }, () => minute);
    const error = await thrownBy(() => hear(listenerAt(url), parts));
    expect(error.message).toMatch(/takes ten minutes of speech at most$/);
    expect(asked).toHaveLength(0);
  });

  it('is told when nobody is there', async () => {
    const error = await thrownBy(() => hear(listenerAt('http://127.0.0.1:9/v1')));
    expect(error).toBeInstanceOf(ListenError);
    expect(error.message).toMatch(/can't be reached: /);
  });
});

test('the key is in nothing that could be printed of a listener', () => {
  expect(everythingOf(listenerAt('http://127.0.0.1:9/v1'))).not.toContain(key);
});
