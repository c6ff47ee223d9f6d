/** Agents that are led to a status, over lost answers, by what others do meanwhile, and past servers that mislead. */
import { ConflictError, TimeoutError, UnexpectedResponseError } from '@voicectl/sdk';
import { describe, expect, it } from 'vitest';
import { agentId, failure, lost, oneAgent, served } from './served';

describe('Ensure', () => {
  it.each([
    ['draft', 'draft', []],
    ['draft', 'active', ['activate']],
    ['draft', 'archived', ['archive']],
    ['active', 'active', []],
    ['active', 'archived', ['archive']],
    ['archived', 'active', ['restore']],
    ['archived', 'archived', []],
  ] as const)('leads from %s to %s by %j', async (from, to, taken) => {
    await using platform = await served({ contents: oneAgent(from) });
    const ensured = await platform.client.agents.ensure(agentId, to);
    expect(ensured).toMatchObject({ agent: { id: agentId, status: to }, taken });
    expect(platform.asked()).toEqual(['agents.get', ...taken.map((verb) => `agents.${verb}`)]);
  });

  it.each(['active', 'archived'] as const)(
    'from %s to draft fails before any transition',
    async (from) => {
      await using platform = await served({ contents: oneAgent(from) });
      const error = await failure(ConflictError, platform.client.agents.ensure(agentId, 'draft'));
      expect(error.message).toContain(`${from} to draft`);
      expect(platform.asked()).toEqual(['agents.get']);
    },
  );

  it('gets there although an answer is lost', async () => {
    await using platform = await served({ contents: oneAgent(), faults: [{ ...lost, times: 1 }] });
    expect(await platform.client.agents.ensure(agentId, 'active')).toMatchObject({
      agent: { status: 'active' },
      taken: ['activate'],
    });
    expect(platform.met()).toBe(1);
  });

  it('begins anew when somebody else has moved the agent', async () => {
    await using platform = await served({
      contents: oneAgent('active'),
      // What was read is no longer so when the transition is asked for.
      faults: [{ operation: 'agents.get', drift: { set: { status: 'draft' } }, times: 1 }],
    });
    expect(await platform.client.agents.ensure(agentId, 'active')).toMatchObject({
      agent: { status: 'active' },
      taken: [],
    });
    expect(platform.asked()).toEqual(['agents.get', 'agents.activate', 'agents.get']);
  });

  it('does not claim what the server does not show', async () => {
    await using platform = await served({
      contents: oneAgent(),
      faults: [{ operation: 'agents.activate', drift: { set: { status: 'draft' } } }],
    });
    const call = platform.client.agents.ensure(agentId, 'active');
    expect((await failure(UnexpectedResponseError, call)).message).toMatch(/still answers draft/);
  });

  it('has one deadline for all', async () => {
    await using platform = await served({
      contents: oneAgent(),
      // Each call alone would be in time.
      faults: [{ operation: 'agents.*', latency: 300 }],
    });
    const call = platform.client.agents.ensure(agentId, 'active', { deadline: 500 });
    await failure(TimeoutError, call);
  });
});
