/** Answers that have departed from the contract: told, not broken; and what is no answer at all. */
import { type DriftNotice, ResponseValidationError, UnexpectedResponseError } from '@voicectl/sdk';
import { describe, expect, it } from 'vitest';
import type { FaultInput } from '../../src/faults/faults';
import { agentId, failure, oneAgent, served } from './served';

const contents = oneAgent();
const drifted: FaultInput = {
  operation: 'agents.get',
  drift: { remove: ['name'], set: { version: 'seven' } },
  headers: { 'x-request-id': 'req-1' },
};
const withDrift = { contents, faults: [drifted] };
const nothing = () => expect.unreachable('nothing was to be told');

describe('An answer that drifted from the contract', () => {
  it('is handed over untouched, and told to onDrift with each place', async () => {
    const drifts: DriftNotice[] = [];
    const onDrift = (notice: DriftNotice) => void drifts.push(notice);
    await using platform = await served(withDrift, { onDrift });
    const { name: _, ...kept } = platform.mock.state.agents.get(agentId)?.agent ?? {};
    expect(await platform.client.agents.get(agentId)).toEqual({ ...kept, version: 'seven' });
    expect(drifts).toEqual([
      {
        operation: 'agents.get',
        requestId: 'req-1',
        problems: [
          { path: 'name', message: 'is required' },
          { path: 'version', message: 'must be a number, is a string' },
        ],
      },
    ]);
  });

  it('is a ResponseValidationError when validation is strict', async () => {
    await using platform = await served(withDrift, { validation: 'strict', onDrift: nothing });
    const error = await failure(ResponseValidationError, platform.client.agents.get(agentId));
    expect(error.problems.map(({ path }) => path)).toEqual(['name', 'version']);
    expect(error).toMatchObject({ code: 'DRIFT', operation: 'agents.get' });
    expect(error.toJSON().problems).toEqual(error.problems);
    expect(platform.asked()).toEqual(['agents.get']);
  });

  it('passes in silence when validation is off', async () => {
    await using platform = await served(withDrift, { validation: 'off', onDrift: nothing });
    expect(await platform.client.agents.get(agentId)).toMatchObject({ version: 'seven' });
  });

  it.each([
    () => {
      throw new Error('the watcher broke');
    },
    async () => {
      throw new Error('the watcher broke later');
    },
  ])('comes through even when onDrift itself fails', async (onDrift) => {
    await using platform = await served(withDrift, { onDrift });
    expect(await platform.client.agents.get(agentId)).toMatchObject({ version: 'seven' });
  });
});

describe('What is no answer at all', () => {
  it.each([[null], [[]], ['text'], [7]])('where one agent was asked for is %j', async (value) => {
    await using platform = await served({ contents, faults: [{ drift: { set: { $: value } } }] });
    const call = platform.client.agents.get(agentId);
    const error = await failure(UnexpectedResponseError, call);
    expect(error.message).toMatch(/where an object was expected/);
  });

  it.each<[string, FaultInput['drift']]>([
    ['null', { set: { $: null } }],
    ['a bare list', { set: { $: [] } }],
    ['an empty object', { set: { $: {} } }],
    ['nulls', { set: { data: null, meta: null } }],
    ['no meta', { remove: ['meta'] }],
  ])('ends an iteration with an error of ours, not with a TypeError: %s', async (_, drift) => {
    const faults: FaultInput[] = [{ operation: 'agents.list', drift }];
    await using platform = await served({ contents, faults });
    const walk = platform.client.agents.iterate().toArray({ limit: 10 });
    await failure(UnexpectedResponseError, walk);
  });
});
