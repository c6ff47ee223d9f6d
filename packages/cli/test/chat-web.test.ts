/** `voicectl play --web`: who is let in, and what happens when things end, with a page that is spoken by hand. */
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { closed } from '../src/chat/web/wire';
import { Visitor, WebRoom } from './chat-web-room';
import { ctrlC, failure, startPlatform, Terminal, voicectl } from './voicectl';

let platform: Awaited<ReturnType<typeof startPlatform>>;
let agent: string;
const rooms: WebRoom[] = [];

beforeAll(async () => {
  platform = await startPlatform();
  const args = ['agents', 'create', '--name', 'Greeter', '--instructions', 'You are brief.'];
  agent = (await voicectl([...args, '-o', 'id'], { env: platform.env })).stdout.trim();
});
afterEach(() => Promise.all(rooms.splice(0).map((room) => room.close())));
afterAll(() => platform.server.close());

async function open(...args: string[]): Promise<WebRoom> {
  const room = await WebRoom.open(platform.env, agent, args);
  rooms.push(room);
  return room;
}

async function visit(room: WebRoom): Promise<Visitor> {
  const visitor = new Visitor(room.port);
  await visitor.hello({ token: room.token });
  await expect.poll(() => visitor.of('state').length).toBeGreaterThan(0);
  return visitor;
}

/** So that an answer is over without being heard. */
async function silenced(visitor: Visitor): Promise<void> {
  visitor.say({ type: 'voice', on: false });
  await until(() => visitor.of('state').at(-1)?.voice).toBe(null);
}

/** Of all pieces. */
function heardMs(room: WebRoom): number {
  const pieces = new Map(room.of('played').map(({ start, heardMs }) => [start, heardMs]));
  return [...pieces.values()].reduce((sum, ms) => sum + ms, 0);
}

const until = (what: () => unknown) => expect.poll(what, { timeout: 10_000 });

/** As a browser would, but that it says whatever host it is told to. */
async function get(
  port: number,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
) {
  const asked = request({ host: '127.0.0.1', port, path, headers, method });
  asked.end();
  const [response] = await once(asked, 'response');
  let body = '';
  for await (const part of response.setEncoding('utf8')) body += part;
  return { status: response.statusCode, headers: response.headers, body };
}

describe('the link', () => {
  it('is of this machine only, and its secret is never sent to a server', async () => {
    const { url, port } = await open();
    expect(url).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${port}/#[\\w-]{32}$`));
    const outside = Object.values((await import('node:os')).networkInterfaces())
      .flatMap((all) => all ?? [])
      .find(({ internal, family }) => !internal && family === 'IPv4');
    if (!outside) return;
    const [error] = await once(connect(port, outside.address), 'error');
    expect(error).toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('is printed for a person with what to do with it', async () => {
    const terminal = new Terminal(['play', agent, '--web'], { env: platform.env });
    await terminal.shows('http://127.0.0.1:');
    await terminal.shows('good for one page');
    expect(terminal.text).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#[\w-]{32}\r\n/m);
    terminal.type(ctrlC);
    expect(await terminal.exit()).toBe(130);
  });

  it('lets one page in, and nobody after it', async () => {
    const room = await open();
    const first = await visit(room);
    expect(first.of('welcome')[0]).toMatchObject({
      agent: { name: 'Greeter', status: 'draft' },
      turns: [],
    });
    const second = new Visitor(room.port);
    await second.hello({ token: room.token });
    expect(await second.closed).toMatchObject({ code: closed.refused });
    expect(second.messages).toEqual([]);
    first.say({ type: 'say', text: 'Hello' });
    await until(() => room.of('turn.started').length).toBe(1);
  });

  it('is exchanged for a key, by which the page comes back, and an older one of it goes', async () => {
    const room = await open();
    const first = await visit(room);
    await silenced(first);
    first.say({ type: 'say', text: 'Hello' });
    await until(() => first.of('turn.ended').length).toBe(1);
    const [{ key } = { key: '' }] = first.of('welcome');
    const again = new Visitor(room.port);
    await again.hello({ key });
    expect(await first.closed).toMatchObject({ code: closed.movedOn });
    await until(() => again.of('welcome')[0]?.turns[0]?.message).toBe('Hello');
  });

  it.each([{}, { token: 'wrong' }, { key: 'wrong' }])('is needed: not %j', async (who) => {
    const room = await open();
    const visitor = new Visitor(room.port);
    await visitor.hello(who);
    expect(await visitor.closed).toMatchObject({ code: closed.refused });
    // And was not used up by it.
    await visit(room);
  });

  it('is not used up by somebody who has been refused', async () => {
    const room = await open();
    const visitor = new Visitor(room.port);
    await visitor.hello({ token: 'wrong' });
    visitor.say({ type: 'hello', rate: 48_000, token: room.token });
    expect(await visitor.closed).toMatchObject({ code: closed.refused });
    expect(visitor.messages).toEqual([]);
    await visit(room);
  });
});

describe('the server', () => {
  it('answers only to names of this machine', async () => {
    const { port } = await open();
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`]) {
      expect(await get(port, '/', { host })).toMatchObject({ status: 200 });
    }
    for (const host of ['evil.example', `evil.example:${port}`, '127.0.0.1']) {
      expect(await get(port, '/', { host })).toMatchObject({ status: 403 });
      expect(await get(port, '/worklet.js', { host })).toMatchObject({ status: 403 });
    }
  });

  it('connects only its own page', async () => {
    const { port, token } = await open();
    for (const headers of [
      { origin: 'http://evil.example' },
      { origin: 'null' },
      { origin: `http://localhost:${port}` },
      { origin: `http://127.0.0.1:${port}`, host: `evil.example:${port}` },
      { origin: `http://evil.example:${port}`, host: `evil.example:${port}` },
    ]) {
      const { reason } = await new Visitor(port, headers).closed;
      expect(reason).toBe('Unexpected server response: 403');
    }
    expect((await new Visitor(port, {}, '/other').closed).reason).toContain('403');
    const local = new Visitor(port, {
      origin: `http://localhost:${port}`,
      host: `localhost:${port}`,
    });
    await local.hello({ token });
    await until(() => local.of('welcome').length).toBe(1);
  });

  it('serves a page that runs nothing but its own script, and knows no secret', async () => {
    const { port, token } = await open();
    const { headers, body } = await get(port, '/');
    const policy = String(headers['content-security-policy']).split('; ');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy.join()).not.toMatch(/unsafe|eval|\*/);
    expect(body).not.toContain(token);
    expect(body.match(/(?:src|href)=["']https?:/g)).toBeNull();
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
    });
  });

  it.each([
    ['GET', '/other', 404],
    ['GET', '//evil.example/', 404],
    ['POST', '/', 405],
    ['HEAD', '/', 200],
  ])('answers %s %s by %i', async (method, path, status) => {
    const { port } = await open();
    expect(await get(port, path, {}, method)).toMatchObject({ status });
  });

  it('says so when the port is taken', async () => {
    const { port } = await open();
    const args = ['play', agent, '--web', '--port', String(port)];
    const { message, hint } = await failure(args, 2, { env: platform.env });
    expect(message).toBe(`Port ${port} is taken`);
    expect(hint).toContain('--port');
  });
});

