/** What goes wrong with ElevenLabs, and what it refuses. */
import { afterEach, describe, expect, it } from 'vitest';
import { SpeakError } from '../src/voice/speak/speak-error';
import { closeServers, everythingOf, key, saidUntilError, soundOf, until } from './voice-cloud';
import { elevenLabsLike, voiceAt } from './voice-cloud-elevenlabs';
import { answer, say } from './voice-speak';

afterEach(closeServers);

describe('what goes wrong', () => {
  it('is an error after what came, when the server closes in mid-sentence', async () => {
    const server = await elevenLabsLike(({ text, context, send, say, socket }) => {
      if (text.includes('One')) say(soundOf('One.'));
      else {
        send({ audio: Buffer.alloc(4000).toString('base64'), contextId: context });
        socket.close(1011, `boom ${key}`);
      }
    });
    const { said, error } = await saidUntilError(voiceAt(server.url), answer('One.', 'Two.'));
    const lengths = new Map<string, number>();
    for (const { piece, samples } of said) {
      lengths.set(piece.text, (lengths.get(piece.text) ?? 0) + samples.length);
    }
    expect([...lengths]).toEqual([
      ['One.', soundOf('One.').length],
      ['Two.', 2000],
    ]);
    expect(error).toBeInstanceOf(SpeakError);
    expect(error.message).toBe(
      'ElevenLabs closed the connection before it had said all (1011 boom [redacted])',
    );
    expect(error.hint).toContain('--voice flite');
  });

  it('is told when the connection is cut without a word', async () => {
    const server = await elevenLabsLike(({ socket }) => socket.terminate());
    const { error } = await saidUntilError(voiceAt(server.url), answer('One.'));
    expect(error.message).toMatch(/^ElevenLabs closed the connection before it had said all/);
  });

  it('is told when the first sound does not come', async () => {
    const server = await elevenLabsLike(() => {});
    const speaker = voiceAt(server.url, { patience: 100 });
    const { said, error } = await saidUntilError(speaker, answer('One.'));
    expect(said).toEqual([]);
    expect(error.message).toBe('ElevenLabs sent no sound for 0.1 s');
    await until(() => server.closed.length === 1);
  });

  it('is told when messages come, but no sound', async () => {
    const server = await elevenLabsLike(({ context, send, socket }) => {
      const timer = setInterval(() => send({ audio: '', contextId: context, more: 1 }), 20);
      socket.once('close', () => clearInterval(timer));
    });
    const { error } = await saidUntilError(voiceAt(server.url, { patience: 150 }), answer('One.'));
    expect(error.message).toBe('ElevenLabs sent no sound for 0.15 s');
  });

  it('waits for a slow first sound', async () => {
    const server = await elevenLabsLike(({ say }) => setTimeout(() => say(soundOf('One.')), 200));
    const said = await say(voiceAt(server.url), answer('One.'));
    expect(said[0]?.samples).toHaveLength(soundOf('One.').length);
  });

  it('is told of a server that does not stop speaking', async () => {
    const minute = Buffer.alloc(2 * 16_000 * 20).toString('base64');
    const server = await elevenLabsLike(({ context, send }) => {
      for (let part = 0; part < 4; part++) send({ audio: minute, contextId: context });
    });
    const { error } = await saidUntilError(voiceAt(server.url), answer('One.'));
    expect(error.message).toBe('ElevenLabs does not stop speaking');
  });

  it('is told of a message that is too large', async () => {
    const server = await elevenLabsLike(({ socket }) => socket.send('x'.repeat(5_000_000)));
    const { error } = await saidUntilError(voiceAt(server.url), answer('One.'));
    expect(error.message).toBe('ElevenLabs sent a message that is too large');
  });

  it.each([
    ['text', 'hello'],
    ['half of a message', '{"audio":"AAAA'],
    ['a list', '[1]'],
    ['sound that is no base64', '{"audio":"ÿÿÿ","contextId":"piece-1"}'],
    ['bytes', Buffer.from([1, 2, 3])],
  ])('is told of %s in place of a message', async (_, sent) => {
    const server = await elevenLabsLike(({ socket }) => socket.send(sent));
    const { error } = await saidUntilError(voiceAt(server.url), answer('One.'));
    expect(error).toBeInstanceOf(SpeakError);
    expect(error.message).toBe('ElevenLabs sent what is no message');
  });

  it('is told when nobody is there', async () => {
    const speaker = voiceAt('http://127.0.0.1:9');
    const { error } = await saidUntilError(speaker, answer('One.'));
    expect(error.message).toBe("ElevenLabs can't be reached: ECONNREFUSED");
    expect(error.hint).toContain('SOME_URL');
  });

  it('does not stop a later turn', async () => {
    let turns = 0;
    const server = await elevenLabsLike(({ text, say, socket }) => {
      if (turns++ === 0) socket.terminate();
      else say(soundOf(text.trim()));
    });
    const speaker = voiceAt(server.url);
    await saidUntilError(speaker, answer('One.'));
    expect(await say(speaker, answer('Two.'))).toHaveLength(1);
  });
});

