/** Transitions and deletes whose answer was lost after the platform had acted: found out, never guessed. */
import { ConflictError, ConnectionError, TimeoutError } from '@voicectl/sdk';
import { describe, expect, it } from 'vitest';
import type { FaultInput } from '../../src/faults/faults';
import { agentId, failure, lost, once, oneAgent, served } from './served';

describe('A transition whose answer was lost', () => {
  it.each([
    ['activate', 'draft', 'active'],
    ['archive', 'active', 'archived'],
    ['restore', 'archived', 'active'],
  ] as const)('%s is a success when the agent shows that it was done', async (verb, from, to) => {
    await using platform = await served({ contents: oneAgent(from), faults: [lost] });
    const moved = await platform.client.agents[verb](agentId);
    expect(moved).toMatchObject({ id: agentId, status: to });
    expect(platform.asked()).toEqual([`agents.${verb}`, 'agents.get']);
  });

  it('is sent again when the agent shows that it was not done', async () => {
    await using platform = await served({
      contents: oneAgent(),
      faults: [{ operation: 'agents.activate', reset: 'before', times: 1 }],
    });
    expect(await platform.client.agents.activate(agentId)).toMatchObject({ status: 'active' });
    // At once, and again after the wait: it may only have been slow.
    expect(platform.asked()).toEqual([
      ...['agents.activate', 'agents.get', 'agents.get', 'agents.activate'],
    ]);
  });

  it('by a gateway that gave up is looked at too', async () => {
    await using platform = await served({
      contents: oneAgent(),
      faults: [{ operation: 'agents.activate', status: 504, body: 'gateway timeout', acts: true }],
    });
    expect(await platform.client.agents.activate(agentId)).toMatchObject({ status: 'active' });
    expect(platform.asked()).toEqual(['agents.activate', 'agents.get']);
  });

  it('fails with what happened to it when nobody can look', async () => {
    await using platform = await served({
      contents: oneAgent(),
      faults: [{ operation: 'agents.*', reset: 'before' }],
    });
    const call = platform.client.agents.activate(agentId, once);
    const error = await failure(ConnectionError, call);
    expect(error).toMatchObject({ operation: 'agents.activate', sent: true, retryable: false });
    expect(platform.asked()).toEqual(['agents.activate', 'agents.get']);
  });

  it('fails in time when the deadline leaves none to look', async () => {
    await using platform = await served({
      contents: oneAgent(),
      faults: [{ operation: 'agents.*', latency: 60_000 }],
    });
    const call = platform.client.agents.activate(agentId, { deadline: 1_000 });
    expect(await failure(TimeoutError, call)).toMatchObject({ operation: 'agents.activate' });
    expect(platform.met()).toBe(1);
  });

  it('that was refused is refused: nobody looks', async () => {
    await using platform = await served({ contents: oneAgent() });
    await failure(ConflictError, platform.client.agents.restore(agentId));
    expect(platform.asked()).toEqual(['agents.restore']);
  });
});

describe('A delete whose answer was lost', () => {
  it('is a success when the agent is gone', async () => {
    await using platform = await served({ contents: oneAgent(), faults: [lost] });
    expect(await platform.client.agents.delete(agentId)).toBeUndefined();
    expect(platform.asked()).toEqual(['agents.delete', 'agents.get']);
  });

  const asHtml = { headers: { 'content-type': 'text/html' } };
  it.each<FaultInput>([
    { html: true },
    { html: '<h1>Not found</h1>' },
    { body: '404 page not found', ...asHtml },
    { body: '<!-- x --><html></html>' },
    { body: '404 page not found' },
  ])("is not done because some proxy's page says 404: %j", async (page) => {
    await using platform = await served({
      contents: oneAgent(),
      faults: [
        { operation: 'agents.delete', reset: 'before' },
        { operation: 'agents.get', status: 404, ...page },
      ],
    });
    await failure(ConnectionError, platform.client.agents.delete(agentId, once));
    expect(platform.asked()).toEqual(['agents.delete', 'agents.get']);
  });

  it('is sent again while the agent is there', async () => {
    await using platform = await served({
      contents: oneAgent(),
      faults: [{ operation: 'agents.delete', reset: 'before', times: 1 }],
    });
    await platform.client.agents.delete(agentId);
    expect(platform.asked()).toEqual([
      ...['agents.delete', 'agents.get', 'agents.get', 'agents.delete'],
    ]);
    expect(platform.mock.state.agents.get(agentId)?.deletedAt).toEqual(expect.any(String));
  });
});
