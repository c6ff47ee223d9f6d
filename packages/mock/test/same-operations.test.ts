/** The contract, the mock's rooms and the SDK's methods name the same operations. */
import { createClient } from '@voicectl/sdk';
import { agentEndpoints, goalEndpoints } from '@voicectl/sdk/contract';
import { describe, expect, it } from 'vitest';
import { createMock } from '../src/index';
import { agentRoutes } from '../src/rooms/agents';
import { goalRoutes } from '../src/rooms/goals';

const client = createClient(createMock().clientOptions);

/** Public methods that are no operation of their own but another way to use one. */
const besides = {
  agents: ['drain', 'ensure', 'iterate', 'testStream'],
  goals: ['invoke', 'iterate'],
};

describe.each([
  ['agents', agentEndpoints, agentRoutes, client.agents],
  ['goals', goalEndpoints, goalRoutes, client.goals],
] as const)('The operations on %s', (api, endpoints, routes, resource) => {
  const operations = Object.keys(endpoints).sort();

  it('are named as they are in the contract', () => {
    const named = Object.values(endpoints).map(({ operation }) => operation);
    expect(named.sort()).toEqual(operations.map((name) => `${api}.${name}`));
  });

  it('are each answered by the mock, once', () => {
    const answered = routes.map(({ endpoint }) => endpoint.operation.split('.')[1]);
    expect(answered.sort()).toEqual(operations);
  });

  it('are each a method of the client', () => {
    const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(resource));
    const expected = ['constructor', ...operations, ...besides[api]];
    expect(methods.sort()).toEqual(expected.sort());
  });
});

it('Each action of the goals API is named as its operation', () => {
  const pairs = Object.entries(goalEndpoints).map(([name, { action }]) => [name, action]);
  expect(pairs).toEqual(Object.keys(goalEndpoints).map((name) => [name, name]));
});
