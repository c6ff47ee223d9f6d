/** Bodies over the limit, over a real socket: the client hears 413 however it sends them, and the server keeps none. */
import { describe, expect, it } from 'vitest';
import { agent, answersAsEver, answersIn, openServer, request } from './socket';

const tooMuch = 1024 * 1024 + 1;
const megabyte = 'x'.repeat(1024 * 1024);
const json = { 'content-type': 'application/json' };

describe('A body over 1 MiB', () => {
  it('that says its length gets 413 before any of it has come', async () => {
    const { dial } = await openServer();
    const { socket, until } = await dial();
    const headers = { ...json, 'content-length': String(tooMuch) };
    socket.write(request('POST /api/agents', headers));
    const { text } = await until((heard) => answersIn(heard.text).length === 1);
    const [answer] = answersIn(text);
    expect(answer?.status).toBe(413);
    expect(JSON.parse(answer?.body ?? '')).toEqual({
      statusCode: 413,
      message: 'The body is larger than 1048576 bytes',
      error: 'Payload Too Large',
    });
  });

  it('may be sent to its end, and the connection serves on', async () => {
    const { dial } = await openServer();
    const { socket, until } = await dial();
    const headers = { ...json, 'content-length': String(tooMuch) };
    socket.write(request('POST /v1', headers) + 'x'.repeat(tooMuch));
    socket.write(request('POST /api/agents', {}, agent));
    const { text } = await until((heard) => answersIn(heard.text).length === 2);
    expect(answersIn(text).map(({ status }) => status)).toEqual([413, 201]);
    expect(JSON.parse(answersIn(text)[0]?.body ?? '')).toMatchObject({
      success: false,
      error: { code: 'PAYLOAD_TOO_LARGE', status: 413 },
    });
  });

  it('in chunks without a length gets 413 as soon as it is over', async () => {
    const { dial, server } = await openServer();
    const { socket, until } = await dial();
    socket.write(request('POST /api/agents', { ...json, 'transfer-encoding': 'chunked' }));
    socket.write(`${tooMuch.toString(16)}\r\n${'x'.repeat(tooMuch)}\r\n`);
    const { text } = await until((heard) => answersIn(heard.text).length === 1);
    expect(answersIn(text)[0]?.status).toBe(413);
    expect(await answersAsEver(server)).toBe(true);
  });

  it('announced by expect: 100-continue is not asked for', async () => {
    const { dial } = await openServer();
    const { socket, over } = await dial();
    const headers = { ...json, expect: '100-continue', 'content-length': String(tooMuch) };
    socket.write(request('POST /api/agents', headers));
    const { text, ended } = await over();
    expect(text).not.toContain('100 Continue');
    expect(answersIn(text).map(({ status }) => status)).toEqual([413]);
    expect(ended).toBe(true);
  });

  it('without end is cut off, once its answer could be read', async () => {
    const { dial, server } = await openServer();
    const { socket, over } = await dial();
    socket.write(request('POST /api/agents', { ...json, 'transfer-encoding': 'chunked' }));
    const chunk = `100000\r\n${megabyte}\r\n`;
    const pour = () => {
      while (!socket.destroyed && socket.write(chunk));
      if (!socket.destroyed) socket.once('drain', pour);
    };
    pour();
    const { text } = await over();
    expect(answersIn(text)[0]?.status).toBe(413);
    expect(await answersAsEver(server)).toBe(true);
  });

  it('is not kept: twenty at once cost less than their bytes', async () => {
    const { dial, server } = await openServer();
    const lines = await Promise.all(Array.from({ length: 20 }, dial));
    const before = process.memoryUsage().arrayBuffers;
    await Promise.all(
      lines.map(async ({ socket, until }) => {
        socket.write(request('POST /api/agents', { ...json, 'content-length': '50000000' }));
        for (let sent = 0; sent < 20; sent++) {
          await new Promise<void>((resolve) => socket.write(megabyte, () => resolve()));
        }
        await until(({ text }) => text.includes(' 413 '));
      }),
    );
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(150 * 1024 * 1024);
    for (const { socket } of lines) socket.destroy();
    expect(await answersAsEver(server)).toBe(true);
  });
});

describe('A body within the limit', () => {
  it('announced by expect: 100-continue is asked for, and taken', async () => {
    const { dial } = await openServer();
    const { socket, until } = await dial();
    const headers = { ...json, expect: '100-continue', 'content-length': String(agent.length) };
    socket.write(request('POST /api/agents', headers));
    await until(({ text }) => text.startsWith('HTTP/1.1 100 Continue\r\n\r\n'));
    socket.write(agent);
    const { text } = await until((heard) => answersIn(heard.text).length === 2);
    expect(answersIn(text).map(({ status }) => status)).toEqual([100, 201]);
  });

  it('with another expectation gets 417', async () => {
    const { dial } = await openServer();
    const { socket, until } = await dial();
    socket.write(request('POST /api/agents', { expect: 'miracles' }, agent));
    const { text } = await until((heard) => answersIn(heard.text).length === 1);
    expect(answersIn(text)[0]?.status).toBe(417);
    expect(text).toContain('100-continue');
  });

  it('byte by byte in chunks of one is read whole', async () => {
    const { dial } = await openServer();
    const { socket, until } = await dial();
    const text = agent.padEnd(30_000);
    const chunks = [...text].map((sign) => `1\r\n${sign}\r\n`).join('');
    socket.write(request('POST /api/agents', { ...json, 'transfer-encoding': 'chunked' }));
    socket.write(`${chunks}0\r\n\r\n`);
    const heard = await until(({ text }) => answersIn(text).length === 1);
    expect(answersIn(heard.text)[0]?.status).toBe(201);
  });
});

describe('A GET', () => {
  it('with a body is answered as without one', async () => {
    const { dial } = await openServer();
    const { socket, until } = await dial();
    for (const body of [agent, 'no JSON', '']) {
      socket.write(request('GET /api/agents', {}, body));
    }
    const { text } = await until((heard) => answersIn(heard.text).length === 3);
    expect(answersIn(text).map(({ status }) => status)).toEqual([200, 200, 200]);
  });
});
