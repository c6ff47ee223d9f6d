/** Which transition leads from which status, by table. */
import { expect, test } from 'vitest';
import { agentStatuses, canTransition, transitions, transitionsFrom } from '../src/contract';

test.each([
  ['draft', { activate: true, archive: true, restore: false }],
  ['active', { activate: false, archive: true, restore: false }],
  ['archived', { activate: false, archive: false, restore: true }],
] as const)('from %s only %j is allowed', (status, allowed) => {
  for (const name of ['activate', 'archive', 'restore'] as const) {
    expect(canTransition(name, status)).toBe(allowed[name]);
    expect(transitionsFrom(status).includes(name)).toBe(allowed[name]);
  }
});

test('each transition leads to its status', () => {
  expect(agentStatuses).toEqual(['draft', 'active', 'archived']);
  expect(Object.entries(transitions).map(([name, { to }]) => [name, to])).toEqual([
    ['activate', 'active'],
    ['archive', 'archived'],
    ['restore', 'active'],
  ]);
});
