/** Every example of the agents documentation, verbatim: it fits the schemas, and comes out of the SDK as it is. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient } from '@voicectl/sdk';
import {
  Agent,
  AgentList,
  AgentQueryParams,
  CreateAgentRequest,
  TestAgentRequest,
  TestAgentResponse,
  UpdateAgentRequest,
} from '@voicectl/sdk/contract';
import { describe, expect, it } from 'vitest';
import { createBody, json, readCurl, text, withoutDots } from './texts';

const id = '550e8400-e29b-41d4-a716-446655440000';

describe('A documented request', () => {
  it('to create an agent is the example that users are given, to the letter', () => {
    expect(createBody).toBe(readCurl('create.curl.txt').body);
  });

  it.each([
    ['create an agent', CreateAgentRequest, 'create.curl.txt'],
    ['update an agent', UpdateAgentRequest, 'update.curl.txt'],
    ['test an agent', TestAgentRequest, 'test.curl.txt'],
  ])('to %s fits, and nothing of it is lost', (_, schema, name) => {
    const body: unknown = JSON.parse(readCurl(name).body ?? '');
    expect(schema.parse(body)).toEqual(body);
  });

  it('to list agents fits', () => {
    const { page, limit, ...rest } = Object.fromEntries(
      new URL(readCurl('list.curl.txt').url).searchParams,
    );
    const query = { ...rest, page: Number(page), limit: Number(limit) };
    expect(AgentQueryParams.parse(query)).toEqual(query);
  });
});

describe('A documented answer', () => {
  it.each([
    ['a created agent', Agent, 'created.json'],
    ['a list', AgentList, 'listed.json'],
    ['a tested agent', TestAgentResponse, 'tested.json'],
  ])('with %s fits, and nothing of it is lost', (_, schema, name) => {
    expect(schema.parse(json(name))).toEqual(json(name));
  });

  it('with an updated agent fits as far as it is shown', () => {
    const shown: unknown = JSON.parse(withoutDots(text('updated.txt')));
    expect(Object.keys(Object(shown))).toHaveLength(5);
    expect(Agent.partial().parse(shown)).toEqual(shown);
  });

  it.each(['create', 'list', 'get', 'activate', 'archive', 'restore', 'update', 'test'] as const)(
    'comes out of %s as the server sent it, under strict validation',
    async (call) => {
      const name =
        call === 'list' ? 'listed.json' : call === 'test' ? 'tested.json' : 'created.json';
      await using server = await serveText(text(name), call === 'create' ? 201 : 200);
      await using client = createClient({
        agents: { url: server.url, apiKey: 'YOUR_API_KEY' },
        transport: 'undici',
        validation: 'strict',
      });
      const { agents } = client;
      const calls = {
        create: () => agents.create(CreateAgentRequest.parse(JSON.parse(createBody))),
        list: () => agents.list({ page: 1, limit: 20, status: 'active', search: 'support' }),
        get: () => agents.get(id),
        activate: () => agents.activate(id),
        archive: () => agents.archive(id),
        restore: () => agents.restore(id),
        update: () => agents.update(id, { name: 'Premium Support Agent' }),
        test: () => agents.test(id, { message: 'Hello, I need help with my order' }),
      };
      expect(await calls[call]()).toEqual(json(name));
    },
  );
});

/** A server with one answer to everything. */
async function serveText(body: string, status: number) {
  const server = createServer((_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/api`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
