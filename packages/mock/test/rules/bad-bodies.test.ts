/** What the mock says to bodies that it can't take. */
import { once } from 'node:events';
import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { type CreateAgentRequest, createClient } from '@voicectl/sdk';
import { describe, expect, it } from 'vitest';
import { createMock } from '../../src/index';
import { openRaw } from './raw';

describe('A body', () => {
  it('with many problems gets a 400 that lists each as path: problem', async () => {
    const { send } = await openRaw();
    const { status, body } = await send('POST', '/api/agents', {
      name: 'x'.repeat(129),
      instructions: '',
      policy: 7,
      modelConfig: { model: 'mistral/small', modelSettings: { temperature: 3, maxTokens: 1.5 } },
      voiceConfig: { pipelineMode: 'telepathy' },
      memoryConfig: { lastMessages: 101 },
      knowledgeBaseConfig: { knowledgeBaseId: 'kb-1', topK: 21 },
      metadata: { scope: ['billing'] },
      resolutionCriteria: [
        { label: 'Solved', description: 'a' },
        { label: 'Solved', description: 'b' },
      ],
    });
    expect(status).toBe(400);
    expect(body).toEqual({
      statusCode: 400,
      error: 'Bad Request',
      message: [
        'name: must have at most 128 characters, has 129',
        'instructions: must not be empty',
        'policy: must be a string, is 7',
        'modelConfig.model: must be provider/model-name with a provider of openai, anthropic',
        'modelConfig.modelSettings.temperature: must be at most 2, is 3',
        'modelConfig.modelSettings.maxTokens: must be a whole number, is 1.5',
        expect.stringMatching(/^voiceConfig\.pipelineMode: ./),
        'memoryConfig.enabled: is required',
        'memoryConfig.lastMessages: must be at most 100, is 101',
        'knowledgeBaseConfig.knowledgeBaseId: must be a UUID',
        'knowledgeBaseConfig.topK: must be at most 20, is 21',
        'metadata.scope: must be a string, is an array',
        'resolutionCriteria[1].label: "Solved" is used twice',
      ],
    });
  });

  it.each<[string, unknown, string]>([
    ['that is a list', [], 'body: must be an object, is an array'],
    ['that is null', null, 'body: must be an object, is null'],
    ['that is a text', '"hello"', 'body: must be an object, is a string'],
    ['that has nothing', {}, 'name: is required'],
  ])('%s gets 400', async (_, sent, problem) => {
    const { send } = await openRaw();
    const { status, body } = await send('POST', '/api/agents', sent);
    expect(status).toBe(400);
    expect(body.message).toContain(problem);
  });

  it.each(['', '{', '{"name": }', 'name=Support'])(
    'that is malformed, %j, gets 400',
    async (sent) => {
      const { send } = await openRaw();
      for (const path of ['/api/agents', '/v1']) {
        const { status, body } = await send('POST', path, sent);
        expect(status).toBe(400);
        expect(JSON.stringify(body)).toContain('body: is not valid JSON');
      }
    },
  );

  it('of another content type, or of none, gets 415', async () => {
    const { send } = await openRaw();
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/jsonp',
      '',
    ]) {
      const { status, body } = await send('POST', '/api/agents', '{}', { 'content-type': type });
      expect(status).toBe(415);
      expect(body).toMatchObject({ statusCode: 415, error: 'Unsupported Media Type' });
    }
    const goals = await send('POST', '/v1', '{}', { 'content-type': 'text/plain' });
    expect(goals.body).toMatchObject({ success: false, error: { status: 415 } });
  });

  it('is taken as JSON with a charset, in any case, or in a JSON dialect', async () => {
    const { send } = await openRaw();
    const sent = { name: 'A', instructions: 'B' };
    for (const type of [
      'application/json; charset=utf-8',
      'Application/JSON',
      'application/merge-patch+json',
    ]) {
      const { status } = await send('POST', '/api/agents', sent, { 'content-type': type });
      expect(status).toBe(201);
    }
  });

  it.each([
    ['/api/agents', { statusCode: 413, error: 'Payload Too Large' }],
    ['/v1', { success: false, error: { code: 'PAYLOAD_TOO_LARGE', status: 413 } }],
  ])('over 1 MiB gets 413 from %s, however much more there is', async (path, shape) => {
    const { send } = await openRaw();
    for (const size of [1024 * 1024 + 1, 20 * 1024 * 1024]) {
      const { status, body } = await send('POST', path, ' '.repeat(size));
      expect(status).toBe(413);
      expect(body).toMatchObject(shape);
    }
  });

  it('of many bytes in few characters is over 1 MiB too', async () => {
    const { send } = await openRaw();
    const { status } = await send('POST', '/api/agents', `{"name":"${'م'.repeat(600_000)}"}`);
    expect(status).toBe(413);
  });

  it('of 1 MiB is read', async () => {
    const { send } = await openRaw();
    const agent = JSON.stringify({ name: 'A', instructions: 'B' });
    const { status } = await send('POST', '/api/agents', agent.padEnd(1024 * 1024));
    expect(status).toBe(201);
  });

  it('in pieces that cut letters in two is read whole', async () => {
    const { server } = await openRaw();
    const bytes = Buffer.from(JSON.stringify({ name: 'دعم 👩‍👧', instructions: 'B' }));
    const sent = request(`${server.agentsUrl}/agents`, {
      method: 'POST',
      headers: { 'x-api-key': 'key', 'content-type': 'application/json' },
    });
    for (const byte of bytes) sent.write(Buffer.of(byte));
    sent.end();
    const [answer] = await once(sent, 'response');
    expect(await json(answer)).toHaveProperty('name', 'دعم 👩‍👧');
  });
});

