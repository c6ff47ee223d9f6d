/** No secret reaches a cassette, however it is written and wherever it stands. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Redactor } from '../../src/cassette/index';
import { recordBefore } from './recorded';

const key = 'k3y/"of"+agents=\\é';
const token = 'goals-t0ken-Zz9';

/** Every way in which a program may write it. */
function writings(secret: string): string[] {
  const escaped = Array.from(secret, (_, index) => {
    const code = secret.charCodeAt(index).toString(16).padStart(4, '0');
    return `\\u${index % 2 ? code : code.toUpperCase()}`;
  }).join('');
  const bytes = [...new TextEncoder().encode(secret)]
    .map((byte) => `%${byte.toString(16).padStart(2, '0')}`)
    .join('');
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    JSON.stringify(JSON.stringify(secret).slice(1, -1)).slice(1, -1),
    escaped,
    bytes,
    encodeURIComponent(secret),
    encodeURIComponent(encodeURIComponent(secret)),
    new URLSearchParams([['', secret]]).toString().slice(1),
  ];
}

/** What somebody who looks for it would find: after undoing what encodes it, again and again. */
function isIn(text: string, secret: string): boolean {
  let open = text;
  for (let round = 0; round < 4; round++) {
    if (open.includes(secret)) return true;
    open = open
      .replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
        try {
          return decodeURIComponent(run);
        } catch {
          return run;
        }
      })
      .replace(/\\u([0-9a-f]{4})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
      .replace(/\\(["\\/])/g, '$1');
  }
  return open.includes(secret);
}

describe('A cassette', () => {
  it('has no credential in headers, path, query or bodies', async () => {
    const latin1 = (text: string) => Buffer.from(text, 'utf8').toString('latin1');
    const { recorder, text } = await recordBefore((request, response) => {
      response.setHeader('content-type', 'application/json');
      response.setHeader('set-cookie', 'session=c00kie-of-the-server; HttpOnly');
      response.setHeader('x-request-id', String(request.headers['x-api-key'] ?? 'none'));
      response.setHeader('location', `https://x.example/?key=${encodeURIComponent(key)}`);
      // In bytes: Node would write the headers in the encoding of a text.
      response.end(
        Buffer.from(
          `{"said":[${writings(key)
            .slice(1, 4)
            .map((each) => `"${each}"`)
            .join()}],"cookie2":"c00kie-of-the-server"}`,
        ),
      );
    });
    const headers = {
      'x-api-key': latin1(key),
      authorization: `Bearer ${token}`,
      cookie: 'a=c00kie-of-the-caller; b=2',
    };
    for (const writing of writings(key)) {
      await fetch(
        `${recorder.agentsUrl}/agents/${encodeURIComponent(writing)}?search=${encodeURIComponent(writing)}`,
        {
          method: 'PATCH',
          headers,
          body: JSON.stringify({ name: `my ${writing} key`, [writing]: [token] }),
        },
      );
      await fetch(recorder.goalsUrl, {
        method: 'POST',
        headers,
        body: `no JSON: ${writing} ${token}`,
      });
    }
    const recorded = text();
    expect(recorded.split('\n')).toHaveLength(16);
    // A header is read as latin-1, which is another text.
    for (const secret of [
      key,
      latin1(key),
      token,
      'c00kie-of-the-caller',
      'c00kie-of-the-server',
    ]) {
      expect(isIn(recorded, secret)).toBe(false);
    }
    expect(recorded).not.toMatch(/set-cookie|x-api-key|authorization/i);
  });

  it.each([1, 3, 7])('has no credential that a stream says in chunks of %i bytes', async (size) => {
    const { recorder, text } = await recordBefore(async (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const said = `event: token\ndata: {"text":"the key is ${token}"}\n\ndata: ${token}\n\n: ${token}\n\n`;
      for (let at = 0; at < said.length; at += size) {
        response.write(said.slice(at, at + size));
        await new Promise((resolve) => setImmediate(resolve));
      }
      response.end();
    });
    const response = await fetch(`${recorder.agentsUrl}/agents/1/test`, {
      headers: { 'x-api-key': token },
    });
    expect(await response.text()).toContain(token);
    expect(isIn(text(), token)).toBe(false);
    expect(text()).toContain('the key is [redacted]');
  });

  it('has no credential that a model says letter by letter', () => {
    const redactor = new Redactor();
    redactor.learn(token);
    const letters = [...`Of course: ${token}, that is it`].map((text, at): [number, string] => [
      at,
      `event: token\ndata: ${JSON.stringify({ text })}\n\n`,
    ]);
    const kept = redactor.events(letters);
    const said = kept.map(([, text]) => /"text":"(.*)"/.exec(text)?.[1]).join('');
    expect(said).toBe('Of course: [redacted], that is it');
    expect(kept.map(([at]) => at)).toEqual(letters.map(([at]) => at));
  });

  it('has nothing that is a secret by its name, and keeps what only sounds like one', async () => {
    const body = {
      apiKey: 'v1',
      config: { client_secret: 'v2', 'x-api-key': ['v3', { deep: 'v4' }], password: 12345 },
      headers: { Authorization: 'v5' },
      usage: { inputTokens: 3, maxTokens: 5 },
      token: null,
      hasSecret: true,
      voicectlKey: 'kept',
    };
    const redactor = new Redactor();
    expect(JSON.parse(redactor.body(JSON.stringify(body)))).toEqual({
      apiKey: '[redacted]',
      config: {
        client_secret: '[redacted]',
        'x-api-key': ['[redacted]', { deep: '[redacted]' }],
        password: '[redacted]',
      },
      headers: { Authorization: '[redacted]' },
      usage: { inputTokens: 3, maxTokens: 5 },
      token: null,
      hasSecret: true,
      voicectlKey: 'kept',
    });
    expect(redactor.query('token=v6&limit=2')).toBe('token=%5Bredacted%5D&limit=2');
    expect(redactor.body('{"password":"v7","broken')).toBe('{"password":"[redacted]","broken');
    expect(redactor.body('grant=x&client_secret=v8&a=b')).toBe(
      'grant=x&client_secret=[redacted]&a=b',
    );
  });

  it.each([
    '{"secrets":{"a":["v1",{"b":"v1"}]},"n":1,"broken',
    '{"secrets":{"a":"v1","b":["}","v1',
    '{"my\\npassword":"v1","broken',
    '{"access_tokens":["v1","v1"],"broken',
    '{"tokenValue": -71.5e3,"v":',
    'x:token=v1&a=b',
    '/path,config[apiKey]=v1',
    'say Bearer 0123456789-v1 and go',
    `a-eyJ${'hbGciOi'.repeat(2)}.eyJ${'zdWIiOiI'.repeat(2)}.v1`,
  ])('has nothing that is a secret in a text that is no JSON: %s', (text) => {
    const kept = new Redactor().body(text);
    expect(kept).not.toMatch(/v1|71/);
    expect(kept).toContain('[redacted]');
  });

  it('keeps counts of tokens, in texts as well', () => {
    const redactor = new Redactor();
    for (const text of ['{"maxTokens":5,"broken', 'maxTokens=5&a=token', 'a=b, c/token/x=1']) {
      expect(redactor.body(text)).toBe(text);
    }
    expect(redactor.query('maxTokens=5')).toBe('maxTokens=5');
    expect(redactor.query('tokens=abc')).toBe('tokens=%5Bredacted%5D');
    expect(redactor.body('{"tokens":{"input":3}}')).toBe('{"tokens":{"input":3}}');
  });

  it('has no field that a parser would overlook because it stands there twice', () => {
    const redactor = new Redactor();
    redactor.learn(token);
    for (const body of [`{"a":"${token}","a":1}`, '{"secret":"v1","secret":null}']) {
      expect(redactor.body(body)).not.toMatch(new RegExp(`${token}|v1`));
    }
  });

  it('has no well-known key, whoever it is for', () => {
    const text = `use sk-${'a1B2'.repeat(8)} and ghp_${'x'.repeat(36)} or AKIA${'A'.repeat(16)}`;
    expect(new Redactor().body(JSON.stringify({ text }))).toBe(
      '{"text":"use [redacted] and [redacted] or [redacted]"}',
    );
  });

  it('keeps bodies without a secret as they were written', () => {
    const redactor = new Redactor();
    redactor.learn('any');
    redactor.learn(token);
    for (const body of [
      '{ "n": 1.0,\n "big": 12345678901234567890 }',
      '',
      'plain',
      '[1,  2]',
      '"many"',
    ]) {
      expect(redactor.body(body)).toBe(body);
    }
    expect(redactor.body('{"key":"any","name":"anything"}')).toBe(
      '{"key":"[redacted]","name":"anything"}',
    );
  });

  it('is as quickly written of an answer that was made to be searched for long', () => {
    const redactor = new Redactor();
    for (const secret of ['\\'.repeat(40), `${'\\"'.repeat(12)}x`, '%25%25%25%25%25', token]) {
      redactor.learn(secret);
    }
    for (const part of [
      '\\',
      '%25',
      '\\"',
      '"',
      '{"token":"',
      'eyJ',
      'eyJ-',
      'eyJ0123456789.',
      'sk-',
      'Bearer ',
      '-----BEGIN A',
      '-----END A',
      '"a" ',
      '{"secrets":[',
      'token=',
      'a=',
      '?a',
      'a',
      ' ',
    ]) {
      const text = part.repeat(300_000 / part.length);
      expect(typeof redactor.body(text)).toBe('string');
      expect(typeof redactor.body(JSON.stringify({ text }))).toBe('string');
    }
  });

  it('hides any credential in any mixture of writings, and leaves JSON to be JSON', () => {
    const secrets = fc
      .string({ unit: 'grapheme', minLength: 8, maxLength: 24 })
      .filter(
        (text) => text.isWellFormed() && text.trim() === text && !/^[\s\S]*\[redacted\]/.test(text),
      );
    fc.assert(
      fc.property(secrets, fc.string(), fc.nat(), fc.jsonValue(), (secret, around, pick, value) => {
        const redactor = new Redactor();
        redactor.learn(secret);
        const ways = writings(secret);
        const said = ways[pick % ways.length] ?? '';
        const body = JSON.stringify({ said: `${around}${said}${around}`, value, [said]: [said] });
        const kept = redactor.body(body);
        expect(() => JSON.parse(kept)).not.toThrow();
        expect(isIn(kept, secret) && !isIn(JSON.stringify({ around, value }), secret)).toBe(false);
        expect(redactor.body(kept)).toBe(kept);
      }),
      { numRuns: 300 },
    );
  });
});
