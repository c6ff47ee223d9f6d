/** What goes wrong with an OpenAI-compatible endpoint, and what it refuses. */
import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { SpeakError } from '../src/voice/speak/speak-error';
import {
  all,
  closeServers,
  everythingOf,
  key,
  saidUntilError,
  soundOf,
  until,
} from './voice-cloud';
import { endpoint, soundFrom, speaking, voiceAt } from './voice-cloud-openai';
import { answer, oneByOne, say } from './voice-speak';

afterEach(closeServers);

describe('what goes wrong', () => {
  it('is an error after what came, when a sound breaks off', async () => {
    const { url } = await endpoint((text, response) => {
      if (text === 'One.') return speaking(text, response);
      response.writeHead(200, { 'content-length': 5000 }).write(Buffer.alloc(4000));
      return setTimeout(() => response.destroy(), 50);
    });
    const { said, error } = await saidUntilError(voiceAt(url), answer('One.', 'Two.'));
    const count = (text: string) =>
      said
        .filter(({ piece }) => piece.text === text)
        .reduce((sum, { samples }) => sum + samples.length, 0);
    expect([count('One.'), count('Two.')]).toEqual([soundOf('One.').length, 2000]);
    expect(error.message).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+ broke off in the middle of a sentence$/,
    );
  });

  it('is told when no answer comes', async () => {
    const { url } = await endpoint(() => {});
    const { error } = await saidUntilError(voiceAt(url, { patience: 100 }), answer('One.'));
    expect(error.message).toMatch(/gave no answer in 0\.1 s$/);
    expect(error.hint).toContain('--voice flite');
  });

  it('is told when a sound stops coming, and the server is left', async () => {
    const { url, gone } = await endpoint((_, response) => {
      response.writeHead(200).write(Buffer.alloc(100));
    });
    const { error } = await saidUntilError(voiceAt(url, { patience: 100 }), answer('One.'));
    expect(error.message).toMatch(/sent no sound for 0\.1 s$/);
    await until(() => gone.length === 1);
  });

  it('is no patience for a listener that is slow', async () => {
    const { url } = await endpoint((_, response) => {
      response.writeHead(200);
      response.write(Buffer.alloc(1000));
      setTimeout(() => response.end(Buffer.alloc(1000)), 30);
    });
    let count = 0;
    for await (const { samples } of soundFrom(url, 100)) {
      count += samples.length;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect(count).toBe(1000);
  });

  it('waits for a slow first byte', async () => {
    const { url } = await endpoint((text, response) => {
      setTimeout(() => speaking(text, response), 200);
    });
    expect(await say(voiceAt(url), answer('One.'))).toHaveLength(1);
  });

  it('is told of a server that does not stop speaking', async () => {
    const { url, gone } = await endpoint(async (_, response) => {
      response.writeHead(200);
      while (!response.destroyed) {
        await new Promise((resolve) => response.write(Buffer.alloc(1_000_000), resolve));
      }
    });
    const { error } = await saidUntilError(voiceAt(url), answer('One.'));
    expect(error.message).toMatch(/does not stop speaking$/);
    await until(() => gone.length === 1);
  });

  it('is told when nobody is there', async () => {
    const { error } = await saidUntilError(voiceAt('http://127.0.0.1:9/v1'), answer('One.'));
    expect(error).toBeInstanceOf(SpeakError);
    expect(error.message).toMatch(/^http:\/\/127\.0\.0\.1:9 can't be reached: /);
    expect(error.hint).toContain('SOME_URL');
  });

  it.each([
    [401, { message: `Incorrect API key provided: ${key}` }, /refuses the key of SOME_API_KEY/],
    [403, {}, /refuses the key of SOME_API_KEY \(403\)$/],
    [429, { code: 'insufficient_quota' }, /^The quota of .* is used up$/],
    [429, { message: 'slow down' }, /takes no more requests for now \(429\)$/],
    [
      404,
      { message: `no ${key}` },
      /has no model m \(404\)|has no model .* \(404\): no \[redacted\]$/,
    ],
    [400, { message: `bad ${key} \u001b[31m` }, /refused \(400\): bad \[redacted\] \[31m$/],
    [500, 'oops', /refused \(500\): oops$/],
  ])('is a sentence for %d', async (status, problem, sentence) => {
    const { url, asked } = await endpoint((_, response) =>
      response.writeHead(status).end(JSON.stringify({ error: problem })),
    );
    const { error } = await saidUntilError(voiceAt(url), answer('One.'));
    expect(error).toBeInstanceOf(SpeakError);
    expect(error.message).toMatch(sentence);
    expect(error.hint).toMatch(/\.$/);
    expect(everythingOf(error)).not.toContain(key);
    expect(asked).toHaveLength(1);
  });

  it('is no redirect that is followed', async () => {
    const other = await endpoint(speaking);
    const { url } = await endpoint((_, response) =>
      response.writeHead(307, { location: `${other.url}/audio/speech` }).end(),
    );
    const { error } = await saidUntilError(voiceAt(url), answer('One.'));
    expect(error.message).toContain('is elsewhere (307)');
    expect(other.asked).toEqual([]);
  });

  it('is told of a refusal that does not end', async () => {
    const { url } = await endpoint((_, response) => {
      response.writeHead(500).write('{"error":');
    });
    const { error } = await saidUntilError(voiceAt(url, { patience: 100 }), answer('One.'));
    expect(error.message).toMatch(/refused \(500\)$/);
  });
});

describe('too many requests', () => {
  const busy = (response: ServerResponse, headers: Record<string, string>) =>
    response.writeHead(429, headers).end('{}');

  it.each([{ 'retry-after': '0' }, { 'retry-after-ms': '20', 'retry-after': '99' }])(
    'are tried once more after the time that is asked for: %o',
    async (headers) => {
      const { url, asked } = await endpoint((text, response, all) =>
        all.length === 1 ? busy(response, headers) : speaking(text, response),
      );
      expect(await say(voiceAt(url), answer('One.'))).toHaveLength(1);
      expect(asked).toHaveLength(2);
    },
  );

  it('are not tried a third time', async () => {
    const { url, asked } = await endpoint((_, response) => busy(response, { 'retry-after': '0' }));
    const { error } = await saidUntilError(voiceAt(url), answer('One.'));
    expect(error.message).toContain('takes no more requests');
    expect(asked).toHaveLength(2);
  });

  it.each(['60', 'Wed, 21 Oct 2037 07:28:00 GMT', '-1', 'soon'])(
    'are not waited for %s',
    async (after) => {
      const { url, asked } = await endpoint((_, response) =>
        busy(response, { 'retry-after': after }),
      );
      await saidUntilError(voiceAt(url), answer('One.'));
      expect(asked).toHaveLength(1);
    },
  );

  it('are left by an abort', async () => {
    const { url, asked } = await endpoint((_, response) => busy(response, { 'retry-after': '2' }));
    const turn = new AbortController();
    const speaking = all(voiceAt(url).speak(oneByOne(answer('One.')), turn.signal));
    await until(() => asked.length === 1);
    turn.abort();
    expect(await speaking).toEqual([]);
  });
});
