/** What answers, from the command line: rules, recordings, a model, documents. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { serveMock, stopMocks } from './mock-process';
import { exampleAgent, failure, json, newFolder, voicectl } from './voicectl';

afterEach(stopMocks);

function fileOf(name: string, content: string): string {
  const file = join(newFolder(), name);
  writeFileSync(file, content);
  return file;
}

async function asking(flags: readonly string[], more: Record<string, string> = {}) {
  const { env } = await serveMock(flags, { env: more });
  const { id } = await json(['agents', 'create', '-f', exampleAgent], { env });
  return {
    env,
    answer: async (message: string) => {
      const reply = await json(['agents', 'test', String(id), message], { env });
      return String(reply.response);
    },
    refusal: (message: string) =>
      voicectl(['agents', 'test', String(id), message, '-o', 'table'], { env }),
  };
}

const rules = 'rules:\n  - when: /order (\\d+)/i\n    say: Order {1} is on its way.\n';
const recordings = 'answers:\n  - message: Hello\n    response: Hello yourself.\n';

describe('rules', () => {
  it('are asked first, the built-in answers say the rest', async () => {
    const { answer } = await asking(['--rules', fileOf('rules.yaml', rules)]);
    expect(await answer('Where is order 17?')).toBe('Order 17 is on its way.');
    expect(await answer('Hello')).toContain('Customer Support Agent');
  });

  it('that make no sense are named by their place', async () => {
    const file = fileOf('rules.yaml', 'rules:\n  - when: x\n  - say: "{nobody}"\n');
    const error = await failure(['mock', 'serve', '--port', '0', '--rules', file], 2);
    expect(error.message).toBe(`${file} can't be used as rules`);
    expect(error.problems?.map(({ path }) => path)).toEqual(['rules[0]', 'rules[1].say']);
  });
});

describe('recordings', () => {
  it('are all there is, unless a brain for the rest is named', async () => {
    const file = fileOf('heard.yaml', recordings);
    const alone = await asking(['--recordings', file]);
    expect(await alone.answer('Hello')).toBe('Hello yourself.');
    expect((await alone.refusal('What else?')).stderr).toContain('No answer was recorded');
    const helped = await asking(['--recordings', file, '--brain', 'scripted']);
    expect(await helped.answer('Hello')).toBe('Hello yourself.');
    expect(await helped.answer('What about refunds?')).toContain('refunds');
  });

  it('come after rules', async () => {
    const heard = fileOf('heard.yaml', recordings);
    const file = fileOf('rules.yaml', rules);
    const { answer } = await asking(['--recordings', heard, '--rules', file]);
    expect(await answer('order 4')).toBe('Order 4 is on its way.');
    expect(await answer('Hello')).toBe('Hello yourself.');
  });

  it('that make no sense are named by their place', async () => {
    const file = fileOf('heard.json', '{"answers": [{"message": "Hello"}]}');
    const error = await failure(['mock', 'serve', '--port', '0', '--recordings', file], 2);
    expect(error.problems).toEqual([{ path: 'answers[0].response', message: 'is required' }]);
  });
});

describe('recordings of a real server', () => {
  const line = (value: object) => `${JSON.stringify(value)}\n`;
  const header = { voicectl: 'cassette', version: 1, recordedAt: '2026-01-01T00:00:00Z' };
  const exchange = (path: string, body: object, answer: object) => ({
    at: '2026-01-01T00:00:00Z',
    ms: 1,
    request: {
      method: 'POST',
      path,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      credential: 'none',
    },
    response: {
      status: path.endsWith('/test') ? 200 : 201,
      headers: { 'content-type': 'application/json' },
      after: 1,
      body: JSON.stringify(answer),
    },
  });
  const id = '550e8400-e29b-41d4-a716-446655440000';
  const said = exchange(`/api/agents/${id}/test`, { message: 'Hi' }, { response: 'As recorded.' });
  const made = exchange('/api/agents', {}, { id, name: 'Customer Support Agent' });
  const cassette = line({ ...header, targets: {} }) + line(made) + line(said);

  it('are a file of mock record', async () => {
    const { answer } = await asking(['--recordings', fileOf('real.ndjson', cassette)]);
    expect(await answer('Hi')).toBe('As recorded.');
  });

  it('leave out a line that is torn, and say so', async () => {
    const file = fileOf('real.ndjson', `${cassette}{"at": "20`);
    const args = ['mock', 'exec', '--recordings', file, '--', 'true'];
    const { code, stderr } = await voicectl(args);
    expect(code).toBe(0);
    expect(stderr).toContain('ends in the middle of line 4');
  });

  it('are refused where one is damaged, by its line', async () => {
    const file = fileOf('real.ndjson', `${line({ ...header, targets: {} })}{"at": 1}\n`);
    const error = await failure(['mock', 'serve', '--port', '0', '--recordings', file], 2);
    expect(error.message).toContain(`${file}, line 2: `);
  });

  it.each([
    ['an object of something else', 'agents: []\n'],
    ['a key that is misspelt', 'anwsers: []\n'],
    ['a list', '- message: Hi\n  response: Yes\n'],
    ['words', 'just words\n'],
  ])('are not %s, and it is said what they are', async (_, content) => {
    const file = fileOf('heard.yaml', content);
    const error = await failure(['mock', 'serve', '--port', '0', '--recordings', file], 2);
    expect(error.message).toBe(`${file} can't be used as recordings`);
    expect(error.problems).toEqual([
      { path: 'answers', message: expect.stringMatching(/\{message, response\}.*mock record/) },
    ]);
  });
});

describe('a model', () => {
  it('is asked where the environment says, with what no rule is for', async () => {
    const seen: string[] = [];
    const server = createServer(async (request, response) => {
      seen.push(`${request.method} ${request.url} ${request.headers.authorization}`);
      request.resume();
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const chunk = (delta: object, finish: string | null) =>
        `data: ${JSON.stringify({
          id: 'c',
          created: 0,
          model: 'm',
          object: 'chat.completion.chunk',
          choices: [{ index: 0, delta, finish_reason: finish }],
        })}\n\n`;
      response.end(
        `${chunk({ content: 'I am a model.' }, null)}${chunk({}, 'stop')}data: [DONE]\n\n`,
      );
    }).listen(0, '127.0.0.1');
    await new Promise<void>((resolve) => server.once('listening', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
    const flags = ['--brain', 'model', '--rules', fileOf('rules.yaml', rules)];
    const { answer } = await asking(flags, { OPENAI_BASE_URL: url, OPENAI_API_KEY: 'model-key' });
    expect(await answer('Who are you?')).toBe('I am a model.');
    expect(await answer('order 1')).toBe('Order 1 is on its way.');
    expect(seen).toEqual(['POST /v1/chat/completions Bearer model-key']);
    server.closeAllConnections();
    server.close();
  });
});

describe('documents of a folder', () => {
  it('are looked through for agents with a knowledge base, and named in the journal', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'faqs'));
    const text = '# Opening hours\n\nThe shop opens at nine on weekdays.\n';
    writeFileSync(join(folder, 'faqs', 'hours.md'), text);
    const { env } = await serveMock(['--knowledge', folder]);
    const agent = {
      name: 'Shop',
      instructions: 'Help.',
      knowledgeBaseConfig: {
        knowledgeBaseId: '550e8400-e29b-41d4-a716-446655440000',
        similarityThreshold: 0.2,
      },
    };
    const input = JSON.stringify(agent);
    const { id } = await json(['agents', 'create', '-f', '-'], { env, input });
    await json(['agents', 'test', String(id), 'When does the shop open on weekdays?'], { env });
    const [entry] = await json<{ sources?: { document: string }[] }[]>(
      ['mock', 'journal', '--operation', 'agents.test'],
      { env },
    );
    expect(entry?.sources?.map(({ document }) => document)).toEqual(['faqs/hours.md']);
  });

  it('that are none are told', async () => {
    const folder = newFolder();
    const error = await failure(['mock', 'serve', '--port', '0', '--knowledge', folder], 2);
    expect(error.message).toContain(`There is no .txt or .md file in ${folder}`);
  });

  it('that are not there, or are a file, are told in words', async () => {
    const serve = (place: string) =>
      failure(['mock', 'serve', '--port', '0', '--knowledge', place], 2);
    const file = fileOf('rules.yaml', rules);
    expect((await serve('nofolder')).message).toBe(
      "Can't read the documents in nofolder: there is no such folder",
    );
    expect((await serve(file)).message).toBe(
      `Can't read the documents in ${file}: it is a file, not a folder`,
    );
  });
});
