/** A brain that asks a model, over real sockets, in the protocols of two providers. */
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createModelBrain } from '../../src/brain/model/index';
import { createMock } from '../../src/index';
import { hear, nora, say } from './agents';
import {
  anthropic,
  begin,
  json,
  openai,
  type ProviderServer,
  providerServer,
} from './provider-server';

const key = 'sk-very-secret-key-0123456789';
const brainAt = (
  { url }: Pick<ProviderServer, 'url'>,
  environment: Record<string, string> = {},
  model?: string,
) =>
  createModelBrain({
    model,
    environment: {
      OPENAI_BASE_URL: `${url}/v1`,
      OPENAI_API_KEY: key,
      ANTHROPIC_BASE_URL: url,
      ANTHROPIC_API_KEY: key,
      ...environment,
    },
  });
const gpt = { model: 'openai/gpt-4o-mini' };
const claude = { model: 'anthropic/claude-sonnet-4-20250514' };
const agentWith = (modelConfig: object) => ({ ...nora, modelConfig: modelConfig as typeof gpt });

/** Both say "Hello there", one piece at a time. */
const speaking = () =>
  providerServer((response, { path }) => {
    if (path === openai.path) {
      const { piece, finish, usage, end } = openai;
      begin(response).end(piece('Hel') + piece('lo there') + finish() + usage(11, 5) + end);
    } else {
      const { start, piece, finish } = anthropic;
      begin(response).end(start(12) + piece('Hel') + piece('lo there') + finish(6));
    }
  });