describe('a page that talks nonsense', () => {
  it.each([
    ['what is no JSON', '{', 'not JSON'],
    ['no such message', '{"type":"shutdown"}', 'type: unknown'],
    ['hello a second time', '{"type":"hello","rate":48000}', 'hello: said before'],
    ['half a sample', Buffer.alloc(3), 'sound: half a sample'],
  ])('is cut off for %s, with the reason, and the room goes on', async (_, data, reason) => {
    const room = await open();
    const visitor = await visit(room);
    visitor.socket.send(data);
    expect(await visitor.closed).toEqual({ code: closed.nonsense, reason });
    const again = new Visitor(room.port);
    await again.hello({ key: visitor.of('welcome')[0]?.key ?? '' });
    again.say({ type: 'say', text: 'Hello' });
    await until(() => again.of('token').length).toBeGreaterThan(0);
  });

  it('is cut off for more sound than time, and for a message that is too large', async () => {
    const room = await open();
    const visitor = await visit(room);
    for (let second = 0; second < 30; second++) visitor.socket.send(Buffer.alloc(32_000));
    expect(await visitor.closed).toEqual({
      code: closed.nonsense,
      reason: 'sound: more than time',
    });
    const again = new Visitor(room.port);
    await again.hello({ key: visitor.of('welcome')[0]?.key ?? '' });
    again.socket.send(Buffer.alloc(200_000));
    expect(await again.closed).toMatchObject({ code: 1009 });
  });

  it('is cut off when it has heard more than there was', async () => {
    const room = await open();
    const visitor = await visit(room);
    visitor.say({ type: 'say', text: 'Hello' });
    await until(() => visitor.of('sound').length).toBe(1);
    visitor.say({ type: 'played', stream: 1, samples: 1e9, underruns: 0, over: false });
    expect(await visitor.closed).toEqual({
      code: closed.nonsense,
      reason: 'samples: more than were sent',
    });
    await until(() => room.of('turn.ended')[0]?.stopped).toBe(true);
  });
});

