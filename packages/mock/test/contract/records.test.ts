/** What both APIs have in common: ids, times, and one store behind one address. */
import { describe, expect, it } from 'vitest';
import { openPlatform } from './platform';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describe('A record', () => {
  it('has a UUID for an id', async () => {
    const { agentId, goalId } = await openPlatform().prepare();
    expect(agentId).toMatch(uuid);
    expect(goalId).toMatch(uuid);
  });

  it('has its times in ISO 8601 with milliseconds and Z', async () => {
    const { send, goals, prepare } = openPlatform();
    const { agentId, goalId } = await prepare();
    const agent = (await send('GET', `/api/agents/${agentId}`)).body;
    expect(agent).toMatchObject({
      createdAt: expect.stringMatching(time),
      updatedAt: expect.stringMatching(time),
    });
    const goal = (await goals('get', { id: goalId })).body;
    expect(goal).toMatchObject({
      data: {
        created_at: expect.stringMatching(time),
        updated_at: expect.stringMatching(time),
      },
    });
  });

  it('of the one API is known to the other, at one address', async () => {
    const { send, goals, prepare } = openPlatform();
    const { agentId } = await prepare();
    const make = () => goals('create', { data: { name: 'Callback', agent_id: agentId } });
    expect((await make()).status).toBe(201);
    await send('DELETE', `/api/agents/${agentId}`);
    expect((await make()).status).toBe(404);
  });
});