describe('A model', () => {
  it('of OpenAI or any compatible endpoint answers by its prefix', async () => {
    await using server = await speaking();
    const heard = await hear(brainAt(server), 'Hi', { agent: agentWith(gpt) });
    expect(heard).toEqual({ text: 'Hello there', usage: { inputTokens: 11, outputTokens: 5 } });
    expect(server.seen[0]).toMatchObject({
      path: '/v1/chat/completions',
      headers: { authorization: `Bearer ${key}` },
      body: {
        model: 'gpt-4o-mini',
        stream: true,
        temperature: 0.7,
        messages: [
          { role: 'system', content: expect.stringContaining(nora.instructions) },
          { role: 'user', content: 'Hi' },
        ],
      },
    });
  });

  it('of Anthropic answers by its prefix, at an address with or without a version', async () => {
    await using server = await speaking();
    for (const ANTHROPIC_BASE_URL of [server.url, `${server.url}/`, `${server.url}/v1`]) {
      const brain = brainAt(server, { ANTHROPIC_BASE_URL });
      const heard = await hear(brain, 'Hi', { agent: agentWith(claude) });
      expect(heard).toEqual({ text: 'Hello there', usage: { inputTokens: 12, outputTokens: 6 } });
    }
    expect(server.seen.map(({ path }) => path)).toEqual(Array(3).fill('/v1/messages'));
    expect(server.seen[0]).toMatchObject({
      headers: { 'x-api-key': key },
      body: {
        model: 'claude-sonnet-4-20250514',
        stream: true,
        temperature: 0.7,
        system: [{ type: 'text', text: expect.stringContaining(nora.instructions) }],
        messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }],
      },
    });
  });

  it('is given the policy and what was looked up', async () => {
    await using server = await speaking();
    const passages = [{ document: 'faq.md', group: null, similarity: 1, text: 'Open at nine.' }];
    await hear(brainAt(server), 'Hi', { agent: { ...nora, policy: 'No dogs.' }, passages });
    expect(server.seen[0]?.body).toHaveProperty(
      ['messages', 0, 'content'],
      expect.stringMatching(/No dogs\.[\s\S]*\[1\] faq\.md\nOpen at nine\./),
    );
  });

  it('may be one for all agents, by option or environment', async () => {
    await using server = await speaking();
    await say(brainAt(server, {}, 'anthropic/claude-x'), 'Hi');
    await say(brainAt(server, { VOICECTL_MODEL: 'openai/llama-3' }), 'Hi', { modelConfig: claude });
    expect(server.seen.map(({ path, body }) => [path, body['model']])).toEqual([
      ['/v1/messages', 'claude-x'],
      ['/v1/chat/completions', 'llama-3'],
    ]);
  });

  it('hears every setting that its provider knows', async () => {
    await using server = await speaking();
    const modelSettings = {
      temperature: 0.2,
      maxTokens: 99,
      topK: 7,
      stopSequences: ['END'],
    };
    const providerOptions = {
      openai: {
        reasoningEffort: 'low',
        responseFormat: 'json_object',
        frequencyPenalty: 0.5,
        presencePenalty: -0.5,
      },
      anthropic: { cacheControl: { type: 'ephemeral' }, maxTokens: 77 },
    };
    const ask = (agent: object) =>
      hear(brainAt(server), 'Hi', {
        agent: agentWith({ ...agent, modelSettings, providerOptions }),
      });
    await ask(gpt);
    await ask(claude);
    const [toOpenai, toAnthropic] = server.seen.map(({ body }) => body);
    expect(toOpenai).toMatchObject({
      temperature: 0.2,
      max_tokens: 99,
      stop: ['END'],
      frequency_penalty: 0.5,
      presence_penalty: -0.5,
      response_format: { type: 'json_object' },
      reasoning_effort: 'low',
    });
    expect(toAnthropic).toMatchObject({
      temperature: 0.2,
      max_tokens: 77,
      top_k: 7,
      stop_sequences: ['END'],
      system: [{ cache_control: { type: 'ephemeral' } }],
    });
    expect(toAnthropic).not.toHaveProperty('frequency_penalty');
  });

  it('hears topP in place of the default temperature', async () => {
    await using server = await speaking();
    for (const model of [gpt, claude]) {
      await hear(brainAt(server), 'Hi', {
        agent: agentWith({ ...model, modelSettings: { topP: 0.4 } }),
      });
    }
    for (const { body } of server.seen) {
      expect(body).toMatchObject({ top_p: 0.4 });
      expect(body).not.toHaveProperty('temperature');
    }
  });

  it('speaks as it thinks: its first piece is heard before the last is made', async () => {
    let finish = () => {};
    await using server = await providerServer((response) => {
      begin(response).write(openai.piece('Hel'));
      finish = () => response.end(openai.piece('lo') + openai.finish() + openai.end);
    });
    const heard: string[] = [];
    for await (const piece of brainAt(server).answer({ agent: nora, message: 'Hi' })) {
      heard.push(piece);
      finish();
    }
    expect(heard).toEqual(['Hel', 'lo']);
  });

  it('is told when nobody listens any more', async () => {
    await using server = await providerServer((response, { path }) => {
      if (path === openai.path) begin(response).write(openai.piece('Hel'));
      else begin(response).write(anthropic.start(1) + anthropic.piece('Hel'));
    });
    for (const [index, model] of [gpt, claude].entries()) {
      const gone = new AbortController();
      const listen = async () => {
        const question = { agent: agentWith(model), message: 'Hi' };
        for await (const _ of brainAt(server).answer(question, gone.signal)) gone.abort();
      };
      await expect(listen()).rejects.toHaveProperty('name', 'AbortError');
      await server.seen[index]?.left;
    }
    for await (const _ of brainAt(server).answer({ agent: nora, message: 'Hi' })) break;
    await server.seen[2]?.left;
  });
});