describe('an answer', () => {
  it('is heard as far as the page says that it was', async () => {
    const room = await open();
    const visitor = await visit(room);
    visitor.say({ type: 'say', text: 'Hello' });
    await until(() => visitor.samples).toBeGreaterThan(100_000);
    visitor.say({ type: 'played', stream: 1, samples: 72_000, underruns: 0, over: false });
    await until(() => heardMs(room)).toBeCloseTo(1500, -1);
    // At once, as a page does: it is not waited for long.
    visitor.socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary || JSON.parse(String(data)).type !== 'hush') return;
      visitor.say({ type: 'played', stream: 1, samples: 76_800, underruns: 0, over: true });
    });
    visitor.say({ type: 'stop' });
    await until(() => visitor.of('turn.ended').length).toBe(1);
    const [turn] = visitor.of('turn.ended');
    expect(turn).toMatchObject({ stopped: true });
    expect(turn?.reached).toBeGreaterThan(0);
    expect(turn?.reached).toBeLessThan(turn?.response.length ?? 0);
    expect(heardMs(room)).toBeCloseTo(1600, -1);
  });

  it('is cut short when the page goes in the middle of it; a page that comes back goes on', async () => {
    const room = await open();
    const visitor = await visit(room);
    visitor.say({ type: 'say', text: 'Hello' });
    await until(() => visitor.samples).toBeGreaterThan(0);
    visitor.socket.terminate();
    await until(() => room.of('turn.ended')[0]?.stopped).toBe(true);
    const again = new Visitor(room.port);
    await again.hello({ key: visitor.of('welcome')[0]?.key ?? '' });
    again.say({ type: 'say', text: 'And now?' });
    await until(() => again.of('token').length).toBeGreaterThan(0);
    expect(room.stderr).toBe('');
  });

  it('is interrupted by the next message', async () => {
    const room = await open();
    const visitor = await visit(room);
    visitor.say({ type: 'say', text: 'Hello' });
    await until(() => visitor.samples).toBeGreaterThan(0);
    visitor.say({ type: 'say', text: 'Wait' });
    await until(() => room.of('turn.started').length).toBe(2);
    expect(room.of('turn.ended')[0]).toMatchObject({ message: 'Hello', stopped: true });
  });

  it('is silent, and in the other mode, when the page wants it so', async () => {
    const room = await open();
    const visitor = await visit(room);
    expect(visitor.of('state').at(-1)).toMatchObject({ mode: 'streaming', voice: 'flite rms' });
    visitor.say({ type: 'mode', mode: 'batch' });
    await until(() => visitor.of('state').at(-1)?.mode).toBe('batch');
    await silenced(visitor);
    visitor.say({ type: 'say', text: 'Hello' });
    await until(() => room.of('turn.ended')[0]?.voice).toBe(null);
    expect(visitor.samples).toBe(0);
    visitor.say({ type: 'voice', on: true });
    await until(() => visitor.of('state').at(-1)?.voice).toBe('flite rms');
  });
});

describe('a page that plays nothing', () => {
  it('gets the text, is told so, and is spoken to again', async () => {
    const room = await open();
    const visitor = await visit(room);
    visitor.say({ type: 'say', text: 'Hello' });
    await expect
      .poll(() => visitor.of('voice.failed')[0], { timeout: 15_000 })
      .toMatchObject({ message: 'The page plays no sound', hint: expect.any(String) });
    await until(() => visitor.of('turn.ended')[0]).toMatchObject({ stopped: false });
    visitor.say({ type: 'say', text: 'Hello' });
    await until(() => visitor.of('sound').length).toBe(2);
  });
});

describe('without a recogniser', () => {
  it('says how to get one, and is no worse for being talked to', async () => {
    const room = await open();
    const visitor = await visit(room);
    await until(() => visitor.of('state').at(-1)?.understands).toMatchObject({
      message: 'Offline listening is not installed',
      hint: expect.stringContaining('voicectl voice install'),
    });
    visitor.say({ type: 'talk', on: true });
    visitor.socket.send(Buffer.alloc(32_000));
    visitor.say({ type: 'talk', on: false });
    visitor.say({ type: 'open', on: true });
    visitor.say({ type: 'say', text: 'Hello' });
    await until(() => visitor.of('token').length).toBeGreaterThan(0);
    expect(room.of('turn.started')).toMatchObject([{ message: 'Hello' }]);
    expect(visitor.of('state').at(-1)?.open).toBe(false);
  });
});

describe('the end', () => {
  it('is 0 when the page ends it, and the page is told', async () => {
    const room = await open();
    const visitor = await visit(room);
    visitor.say({ type: 'say', text: 'Hello' });
    await until(() => visitor.samples).toBeGreaterThan(0);
    visitor.say({ type: 'end' });
    expect(await visitor.closed).toMatchObject({ code: closed.over });
    expect(await room.ended()).toBe(0);
    expect(room.stderr).toBe('');
  });

  it('is 130 on Ctrl-C, with or without a page', async () => {
    const alone = await open();
    alone.interrupt();
    expect(await alone.ended()).toBe(130);
    const room = await open();
    const visitor = await visit(room);
    visitor.say({ type: 'say', text: 'Hello' });
    await until(() => visitor.samples).toBeGreaterThan(0);
    room.interrupt();
    expect(await visitor.closed).toMatchObject({ code: closed.over });
    expect(await room.ended()).toBe(130);
  });

  it('is 0 when the page is closed and stays away', async () => {
    const room = await open();
    const visitor = await visit(room);
    visitor.socket.close(1001);
    expect(await room.ended()).toBe(0);
  });
});
