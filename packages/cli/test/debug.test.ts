/** --debug: each exchange on stderr, and never a key in it, however a server writes it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { keysIn, redactedHeaders } from '../src/debug/headers';
import { redactor } from '../src/failure/redaction';
import { newFolder, voicectl } from './voicectl';

const key = 'k3y/with+odd=chars_0123456789';
const closing: (() => unknown)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

type Answer = { status?: number; headers?: Record<string, string>; body: string };

/** Answers in turn; the last answer stays. */
async function answering(...answers: Answer[]) {
  const server = createServer((_, response) => {
    const {
      status = 200,
      headers,
      body,
    } = (answers.length > 1 ? answers.shift() : answers[0]) ?? {
      body: '',
    };
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    VOICECTL_AGENTS_URL: `${url}/api`,
    VOICECTL_GOALS_URL: `${url}/v1`,
    VOICECTL_AGENTS_API_KEY: key,
    VOICECTL_GOALS_TOKEN: key,
  };
}

const id = '550e8400-e29b-41d4-a716-446655440000';
const agent = JSON.stringify({ id, name: 'A', status: 'draft', version: 1 });

describe('--debug', () => {
  it('shows request, answer, repeats and what they took, and leaves the data alone', async () => {
    const env = await answering(
      { status: 503, headers: { 'retry-after': '0' }, body: '{"message":"busy"}' },
      { headers: { 'x-request-id': 'req-1', 'set-cookie': 'session=hush' }, body: agent },
    );
    const run = await voicectl(['agents', 'get', id, '-o', 'id', '--debug'], { env });
    expect(run).toMatchObject({ code: 0, stdout: `${id}\n` });
    const lines = run.stderr.split('\n');
    expect(lines).toContain(`> GET ${env.VOICECTL_AGENTS_URL}/agents/${id}`);
    expect(lines).toContain('> x-api-key: [redacted]');
    expect(lines).toContain('< 503');
    expect(lines).toContain('< {"message":"busy"}');
    expect(lines).toContain('* agents.get, attempt 1 failed; again in 0 ms');
    expect(lines).toContain('< set-cookie: [redacted]');
    expect(lines).toContain(`< ${agent}`);
    expect(run.stderr).toMatch(/^\* agents.get, attempt 2: 200 in \d+ ms, request req-1$/m);
    expect(run.stderr).toMatch(
      /^\* settings: .*agentsUrl from VOICECTL_AGENTS_URL.*agentsKey from VOICECTL_AGENTS_API_KEY/m,
    );
    expect(run.stderr).not.toContain('hush');
  });

  it('shows what is sent', async () => {
    const env = await answering({ status: 201, body: agent });
    const args = ['agents', 'create', '--name', 'A', '--instructions', 'B', '-o', 'table'];
    const { stderr } = await voicectl([...args, '--debug'], { env });
    expect(stderr).toMatch(/^> \{"name":"A","instructions":"B"\}$/m);
  });

  it('is one JSON value a line with -o json, and the error too is JSON', async () => {
    const env = await answering({ status: 404, body: '{"message":"none"}' });
    const run = await voicectl(['agents', 'get', id, '-o', 'ndjson', '--debug'], { env });
    const values = run.stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { debug?: { type: string }; error?: object });
    expect(values.map(({ debug }) => debug?.type)).toEqual([
      'settings',
      'request',
      'response',
      'body',
      'end',
      undefined,
    ]);
    expect(values.at(-1)).toMatchObject({ error: { status: 404 } });
  });

  it('shows the embedded platform, and a stream as it comes', async () => {
    const cwd = newFolder();
    const make = ['agents', 'create', '--name', 'A', '--instructions', 'B', '--mock'];
    await voicectl(make, { cwd });
    const run = await voicectl(['play', 'A', '--mock', '--debug', '-o', 'table'], {
      cwd,
      input: 'Hello\n',
    });
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(/^< event: token$/m);
    expect(run.stderr).toMatch(/^< event: done$/m);
  });

  it('does not let a server own the terminal', async () => {
    const env = await answering({ body: '{"id":"x\u009b2J\u202e","name":"\\u001b[2J"}\u001b[31m' });
    const { stderr } = await voicectl(['agents', 'get', id, '-o', 'table', '--debug'], { env });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there
    expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  });

  it('cuts a body that is long', async () => {
    const env = await answering({ body: `{"id":"${'x'.repeat(50_000)}"}` });
    const { stderr } = await voicectl(['agents', 'get', id, '-o', 'id', '--debug'], { env });
    expect(stderr).toMatch(/x… \(46\d{3} more characters\)$/m);
    expect(stderr.length).toBeLessThan(10_000);
  });

  it.each(['table', 'json'])('never shows a key, however it is written (-o %s)', async (format) => {
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    const body = JSON.stringify({
      id,
      name: key,
      url: `https://x.example/?key=${encodeURIComponent(key)}`,
      basic: [base64(key), base64(`:${key}`), base64(`me:${key}`), base64(`you:${key}:`)],
      hex: Buffer.from(key).toString('hex'),
    }).replace('"name"', `"escaped":"${key.replace('k', '\\u006b')}","name"`);
    const headers = { 'x-echo': `Bearer ${key}`, location: `/?k=${encodeURIComponent(key)}` };
    const env = await answering({ status: 400, headers, body });
    for (const args of [
      ['agents', 'list', '--search', key],
      ['goals', 'list'],
    ]) {
      const run = await voicectl([...args, '--debug', '-o', format], { env });
      const said = run.stdout + run.stderr;
      expect(said).toContain('[redacted]');
      expect(said).not.toContain(key);
      expect(said).not.toContain(encodeURIComponent(key));
      expect(said).not.toContain(Buffer.from(key).toString('hex'));
      for (const encoded of [key, `:${key}`, `me:${key}`]) {
        // Without the first and last characters, which its neighbours share.
        expect(said).not.toContain(base64(encoded).replace(/=+$/, '').slice(4, -4));
      }
    }
  });
});

describe('the redactor', () => {
  it('takes a key out of any text around it', () => {
    const keys = fc.string({ minLength: 6, unit: fc.constantFrom(...'abcXYZ019+/=_-.') });
    fc.assert(
      fc.property(keys, fc.string(), fc.string(), (secret, before, after) => {
        const hide = redactor([secret]);
        expect(hide(before + secret + after)).not.toContain(secret);
        const bytes = Buffer.from(before + secret + after);
        expect(Buffer.from(hide(bytes.toString('base64')), 'base64').toString()).not.toContain(
          secret,
        );
        expect(hide(bytes.toString('hex'))).not.toContain(Buffer.from(secret).toString('hex'));
      }),
    );
  });

  it('leaves words alone that are no keys', () => {
    expect(redactor(['short'])('a short text')).toBe('a short text');
    expect(redactor([])('a \\u0041 text')).toBe('a \\u0041 text');
  });

  it('knows the headers that open something', () => {
    const headers = { authorization: `Bearer ${key}`, accept: 'x', 'x-auth-token': 't' };
    expect(redactedHeaders(headers, (text) => text)).toEqual({
      authorization: '[redacted]',
      accept: 'x',
      'x-auth-token': '[redacted]',
    });
    expect(keysIn(headers)).toEqual([key, 't']);
  });
});