describe('An unknown key', () => {
  it('is left out, at every depth, but in metadata', async () => {
    const { create } = await openRaw();
    const agent = await create({
      colour: 'blue',
      id: 'mine',
      status: 'active',
      version: 9,
      memoryConfig: { enabled: true, colour: 'blue' },
      metadata: { colour: 'blue' },
    });
    expect(agent).not.toHaveProperty('colour');
    expect(agent.id).not.toBe('mine');
    expect(agent).toMatchObject({ status: 'draft', version: 1, metadata: { colour: 'blue' } });
    expect(agent).toHaveProperty('memoryConfig', { enabled: true });
  });

  it('named __proto__ or constructor does no harm', async () => {
    const { send, create } = await openRaw();
    const { id } = await create();
    const evil =
      '{"metadata":{"__proto__":{"polluted":1},"constructor":{"polluted":1},"kept":2},"__proto__":{"polluted":1}}';
    const { status, body } = await send('PATCH', `/api/agents/${id}`, evil);
    expect(status).toBe(200);
    expect(body.metadata).toMatchObject({ kept: 2 });
    expect({}).not.toHaveProperty('polluted');
    expect(body).not.toHaveProperty('polluted');
    expect(Object.keys(body)).not.toContain('__proto__');
    expect((await send('GET', `/api/agents/${id}`)).body).toEqual(body);
    expect((await send('GET', '/api/agents?__proto__=1&constructor=2')).status).toBe(200);
  });
});

describe('With strict: true', () => {
  it('every key that the contract does not know gets 400 by its path, wherever it stands', async () => {
    const mock = createMock({ strict: true });
    const client = createClient({ ...mock.clientOptions });
    const agent = {
      name: 'A',
      instructions: 'B',
      instrctions: 'a slip',
      modelConfig: { model: 'openai/x', modelSettings: { temprature: 1 } },
      voiceConfig: { pipelineMode: 'batch' as const, voice: 'x' },
      metadata: { anything: 'goes' },
      resolutionCriteria: [{ label: 'l', description: 'd', weight: 1 }],
    };
    const error: unknown = await client.agents
      .create(agent as unknown as CreateAgentRequest)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      status: 400,
      messages: [
        'instrctions: is not known',
        'modelConfig.modelSettings.temprature: is not known',
        'voiceConfig.voice: is not known',
        'resolutionCriteria[0].weight: is not known',
      ],
    });
    const { instrctions: _, ...known } = agent;
    const fine = { name: known.name, instructions: known.instructions, metadata: known.metadata };
    expect(await client.agents.create(fine)).toMatchObject({ status: 'draft' });
  });
});
