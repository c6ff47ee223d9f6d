/** Keys, addresses and models of services in the cloud, from the environment to what is sent. */
import { createServer } from 'node:http';
import { afterEach, describe, expect, it, test } from 'vitest';
import { UsageError } from '../src/failure/errors';
import {
  cloudServices,
  type Environment,
  elevenLabsAccess,
  Key,
  openAiAccess,
  quoted,
} from '../src/voice/keys';
import { cloudListener } from '../src/voice/listen/cloud';
import { endNote } from '../src/voice/openai-models';
import { cloudSpeaker } from '../src/voice/speak/cloud';
import { SpeakError } from '../src/voice/speak/speak-error';
import {
  accessTo,
  all,
  bytesOf,
  closeServers,
  everythingOf,
  httpServer,
  key,
  soundOf,
  thrownBy,
} from './voice-cloud';
import { elevenLabsLike } from './voice-cloud-elevenlabs';
import { answer, oneByOne, say } from './voice-speak';

afterEach(closeServers);

const never = new AbortController().signal;

test.each<[string, Environment, string[]]>([
  ['nothing', {}, []],
  ['empty values', { ELEVENLABS_API_KEY: ' ', OPENAI_API_KEY: '', OPENAI_BASE_URL: '' }, []],
  ['a key of ElevenLabs', { ELEVENLABS_API_KEY: key }, ['elevenlabs']],
  ['a key of OpenAI', { OPENAI_API_KEY: key }, ['openai']],
  ['an endpoint of this machine', { OPENAI_BASE_URL: 'http://localhost:8880/v1' }, ['openai']],
  ['an endpoint elsewhere', { OPENAI_BASE_URL: 'https://api.example.com/v1' }, []],
  ['no address', { OPENAI_BASE_URL: 'localhost' }, []],
  ['both keys', { ELEVENLABS_API_KEY: key, OPENAI_API_KEY: key }, ['elevenlabs', 'openai']],
])('with %s, services that can be asked', (_, env, services) => {
  const found = Object.entries(cloudServices(env)).filter(([, isThere]) => isThere);
  expect(found.map(([name]) => name)).toEqual(services);
});

test.each([
  [undefined, 'https://api.elevenlabs.io'],
  ['wss://api.eu.residency.elevenlabs.io/', 'https://api.eu.residency.elevenlabs.io'],
  ['https://api.us.elevenlabs.io', 'https://api.us.elevenlabs.io'],
  ['ws://127.0.0.1:4000', 'http://127.0.0.1:4000'],
])('ELEVENLABS_URL %s leads to %s', (given, url) => {
  const env = { ELEVENLABS_API_KEY: ` ${key}\n`, ELEVENLABS_URL: given };
  const access = elevenLabsAccess(env);
  expect(access?.url).toBe(url);
  expect(access?.key?.reveal()).toBe(key);
});

