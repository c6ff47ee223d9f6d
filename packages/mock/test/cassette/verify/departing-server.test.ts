/** A server that departs from the contract, from its recording to the list of its differences. */
import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { verifyCassette } from '../../../src/cassette/index';
import { createMock } from '../../../src/index';
import { cassetteOf, recordBefore } from '../recorded';
import { agent, created, departures, id, list } from './calls';

it('A difference comes once, with a count, its first exchange, and where its reading is written', () => {
  const wrong = list(
    '',
    [agent, { ...agent, id: id.replace(/1/, '0') }].map((each) => ({ ...each, version: '1' })),
  );
  expect(verifyCassette(cassetteOf([created, wrong, wrong]))).toEqual([
    {
      level: 'departure',
      operation: 'agents.list',
      exchange: 2,
      path: 'answer.data[].version',
      seen: 'must be a number, is a string',
      reading: 'the schema of agents.list',
      documented: 'docs/contract.md#what-goes-over-the-wire',
      count: 4,
    },
  ]);
});

it('A server that departs is recorded, and each departure named', async () => {
  const mock = createMock();
  const { recorder, exchanges } = await recordBefore(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url = '' } = request;
    const real = await mock.handle({
      method,
      path: url.replace('/base', '/api').replace('/rpc', '/v1'),
      query: new URLSearchParams(),
      headers: request.headers as Record<string, string>,
      body: Buffer.concat(chunks).toString(),
    });
    const answer = JSON.parse(String(real.body));
    let { status } = real;
    if (method === 'POST' && url.endsWith('/agents')) status = 200;
    if (method === 'PATCH') {
      Object.assign(answer, { version: answer.version + 1, updatedAt: new Date().toISOString() });
    }
    if (method === 'DELETE') status = 200;
    if (url === '/rpc') Object.assign(answer.data ?? {}, { priority: 'high' });
    const { 'x-request-id': _, ...headers } = real.headers;
    response.writeHead(status, headers).end(JSON.stringify(answer));
  });
  const ask = async (method: string, url: string, body?: object) => {
    const response = await fetch(url, {
      method,
      headers: { 'x-api-key': 'k', ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    // So that a clock in milliseconds goes on.
    await setTimeout(3);
    return (await response.json()) as { id: string };
  };
  const { agentsUrl, goalsUrl } = recorder;
  const made = await ask('POST', `${agentsUrl}/agents`, { name: 'A', instructions: 'B' });
  await ask('PATCH', `${agentsUrl}/agents/${made.id}`, {});
  await ask('POST', goalsUrl, {
    resource: 'goals',
    action: 'create',
    data: { name: 'G', agent_id: made.id },
  });
  await ask('DELETE', `${agentsUrl}/agents/${made.id}`);
  await ask('DELETE', `${agentsUrl}/agents/${made.id}`);
  const found = departures(...exchanges);
  const ids = ['agents.create', 'agents.update', 'goals.create', 'agents.delete'];
  expect(found).toEqual(expect.arrayContaining(ids.map((name) => `${name} answer.headers: none`)));
  expect(found.filter((words) => !words.includes('headers'))).toEqual([
    'agents.create status: 200',
    'agents.update answer.version: from 1 to 2, no versioned field changed',
    expect.stringMatching(/^agents.update answer.updatedAt: moved from/),
    'goals.create answer.priority: must be a number, is a string',
    'goals.create answer.priority: "high", where null was due',
    'agents.delete status: 200',
  ]);
});
