/** The documented goals calls, compiled as they are written and run by the real SDK against the mock. */
import { type Client, createClient, type Goal } from '@voicectl/sdk';
import { beforeEach, describe, expect, expectTypeOf, it, onTestFinished } from 'vitest';
import { serve } from '../../src/doors/node';
import { createMock } from '../../src/index';
import { documentedAttach, documentedGenerate, documentedList } from './goals-calls';

let ApiService: Client;

beforeEach(async () => {
  const ids = ['agent-uuid', 'goal-uuid'];
  const mock = createMock({ checkAnswers: true, newId: () => ids.shift() ?? crypto.randomUUID() });
  const server = await serve(mock, { port: 0 });
  ApiService = createClient({
    agents: { url: server.agentsUrl, apiKey: 'key' },
    goals: { url: server.goalsUrl, token: 'token' },
    transport: 'undici',
    validation: 'strict',
  });
  onTestFinished(async () => {
    await ApiService.close();
    await server.close();
  });
});

async function prepare(): Promise<Goal> {
  await ApiService.agents.create({ name: 'Support', instructions: 'Be brief.' });
  return ApiService.goals.create({ name: 'Callback', agent_id: 'agent-uuid' });
}

describe('The documented call that', () => {
  it('lists goals gives the items and their count, typed as it says', async () => {
    const goal = await prepare();
    const response = await documentedList(ApiService);
    expectTypeOf(response).toEqualTypeOf<{ items: Goal[]; count: number }>();
    expect(response).toEqual({ items: [goal], count: 1 });
  });

  it('attaches a goal to an agent links the two', async () => {
    await prepare();
    await documentedAttach(ApiService);
    const link = { goalId: 'goal-uuid', agentId: 'agent-uuid' };
    expect(await ApiService.goals.detach(link)).toMatchObject(link);
  });

  it('attaches a goal is NOT_FOUND while there is none', async () => {
    await expect(documentedAttach(ApiService)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('generates a goal suggests what to collect', async () => {
    const result = await documentedGenerate(ApiService);
    expect(result).toMatchObject({
      name: 'Callback scheduling',
      fields: [
        { name: 'customer_name', type: 'string', required: true },
        { name: 'email', type: 'email', required: true },
        { name: 'preferred_contact_time', type: 'datetime', required: true },
      ],
    });
  });
});

describe('A call written by hand', () => {
  it('is typed by its action when no result is named', async () => {
    const goal = await prepare();
    const got = await ApiService.invoke({ resource: 'goals', action: 'get', id: goal.id });
    expectTypeOf(got).toEqualTypeOf<Goal>();
    expect(got).toEqual(goal);
  });
});
