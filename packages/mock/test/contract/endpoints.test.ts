/** Each call of the agents API, with every status that the contract names for it. */
import { describe, expect, it } from 'vitest';
import { openPlatform } from './platform';

const nobody = '550e8400-e29b-41d4-a716-446655440000';
const agent = {
  id: expect.any(String),
  organizationId: expect.any(String),
  status: expect.any(String),
  version: expect.any(Number),
};

describe('The agents API', () => {
  it.each<[string, string, number, unknown]>([
    ['POST', '/agents', 201, { ...agent, status: 'draft', version: 1 }],
    ['GET', '/agents', 200, { data: [agent], meta: { total: 1 } }],
    ['GET', '/agents/:id', 200, agent],
    ['PATCH', '/agents/:id', 200, agent],
    ['DELETE', '/agents/:id', 200, { message: expect.any(String) }],
    ['POST', '/agents/:id/activate', 200, { ...agent, status: 'active' }],
    ['POST', '/agents/:id/archive', 200, { ...agent, status: 'archived' }],
    ['POST', '/agents/:id/test', 200, { response: expect.any(String), usage: expect.any(Object) }],
  ])('answers %s %s with %i', async (method, path, status, body) => {
    const { send, prepare } = openPlatform();
    const { agentId } = await prepare();
    const answer = await send(method, address(path, agentId), bodies[`${method} ${path}`]);
    expect(answer).toMatchObject({ status, body });
    expect(answer.headers.get('content-type')).toMatch('application/json');
  });

  it('answers POST /agents/:id/restore with 200', async () => {
    const { send, prepare } = openPlatform();
    const { agentId } = await prepare();
    await send('POST', address('/agents/:id/archive', agentId));
    const answer = await send('POST', address('/agents/:id/restore', agentId));
    expect(answer).toMatchObject({ status: 200, body: { ...agent, status: 'active' } });
  });

  it.each<[string, string, unknown]>([
    ['POST', '/agents', { name: 'A' }],
    ['GET', '/agents', undefined],
    ['PATCH', '/agents/:id', { name: '' }],
    ['POST', '/agents/:id/test', {}],
  ])('answers %s %s with 400 when it does not fit', async (method, path, body) => {
    const { send, prepare } = openPlatform();
    const { agentId } = await prepare();
    const query = method === 'GET' ? '?limit=0' : '';
    const answer = await send(method, address(path, agentId) + query, body);
    expect(answer).toMatchObject({
      status: 400,
      body: { statusCode: 400, message: [expect.any(String)], error: 'Bad Request' },
    });
  });

  it.each([
    ['GET', '/agents/:id'],
    ['PATCH', '/agents/:id'],
    ['DELETE', '/agents/:id'],
    ['POST', '/agents/:id/activate'],
    ['POST', '/agents/:id/archive'],
    ['POST', '/agents/:id/restore'],
    ['POST', '/agents/:id/test'],
  ])('answers %s %s with 404 when there is no such agent', async (method, path) => {
    const { send } = openPlatform();
    const answer = await send(method, address(path, nobody), bodies[`${method} ${path}`]);
    expect(answer).toMatchObject({
      status: 404,
      body: { statusCode: 404, message: expect.stringContaining(nobody), error: 'Not Found' },
    });
  });

  it.each([
    ['activate', ['activate']],
    ['archive', ['archive']],
    ['restore', []],
  ])('answers POST /agents/:id/%s with 409 where the lifecycle has none', async (wrong, before) => {
    const { send, prepare } = openPlatform();
    const { agentId } = await prepare();
    for (const name of before) await send('POST', address(`/agents/:id/${name}`, agentId));
    const answer = await send('POST', address(`/agents/:id/${wrong}`, agentId));
    expect(answer).toMatchObject({ status: 409, body: { statusCode: 409, error: 'Conflict' } });
  });

  it('asks no body of a transition, and minds none', async () => {
    const { send, prepare } = openPlatform();
    const { agentId } = await prepare();
    const activated = await send('POST', address('/agents/:id/activate', agentId), { any: 1 });
    expect(activated.status).toBe(200);
    expect((await send('POST', address('/agents/:id/archive', agentId))).status).toBe(200);
  });
});

const bodies: Readonly<Record<string, unknown>> = {
  'POST /agents': { name: 'A', instructions: 'B' },
  'PATCH /agents/:id': { name: 'Back' },
  'POST /agents/:id/test': { message: 'Hello' },
};

function address(path: string, id: string): string {
  return `/api${path.replace(':id', id)}`;
}
