/** Agents that are made with a key are made once, however many answers are lost. */
import { ConnectionError } from '@voicectl/sdk';
import { describe, expect, it } from 'vitest';
import { failure, lost, newAgent, served } from './served';

const key = 'order-17';

describe('Create with a key', () => {
  it('keeps the key in the metadata, beside what is there', async () => {
    await using platform = await served();
    const metadata = { scope: 'tests' };
    const made = await platform.client.agents.create({ ...newAgent, metadata }, { key });
    expect(made.metadata).toEqual({ scope: 'tests', voicectlKey: key });
  });

  it('finds the agent whose answer was lost, and sends nothing again', async () => {
    await using platform = await served({ faults: [lost] });
    const made = await platform.client.agents.create(newAgent, { key });
    expect(made).toMatchObject({ name: newAgent.name, metadata: { voicectlKey: key } });
    expect(platform.mock.state.agents.size).toBe(1);
    expect(platform.asked()).toEqual(['agents.create', 'agents.list']);
  });

  it('finds an agent whose name would be cut in a character', async () => {
    await using platform = await served({ faults: [lost] });
    const name = `${'x'.repeat(99)}😀 and more`;
    expect(await platform.client.agents.create({ ...newAgent, name }, { key })).toMatchObject({
      name,
    });
    expect(platform.mock.state.agents.size).toBe(1);
  });

  it('sends again when there is none', async () => {
    await using platform = await served({
      faults: [{ operation: 'agents.create', reset: 'before', times: 1 }],
    });
    const made = await platform.client.agents.create(newAgent, { key });
    expect(made).toMatchObject({ name: newAgent.name, metadata: { voicectlKey: key } });
    expect(platform.asked()).toEqual([
      ...['agents.create', 'agents.list', 'agents.list', 'agents.create'],
    ]);
    expect(platform.mock.state.agents.size).toBe(1);
  });

  it('makes exactly 1,000 agents through a server that drops one answer in five', async () => {
    await using platform = await served(
      { faults: [{ operation: 'agents.create', reset: 'after', probability: 0.2, seed: 42 }] },
      { maxRetries: 5 },
    );
    const { agents } = platform.client;
    const keys = Array.from({ length: 1_000 }, (_, index) => `key-${index}`);
    const made: string[] = [];
    const worker = async () => {
      for (let next = keys.pop(); next !== undefined; next = keys.pop()) {
        const agent = { ...newAgent, name: `Agent ${next}` };
        made.push((await agents.create(agent, { key: next })).id);
      }
    };
    await Promise.all(Array.from({ length: 16 }, worker));
    expect(platform.mock.state.agents.size).toBe(1_000);
    expect(new Set(made).size).toBe(1_000);
    // None was sent twice, so chance has met the same ones as ever.
    expect(platform.mock.faults.list()).toMatchObject([{ seen: 1_000, acted: 199 }]);
  });
});

describe('Create without a key', () => {
  it('whose answer was lost is an error, and nothing is sent again', async () => {
    await using platform = await served({ faults: [lost] });
    await failure(ConnectionError, platform.client.agents.create(newAgent));
    expect(platform.asked()).toEqual(['agents.create']);
  });
});