test.each([
  ['ELEVENLABS_URL', 'ws://example.com', 'must be https'],
  ['ELEVENLABS_URL', 'nonsense', 'must be an absolute URL'],
  ['ELEVENLABS_URL', `https://${key}@example.com`, 'must not carry credentials'],
  ['ELEVENLABS_API_KEY', 'two words', 'printable ASCII'],
  ['OPENAI_BASE_URL', 'http://example.com/v1', 'must be https'],
  ['OPENAI_BASE_URL', `https://example.com/v1?key=${key}`, 'must not have a query'],
  ['OPENAI_API_KEY', `${key}\u{1f511}`, 'printable ASCII'],
])('%s=%s is refused by name, and not repeated', (variable, value, problem) => {
  const env = { ELEVENLABS_API_KEY: key, OPENAI_API_KEY: key, [variable]: value };
  const read = variable.startsWith('OPENAI') ? openAiAccess : elevenLabsAccess;
  let error: unknown;
  try {
    read(env);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(UsageError);
  expect((error as UsageError).message).toMatch(new RegExp(`^${variable} .*${problem}`));
  expect(everythingOf(error)).not.toContain(key);
});

describe('a key', () => {
  it('is not printed by anything', () => {
    const access = accessTo('https://example.com');
    expect(`${everythingOf(access)}${access.key}${everythingOf(access.key)}`).not.toContain(key);
  });

  it('is taken out of what a server says, as is all that looks like one', () => {
    const access = { ...accessTo('https://example.com'), key: new Key('pä"ss/word') };
    const said = 'pä"ss/word p%C3%A4%22ss%2Fword sk-proj-12*****89 sk_abcdef ok\u001b[2J\nline';
    expect(quoted(said, access)).toBe('[redacted] [redacted] [redacted] [redacted] ok[2J line');
    expect(quoted('x'.repeat(500), access)).toHaveLength(201);
  });
});

test.each([
  ['gpt-4o-mini-tts', '2026-11-22', 'OpenAI ends the model gpt-4o-mini-tts on 2027-01-06'],
  ['gpt-4o-mini-tts-2025-12-15', '2026-11-22', 'OpenAI ends the model'],
  ['tts-1', '2027-01-06', 'OpenAI ended the model tts-1 on 2027-01-06; SOME_MODEL names another'],
  ['tts-1-hd', '2027-01-05', 'OpenAI ends the model tts-1-hd on 2027-01-06'],
  ['whisper-1', '2026-11-22', 'OpenAI ends the model whisper-1 on 2027-02-26'],
  ['gpt-4o-transcribe', '2026-11-22', 'on 2027-02-26'],
  ['gpt-4o-mini-transcribe', '2027-03-01', 'OpenAI ended the model'],
  ['gpt-4o-mini-tts-next', '2026-11-22', undefined],
  ['kokoro', '2026-11-22', undefined],
])('of %s on %s it is said: %s', (model, today, note) => {
  const said = endNote(model, 'SOME_MODEL', { url: 'https://api.openai.com/v1' }, today);
  if (note === undefined) expect(said).toBeUndefined();
  else expect(said).toContain(note);
  expect(endNote(model, 'SOME_MODEL', { url: 'http://localhost:1/v1' }, today)).toBeUndefined();
});

describe('opened by the environment', () => {
  const note = () => {};

  it('ElevenLabs speaks with the voice of the agent', async () => {
    const server = await elevenLabsLike(({ text, say }) => say(soundOf(text.trim())));
    const env = { ELEVENLABS_API_KEY: key, ELEVENLABS_URL: server.url };
    const choice = { engine: 'elevenlabs', voice: 'abc', notes: [] } as const;
    const speaker = await cloudSpeaker(choice, { env, note });
    expect(speaker?.name).toBe('elevenlabs abc');
    if (speaker) await say(speaker, answer('One.'));
    expect(server.requests[0]?.url).toContain('/abc/');
  });

  it('an endpoint of this machine speaks and listens without a key, and nothing is said of its models', async () => {
    const models: unknown[] = [];
    const url = await httpServer(async (request, response) => {
      let body = '';
      for await (const part of request.setEncoding('latin1')) body += part;
      models.push(request.headers.authorization, /(tts-1|whisper-1)/.exec(body)?.[0]);
      if (request.url?.endsWith('speech')) response.end(bytesOf(soundOf('One.')));
      else response.end('{"text":"one"}');
    });
    const env = {
      OPENAI_BASE_URL: url,
      VOICECTL_SPEECH_MODEL: 'tts-1',
      VOICECTL_TRANSCRIPTION_MODEL: 'whisper-1',
    };
    const notes: string[] = [];
    const options = { env, note: (text: string) => notes.push(text) };
    const speaker = await cloudSpeaker({ engine: 'openai', notes: [] }, options);
    const listener = await cloudListener(options);
    if (speaker) await say(speaker, answer('One.'));
    const heard = listener?.listen(oneByOne([{ samples: soundOf(''), rate: 16_000 }]), never);
    expect(heard && (await all(heard))).toEqual([{ type: 'final', text: 'one' }]);
    expect([speaker?.name, listener?.name]).toEqual(['openai alloy', 'openai whisper-1']);
    expect(models).toEqual([undefined, 'tts-1', undefined, 'whisper-1']);
    expect(notes).toEqual([]);
  });

  it("says when OpenAI's own models end", async () => {
    const notes: string[] = [];
    const options = { env: { OPENAI_API_KEY: key }, note: (text: string) => notes.push(text) };
    await cloudSpeaker({ engine: 'openai', notes: [] }, options);
    await cloudListener(options);
    expect(notes).toEqual([
      expect.stringContaining('gpt-4o-mini-tts on 2027-01-06; VOICECTL_SPEECH_MODEL'),
      expect.stringContaining('gpt-4o-mini-transcribe on 2027-02-26; VOICECTL_TRANSCRIPTION_MODEL'),
    ]);
  });

  it('names the key that is missing, and leaves voices of this machine to others', async () => {
    const options = { env: {}, note };
    for (const engine of ['elevenlabs', 'openai'] as const) {
      const error = await thrownBy(() => cloudSpeaker({ engine, notes: [] }, options));
      expect(error).toBeInstanceOf(SpeakError);
      expect(error.message).toMatch(/^(ELEVENLABS|OPENAI)_API_KEY is not set$/);
    }
    const flite = { engine: 'flite', voice: 'rms', notes: [] } as const;
    expect(await cloudSpeaker(flite, options)).toBeUndefined();
    expect(await cloudListener(options)).toBeUndefined();
  });
});

describe('behind a proxy', () => {
  const saved = process.env['HTTPS_PROXY'];
  afterEach(() => {
    if (saved === undefined) delete process.env['HTTPS_PROXY'];
    else process.env['HTTPS_PROXY'] = saved;
  });

  it.each(['elevenlabs', 'openai'] as const)('%s is asked for through it', async (engine) => {
    const asked: (string | undefined)[] = [];
    const proxy = createServer().on('connect', (request, socket) => {
      asked.push(request.url, JSON.stringify(request.headers));
      socket.end('HTTP/1.1 407 No\r\n\r\n');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as { port: number };
    const env = {
      HTTPS_PROXY: `http://127.0.0.1:${port}`,
      ELEVENLABS_API_KEY: key,
      ELEVENLABS_URL: 'https://voices.invalid',
      OPENAI_API_KEY: key,
      OPENAI_BASE_URL: 'https://voices.invalid/v1',
    };
    process.env['HTTPS_PROXY'] = env.HTTPS_PROXY;
    const speaker = await cloudSpeaker({ engine, notes: [] }, { env, note: () => {} });
    const error = await thrownBy(async () => speaker && say(speaker, answer('One.')));
    proxy.close();
    expect(error).toBeInstanceOf(SpeakError);
    expect(error.message).toBe('The proxy wants credentials (407)');
    expect(asked[0]).toBe('voices.invalid:443');
    expect(asked.join() + everythingOf(error)).not.toContain(key);
  });

  it('that is no URL is refused without being repeated', async () => {
    const env = { HTTPS_PROXY: 'http://user:secret@[', OPENAI_API_KEY: key };
    process.env['HTTPS_PROXY'] = env.HTTPS_PROXY;
    const error = await thrownBy(() =>
      cloudSpeaker({ engine: 'openai', notes: [] }, { env, note: () => {} }),
    );
    expect(error).toBeInstanceOf(UsageError);
    expect(everythingOf(error)).not.toContain('secret');
  });
});