describe('A provider that fails', () => {
  it.each<[number, object, number, RegExp]>([
    [400, { message: 'bad temperature' }, 502, /^openai failed \(400\): bad temperature$/],
    [
      401,
      { message: `Incorrect key ${key}` },
      502,
      /refuses the key \(401\): check OPENAI_API_KEY$/,
    ],
    [403, {}, 502, /refuses the key \(403\): check OPENAI_API_KEY$/],
    [404, { message: 'no such model' }, 502, /has no model "gpt-4o-mini", or OPENAI_BASE_URL/],
    [
      500,
      { message: `oops ${key} and sk-other-1234` },
      502,
      /^openai failed \(500\): oops \*\*\* and \*\*\*$/,
    ],
    [503, { message: 'x'.repeat(5000) }, 502, /^.{100,400}$/],
  ])('with %i %j is a %i that says so', async (status, error, expected, words) => {
    await using server = await providerServer((response) => json(response, status, { error }));
    await expect(say(brainAt(server), 'Hi')).rejects.toMatchObject({
      status: expected,
      message: expect.stringMatching(words),
    });
    expect(server.seen).toHaveLength(1);
  });

  it('for now is a 429 with its Retry-After', async () => {
    await using server = await providerServer((response) =>
      json(
        response,
        429,
        { error: { type: 'rate_limit_error', message: 'slow down' } },
        { 'retry-after': '7' },
      ),
    );
    for (const modelConfig of [gpt, claude]) {
      await expect(say(brainAt(server), 'Hi', { modelConfig })).rejects.toMatchObject({
        status: 429,
        headers: { 'retry-after': '7' },
      });
    }
  });

  it('with a web page is an error, too', async () => {
    await using server = await providerServer((response) =>
      response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>'),
    );
    await expect(say(brainAt(server), 'Hi')).rejects.toMatchObject({ status: 502 });
  });

  it.each([
    ['cut short', (_: string) => ''],
    [
      'an error',
      (protocol: string) =>
        protocol === 'openai'
          ? `data: ${JSON.stringify({ error: { message: 'melted', type: 'server_error' } })}\n\n`
          : anthropic.error('overloaded_error', 'melted'),
    ],
    ['nonsense', (_: string) => 'data: {"nonsense\n\n'],
  ])('in the middle of its answer, %s, is no short answer', async (what, ending) => {
    await using server = await providerServer((response, { path }) => {
      if (path === openai.path) begin(response).end(openai.piece('Hel') + ending('openai'));
      else begin(response).end(anthropic.start(1) + anthropic.piece('Hel') + ending('anthropic'));
    });
    for (const modelConfig of [gpt, claude]) {
      const heard: string[] = [];
      const listen = async () => {
        const question = { agent: { ...nora, modelConfig }, message: 'Hi' };
        for await (const piece of brainAt(server).answer(question)) heard.push(piece);
      };
      await expect(listen()).rejects.toMatchObject({
        status: 502,
        message: expect.stringMatching(what === 'an error' ? /melted/ : /./),
      });
      expect(heard).toEqual(['Hel']);
    }
  });

  it('by dropping the connection is a 502', async () => {
    await using server = await providerServer((response) => {
      begin(response).write(openai.piece('Hel'), () => response.destroy());
    });
    await expect(say(brainAt(server), 'Hi')).rejects.toMatchObject({ status: 502 });
  });

  it('by being nowhere is a 502 that names its variable, without what its address hides', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as { port: number };
    await new Promise((resolve) => taken.close(resolve));
    const failure = say(brainAt({ url: `http://127.0.0.1:${port}/hidden` }), 'Hi');
    await expect(failure).rejects.toMatchObject({
      status: 502,
      message: expect.stringContaining(`openai at http://127.0.0.1:${port} failed`),
    });
    await expect(failure).rejects.toThrow('OPENAI_BASE_URL says where it is');
    await expect(failure).rejects.not.toThrow('hidden');
  });
});

describe('What the environment lacks', () => {
  it.each([
    [gpt, {}, 'set OPENAI_API_KEY'],
    [claude, {}, 'set ANTHROPIC_API_KEY'],
    [gpt, { OPENAI_API_KEY: ' ' }, 'set OPENAI_API_KEY'],
    [gpt, { OPENAI_BASE_URL: 'localhost:1234' }, 'OPENAI_BASE_URL must be an http or https URL'],
    [{ model: 'gemini/flash' }, {}, 'No model "gemini/flash" can be asked: it must be openai/'],
    [{ model: 'gpt' }, {}, 'it must be openai/model-name or anthropic/model-name'],
  ])('%j in %j is named: %s', async (modelConfig, environment, words) => {
    const failure = say(createModelBrain({ environment }), 'Hi', { modelConfig });
    await expect(failure).rejects.toMatchObject({ status: 500 });
    await expect(failure).rejects.toThrow(words);
  });

  it('is no key, for an endpoint of your own', async () => {
    await using server = await speaking();
    const brain = createModelBrain({ environment: { OPENAI_BASE_URL: `${server.url}/v1` } });
    expect(await say(brain, 'Hi')).toBe('Hello there');
  });
});

