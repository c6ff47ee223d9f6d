/** A draft shows its changes to nobody but itself, and applied it makes the state what the draft was. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newGoal } from '../../src/rooms/goals';
import type { Snapshot } from '../../src/state/snapshot';
import { type Change, type Contents, Draft, State } from '../../src/state/state';

const id = fc.constantFrom('a', 'b', 'c', 'd');
const step = fc.oneof(
  fc.tuple(id, fc.string()).map(([key, name]) => ({ kind: 'set' as const, key, name })),
  id.map((key) => ({ kind: 'delete' as const, key })),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function play({ goals, attachments }: Contents, steps: readonly Step[]): void {
  for (const move of steps) {
    if (move.kind === 'delete') goals.delete(move.key);
    else {
      goals.set(move.key, newGoal({ name: move.name, agent_id: 'x' }, move.key, 'now'));
      attachments.set(move.name, move.key);
    }
  }
}

const contentsOf = (state: Contents) => ({
  goals: [...state.goals.entries()],
  attachments: [...state.attachments.entries()],
  sizes: [state.goals.size, state.attachments.size],
});
const overTheWire = (changes: readonly Change[]) =>
  JSON.parse(JSON.stringify(changes)) as readonly Change[];

describe('A draft', () => {
  it('reads as the state would after the same changes, and leaves the state alone', () => {
    fc.assert(
      fc.property(fc.array(step), fc.array(step), (before, changes) => {
        const state = new State();
        play(state, before);
        const untouched = contentsOf(state);
        const expected = new State(state);
        play(expected, changes);

        const draft = new Draft(state);
        play(draft, changes);
        const sorted = ({ goals, attachments, sizes }: ReturnType<typeof contentsOf>) => ({
          goals: goals.sort(),
          attachments: attachments.sort(),
          sizes,
        });
        expect(sorted(contentsOf(draft))).toEqual(sorted(contentsOf(expected)));
        expect(contentsOf(state)).toEqual(untouched);

        state.apply(overTheWire(draft.changes()));
        expect(sorted(contentsOf(state))).toEqual(sorted(contentsOf(expected)));
      }),
    );
  });

  it('replaces everything, and what is changed after that comes on top', () => {
    const state = new State();
    play(state, [{ kind: 'set', key: 'a', name: 'old' }]);
    const snapshot: Snapshot = { version: 1, agents: [], goals: [], attachments: {} };
    const draft = new Draft(state);
    draft.restore(snapshot);
    play(draft, [{ kind: 'set', key: 'b', name: 'new' }]);
    expect(draft.goals.get('a')).toBeUndefined();
    state.apply(overTheWire(draft.changes()));
    expect([...state.goals.values()].map(({ name }) => name)).toEqual(['new']);
  });
});