const refusals = [
  [401, 'invalid_api_key', 'ElevenLabs refuses the key of SOME_API_KEY'],
  [403, 'missing_permissions', 'ElevenLabs refuses the key of SOME_API_KEY'],
  [401, 'quota_exceeded', 'The quota of ElevenLabs is used up'],
  [402, 'payment_required', 'The quota of ElevenLabs is used up'],
  [404, 'voice_not_found', 'ElevenLabs has no voice 21m00Tcm4TlvDq8ikWAM for this key'],
  [429, 'too_many_concurrent_requests', 'ElevenLabs takes no more requests for now'],
  [429, 'system_busy', 'ElevenLabs takes no more requests for now'],
  [400, 'something_new', 'ElevenLabs refused'],
] as const;

describe('a refusal', () => {
  it.each(refusals)('of the handshake by %d %s is a sentence', async (status, name, sentence) => {
    const detail = { status: name, message: `Not with ${key}` };
    const server = await elevenLabsLike(
      () => {},
      (_, response) => response.writeHead(status).end(JSON.stringify({ detail })),
    );
    const { error } = await saidUntilError(voiceAt(server.url), answer('One.'));
    expect(error).toBeInstanceOf(SpeakError);
    expect(error.message).toContain(sentence);
    expect(everythingOf(error)).not.toContain(key);
  });

  it.each(refusals)('over the socket (%d %s) is the same', async (_, name, sentence) => {
    const server = await elevenLabsLike(({ send, socket }) => {
      send({ message: `Not with ${key}`, error: name, code: 1008 });
      socket.close(1008, `Not with ${key}`);
    });
    const { error } = await saidUntilError(voiceAt(server.url), answer('One.'));
    expect(error.message).toContain(sentence);
    expect(everythingOf(error)).not.toContain(key);
  });

  it('names the variables when it is about the key, also without a word', async () => {
    const server = await elevenLabsLike(
      () => {},
      (_, response) => response.writeHead(403).end(),
    );
    const { error } = await saidUntilError(voiceAt(server.url), answer('One.'));
    expect(error.message).toBe('ElevenLabs refuses the key of SOME_API_KEY (403)');
    expect(error.hint).toContain('SOME_API_KEY');
    expect(error.hint).toContain('SOME_URL');
  });

  it('is no redirect that is followed', async () => {
    const other = await elevenLabsLike(() => {});
    const server = await elevenLabsLike(
      () => {},
      (_, response) => response.writeHead(302, { location: other.url }).end(),
    );
    const { error } = await saidUntilError(voiceAt(server.url), answer('One.'));
    expect(error.message).toContain('302');
    expect(other.requests).toEqual([]);
  });
});