describe('A goal drafted by a model', () => {
  const draft = {
    name: 'Call back',
    description: 'Call the customer back.',
    priority: 1,
    fields: [{ name: 'phone', type: 'phone', required: true, description: 'Their phone' }],
  };

  it('comes as structured output, at the documented temperature', async () => {
    await using server = await providerServer((response) =>
      json(response, 200, openai.whole(JSON.stringify(draft))),
    );
    expect(await brainAt(server).suggest('Call back urgently')).toEqual(draft);
    expect(server.seen[0]?.body).toMatchObject({
      model: 'gpt-4o-mini',
      temperature: 0.5,
      response_format: { type: 'json_schema', json_schema: { name: 'goal', strict: true } },
      messages: [{ role: 'system' }, { role: 'user', content: 'Call back urgently' }],
    });
  });

  it('comes from Anthropic, too', async () => {
    await using server = await providerServer((response, { body }) => {
      const tool = (body['tools'] as { name: string }[] | undefined)?.[0];
      const content = tool
        ? { type: 'tool_use', id: 't', name: tool.name, input: draft }
        : { type: 'text', text: JSON.stringify(draft) };
      json(response, 200, {
        id: 'm',
        type: 'message',
        role: 'assistant',
        model: 'm',
        content: [content],
        stop_reason: tool ? 'tool_use' : 'end_turn',
        stop_sequence: null,
        usage: { input_tokens: 1, output_tokens: 1 },
      });
    });
    for (const model of ['claude-sonnet-4-20250514', 'claude-sonnet-4-5']) {
      const brain = brainAt(server, {}, `anthropic/${model}`);
      expect(await brain.suggest('Call back')).toEqual(draft);
    }
  });

  it.each([
    ['Sure! Here is a goal.', /^openai\/gpt-4o-mini drafted no goal: its answer is no JSON/],
    ['{"name": 7}', /drafted no goal: name: must be a string, is 7/],
    ['[]', /drafted no goal: it: must be an object/],
  ])('that is none, %s, is a 502', async (text, words) => {
    await using server = await providerServer((response) =>
      json(response, 200, openai.whole(text)),
    );
    await expect(brainAt(server).suggest('Call back')).rejects.toMatchObject({
      status: 502,
      message: expect.stringMatching(words),
    });
  });

  it('is refused as an answer is when the provider fails', async () => {
    await using server = await providerServer((response) => json(response, 401, {}));
    await expect(brainAt(server).suggest('x')).rejects.toThrow('check OPENAI_API_KEY');
  });
});

describe('A mock with a model for a brain', () => {
  it('streams its answers and refuses as it does', async () => {
    await using server = await speaking();
    const mock = createMock({ brain: brainAt(server), newId: () => nora.id });
    const post = (path: string, body: object, headers = {}) =>
      mock.fetch(
        new Request(`http://localhost/api/agents${path}`, {
          method: 'POST',
          headers: { 'x-api-key': 'k', 'content-type': 'application/json', ...headers },
          body: JSON.stringify(body),
        }),
      );
    await post('', { name: 'Nora', instructions: 'Help.' });
    const whole = await post(`/${nora.id}/test`, { message: 'Hi' });
    expect(await whole.json()).toEqual({
      response: 'Hello there',
      usage: { inputTokens: 11, outputTokens: 5 },
    });
    const accept = { accept: 'text/event-stream' };
    const streamed = await post(`/${nora.id}/test`, { message: 'Hi' }, accept);
    expect(await streamed.text()).toContain('event: token\ndata: {"text":"Hel"}\n\nevent: token');
    await server[Symbol.asyncDispose]();
    expect((await post(`/${nora.id}/test`, { message: 'Hi' })).status).toBe(502);
    const broken = await post(`/${nora.id}/test`, { message: 'Hi' }, accept);
    expect(await broken.text()).toMatch(/^event: error\ndata: \{"statusCode":502,/);
  });
});
