/** A file that is no state of the mock, or can't be had: it is left as it is, and the mock changes nothing. */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createClient } from '@voicectl/sdk';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { serve } from '../../src/doors/node';
import { createMock } from '../../src/index';
import { DamagedFileError, fileStore, StoreError } from '../../src/store/file';
import { openStore } from '../../src/store/open';
import { temporaryFile } from './temporary-file';

let file = '';
beforeEach(async () => {
  file = await temporaryFile();
});

function open() {
  const mock = createMock({ store: fileStore(file) });
  return { mock, ...createClient({ ...mock.clientOptions, maxRetries: 0 }) };
}

const minimal = { name: 'Support', instructions: 'Be brief.' };
const headers = { 'x-api-key': 'k', 'content-type': 'application/json' };
const request = (method: string) => ({
  method,
  path: '/api/agents',
  query: new URLSearchParams(),
  headers,
  body: method === 'POST' ? JSON.stringify(minimal) : '',
});

const heading = '{"voicectl":"worlds","version":2}';
const change = (to: string) =>
  `${heading}\n{"world":"default","changes":[{"in":"agents","id":"a","to":${to}}]}\n`;

describe.each([
  ['damaged', '{"version":1,"agents":[', 'line 1'],
  ['empty', '', 'line 1'],
  ['no JSON at all', 'name: Support', 'line 1'],
  ['of another version', '{"version":2,"agents":[],"goals":[],"attachments":{}}', 'line 1'],
  ['of a later version', '{"voicectl":"worlds","version":3}\n', 'line 1'],
  ['a list', '[]', 'line 1'],
  ['null', 'null', 'line 1'],
  ['some other JSON', '{"name":"my-package","version":"1.0.0"}', 'line 1'],
  [
    'of agents that are none',
    '{"version":1,"agents":[{"id":"a"}],"goals":[],"attachments":{}}',
    'line 1',
  ],
  ['damaged in the middle', `${heading}\n{"world":"default","cha\n{"world":"a"}\n`, 'line 2'],
  ['with an empty line', `${heading}\n\n`, 'line 2'],
  ['of no UTF-8', Buffer.from([...Buffer.from(`${heading}\n{"world":"`), 0xff, 10]), 'line 2'],
  ['of worlds without a name', `${heading}\n{"world":"../..","changes":[]}\n`, 'world: must be'],
  ['of collections unknown', change('1').replace('agents', '__proto__'), 'changes[0]: in: must'],
  ['of an agent that is a text', change('"a"'), 'changes[0]: to: '],
  ['of an agent without a name', change('{"agent":{"id":"a"}}'), 'changes[0]: to.agent.'],
  [
    'whole, without its last end, and wrong',
    `${heading}\n{"world":"default","changes":{}}`,
    'line 2: changes: must be a list',
  ],
])('A file that is %s', (_, text, where) => {
  it('is a DamagedFileError from reading and writing, and is left as it was', async () => {
    await open().agents.create(minimal);
    const { mock, agents } = open();
    await agents.list();
    const before = mock.snapshot();
    await writeFile(file, text);
    for (const method of ['GET', 'POST']) {
      const answer = await mock.handle(request(method));
      expect(answer.status).toBe(500);
      expect(answer.body).toContain(JSON.stringify(file).slice(1, -1));
      expect(answer.body).toContain(where);
    }
    const restored = mock.restore(before);
    await expect(restored).rejects.toBeInstanceOf(DamagedFileError);
    await expect(restored).rejects.toThrow(`${file} does not hold what a mock keeps: `);
    await expect(openStore(file)).rejects.toBeInstanceOf(DamagedFileError);
    expect(mock.snapshot()).toEqual(before);
    expect(await readFile(file)).toEqual(Buffer.from(text));
    expect(await readdir(dirname(file))).toEqual(['mock.json']);
  });
});

it('A damaged file is a 500 that names it over HTTP, and all is well once it is gone', async () => {
  const { mock, agents } = open();
  await agents.create(minimal);
  const server = await serve(mock, { port: 0 });
  onTestFinished(() => server.close());
  const list = () => fetch(`${server.agentsUrl}/agents`, { headers: { 'x-api-key': 'k' } });
  await writeFile(file, '{');
  const answer = await list();
  expect(answer.status).toBe(500);
  expect(await answer.json()).toEqual({
    statusCode: 500,
    message: expect.stringContaining(file),
    error: 'Internal Server Error',
  });
  const goals = await fetch(server.goalsUrl, {
    method: 'POST',
    headers: { authorization: 'Bearer t', 'content-type': 'application/json' },
    body: JSON.stringify({ resource: 'goals', action: 'list' }),
  });
  expect(await goals.json()).toMatchObject({ success: false, error: { status: 500 } });
  await rm(file);
  expect((await list()).status).toBe(200);
});

it('A file that older versions left is opened, and grows from there', async () => {
  const { mock, agents } = open();
  const { id } = await agents.create(minimal);
  const old = JSON.stringify({ ...mock.snapshot() });
  await writeFile(file, old);
  expect(await open().agents.get(id)).toMatchObject({ version: 1 });
  await open().agents.update(id, { instructions: 'Be briefer.' });
  const text = await readFile(file, 'utf8');
  expect(text.startsWith(`${old}\n{"world":"default"`)).toBe(true);
  expect(await agents.get(id)).toMatchObject({ version: 2 });
  expect(await open().agents.get(id)).toMatchObject({ version: 2 });
});

describe('A file that can not be had', () => {
  it('is a 503 that names the file and the reason', async () => {
    await mkdir(dirname(dirname(file)), { recursive: true });
    await writeFile(dirname(file), 'a file where a folder should be');
    const { mock } = open();
    const words = `Can't use ${file}: a part of its path is a file, not a folder`;
    for (const method of ['GET', 'POST']) {
      const answer = await mock.handle(request(method));
      expect(answer.status).toBe(503);
      expect(JSON.parse(String(answer.body))).toEqual({
        statusCode: 503,
        message: words,
        error: 'Service Unavailable',
      });
    }
    await expect(mock.reset()).rejects.toBeInstanceOf(StoreError);
    await expect(openStore(file)).rejects.toThrow(words);
    expect(mock.snapshot()).toMatchObject({ agents: [] });
  });

  it('is a 503 when it is a folder', async () => {
    await mkdir(file, { recursive: true });
    expect(await open().mock.handle(request('GET'))).toMatchObject({
      status: 503,
      body: expect.stringContaining('it is a folder'),
    });
  });

  it('is not written once nobody waits for the answer any more', async () => {
    const { mock, agents } = open();
    await agents.create(minimal);
    const before = await readFile(file, 'utf8');
    await mkdir(`${file}.lock`);
    const gone = new AbortController();
    const asked = mock.handle({ ...request('POST'), signal: gone.signal });
    await setTimeout(100);
    gone.abort(new Error('enough'));
    expect(await asked).toMatchObject({ body: expect.stringContaining('enough') });
    await rm(`${file}.lock`, { recursive: true });
    expect(await readFile(file, 'utf8')).toBe(before);
    expect(await agents.list()).toMatchObject({ meta: { total: 1 } });
  });

  it('is taken over from a process that gives no sign of life', async () => {
    const { agents } = open();
    await agents.create(minimal);
    await mkdir(`${file}.lock`);
    await agents.create(minimal);
    expect((await agents.list()).meta.total).toBe(2);
    expect(await readdir(dirname(file))).toEqual(['mock.json']);
  });
});
