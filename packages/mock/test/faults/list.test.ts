/** Whom faults meet, and how often. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FaultInput, Faults } from '../../src/faults/faults';
import type { FaultedCall } from '../../src/faults/match';

const get = { operation: 'agents.get', id: 'a1' };
const reset = { reset: 'before' } as const;

/** Numbers, from 1, of the calls that were met, and by whom. */
function met(faults: Faults, calls: readonly FaultedCall[]) {
  return calls.flatMap((call, index) => {
    const due = faults.meet(call);
    return due ? [[index + 1, due.id]] : [];
  });
}

const times = (count: number, call: FaultedCall = get) => Array.from({ length: count }, () => call);

describe('A fault', () => {
  it.each<[FaultInput['operation'], readonly (string | undefined)[]]>([
    [undefined, ['agents.get', 'agents.list', 'goals.get', undefined]],
    ['*', ['agents.get', 'agents.list', 'goals.get', undefined]],
    ['agents.*', ['agents.get', 'agents.list']],
    ['goals.*', ['goals.get']],
    ['agents.get', ['agents.get']],
    [
      ['agents.list', 'goals.*'],
      ['agents.list', 'goals.get'],
    ],
  ])('for %j meets its operations alone', (operation, expected) => {
    const faults = new Faults([{ ...reset, operation }]);
    const asked = ['agents.get', 'agents.list', 'goals.get', undefined];
    expect(asked.filter((name) => faults.meet({ operation: name }))).toEqual(expected);
  });

  it.each<[string, FaultedCall, boolean]>([
    ['agent of the path', { operation: 'agents.get', id: 'x' }, true],
    ['goal of the envelope', { operation: 'goals.get', id: 'x' }, true],
    ['agent of a filter', { operation: 'goals.list', body: { data: { agentId: 'x' } } }, true],
    ['agent of a new goal', { operation: 'goals.create', body: { data: { agent_id: 'x' } } }, true],
    ['goal of a link', { operation: 'goals.attach', body: { data: { goalId: 'x' } } }, true],
    ['other agent', { operation: 'agents.get', id: 'y' }, false],
    ['field of another name', { operation: 'goals.list', body: { data: { status: 'x' } } }, false],
    ['name of an agent', { operation: 'agents.create', body: { id: 'x' } }, false],
    ['request without any', { operation: 'agents.list' }, false],
    ['body that is no object', { operation: 'goals.list', body: 'x' }, false],
    ['data that is null', { operation: 'goals.list', body: { data: null } }, false],
  ])('for an id looks at the %s', (_, call, expected) => {
    expect(new Faults([{ ...reset, id: 'x' }]).meet(call) !== undefined).toBe(expected);
  });

  it('with times: 2 acts twice', () => {
    const faults = new Faults([{ ...reset, times: 2 }]);
    expect(met(faults, times(5)).map(([number]) => number)).toEqual([1, 2]);
    expect(faults.list()).toMatchObject([{ seen: 5, acted: 2 }]);
  });

  it('with after: 3 lets three pass, and with times: 1 only one is met', () => {
    const faults = new Faults([{ ...reset, after: 3, times: 1 }]);
    expect(met(faults, times(6)).map(([number]) => number)).toEqual([4]);
  });

  it('counts only what it is about', () => {
    const faults = new Faults([{ ...reset, operation: 'agents.get', after: 1 }]);
    const calls = [get, { operation: 'agents.list' }, { operation: undefined }, get];
    expect(met(faults, calls).map(([number]) => number)).toEqual([4]);
    expect(faults.list()).toMatchObject([{ seen: 2, acted: 1 }]);
  });

  it('counts exactly, however the calls of others come in between', () => {
    const operation = fc.constantFrom('agents.get', 'agents.list', 'goals.get', undefined);
    const limits = fc.record({ after: fc.nat(6), times: fc.integer({ min: 1, max: 6 }) });
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 40 }), limits, limits, (asked, one, other) => {
        const faults = new Faults([
          { ...reset, ...one, operation: 'agents.get' },
          { ...reset, ...other, operation: 'goals.*' },
        ]);
        const calls = asked.map((name) => ({ operation: name }));
        const byWhom = met(faults, calls);
        const [first, second] = faults.list();
        for (const [listed, name, { after, times: limit }] of [
          [first, 'agents.get', one],
          [second, 'goals.get', other],
        ] as const) {
          const seen = asked.filter((given) => given === name).length;
          const acted = Math.min(Math.max(seen - after, 0), limit);
          expect(listed).toMatchObject({ seen, acted });
          expect(byWhom.filter(([, id]) => id === listed?.id)).toHaveLength(acted);
        }
      }),
    );
  });
});

describe('Several faults', () => {
  it('give way to the first whose turn it is', () => {
    const faults = new Faults([
      { status: 503, times: 2 },
      { status: 429, times: 1 },
      { status: 500, after: 4 },
    ]);
    expect(met(faults, times(6))).toEqual([
      [1, 'fault-1'],
      [2, 'fault-1'],
      [3, 'fault-2'],
      [5, 'fault-3'],
      [6, 'fault-3'],
    ]);
  });

  it('see what is met by others, and are not used up by it', () => {
    const faults = new Faults([reset, { ...reset, times: 1 }]);
    met(faults, times(3));
    expect(faults.list()).toMatchObject([
      { seen: 3, acted: 3 },
      { seen: 3, acted: 0 },
    ]);
    faults.remove('fault-1');
    expect(met(faults, times(2))).toEqual([[1, 'fault-2']]);
  });
});

describe('Chance', () => {
  const decisions = (fault: FaultInput, count = 200) =>
    met(new Faults([fault]), times(count)).map(([number]) => number);

  it('decides the same for the same seed, whatever else is switched on', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.integer()),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (seed, probability) => {
          const fault: FaultInput = { ...reset, probability, seed };
          const alone = decisions(fault, 50);
          expect(decisions(fault, 50)).toEqual(alone);
          const others = new Faults([fault, { status: 500, probability: 0.5 }]);
          const byFirst = met(others, times(50)).filter(([, id]) => id === 'fault-1');
          expect(byFirst.map(([number]) => number)).toEqual(alone);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('decides otherwise for another seed', () => {
    const fault: FaultInput = { ...reset, probability: 0.5 };
    expect(decisions({ ...fault, seed: 1 })).not.toEqual(decisions({ ...fault, seed: 2 }));
    expect(decisions({ ...fault, seed: 1 })).toEqual(decisions({ ...fault, seed: '1' }));
  });

  it('without a seed is decided by what the fault says', () => {
    const fault: FaultInput = { ...reset, probability: 0.5 };
    expect(decisions(fault)).toEqual(decisions(fault));
    expect(decisions(fault)).not.toEqual(decisions({ ...fault, operation: 'agents.*' }));
  });

  it('is as likely as was said', () => {
    for (const probability of [0, 0.1, 0.5, 0.9, 1]) {
      const share = decisions({ ...reset, probability, seed: 'share' }, 4000).length / 4000;
      expect(share).toBeCloseTo(probability, 1);
    }
    expect(decisions({ ...reset, probability: 0 })).toEqual([]);
    expect(decisions({ ...reset, probability: 1 })).toHaveLength(200);
  });

  it('and times: 3 together are three', () => {
    const fault: FaultInput = { ...reset, probability: 0.3, times: 3, seed: 5 };
    const lucky = decisions({ ...reset, probability: 0.3, seed: 5 });
    expect(decisions(fault)).toEqual(lucky.slice(0, 3));
  });

  it('draws a latency anew for each meeting, and the same in each run', () => {
    const drawn = () => {
      const faults = new Faults([{ latency: { min: 0, max: 1000 }, seed: 1 }]);
      return times(20).map((call) => faults.meet(call)?.random.next());
    };
    expect(drawn()).toEqual(drawn());
    expect(new Set(drawn()).size).toBe(20);
  });
});

describe('The list', () => {
  it('is added to, looked at, and emptied', () => {
    const faults = new Faults();
    expect(faults.size).toBe(0);
    const added = faults.add({ status: 503, operation: 'agents.*' });
    expect(added).toEqual({
      id: 'fault-1',
      fault: { status: 503, operation: 'agents.*' },
      seen: 0,
      acted: 0,
    });
    faults.add(reset);
    expect(faults.list().map(({ id }) => id)).toEqual(['fault-1', 'fault-2']);
    expect([faults.remove('fault-1'), faults.remove('fault-1')]).toEqual([true, false]);
    expect(faults.meet(get)).toMatchObject({ id: 'fault-2', fault: reset });
    faults.clear();
    expect([faults.size, faults.meet(get)]).toEqual([0, undefined]);
    expect(faults.add(reset).id).toBe('fault-3');
  });

  it('cannot be changed from outside', () => {
    const given = { status: 200, body: { a: 1 } };
    const faults = new Faults([given]);
    given.body.a = 2;
    const [listed] = faults.list();
    expect(listed?.fault.body).toEqual({ a: 1 });
    (listed?.fault as { status: number }).status = 500;
    expect(faults.meet(get)?.fault.status).toBe(200);
  });

  it('is replaced whole, or not at all', () => {
    const faults = new Faults([reset]);
    expect(() => faults.replace([{ status: 503 }, { status: 5 }])).toThrow(
      'faults[1].status: must be at least 200, is 5',
    );
    expect(faults.list()).toMatchObject([{ id: 'fault-1', fault: reset }]);
    faults.replace([{ status: 503 }]);
    expect(faults.list()).toMatchObject([{ fault: { status: 503 }, seen: 0 }]);
  });

  it('goes on from a snapshot as if nothing had happened', () => {
    const faults = new Faults([
      { ...reset, times: 3, after: 1 },
      { ...reset, probability: 0.5, seed: 1 },
    ]);
    met(faults, times(3));
    const snapshot = JSON.parse(JSON.stringify(faults.snapshot()));
    const rest = met(faults, times(20));
    const other = new Faults();
    other.restore(snapshot);
    expect(met(other, times(20))).toEqual(rest);
    expect(other.snapshot()).toEqual(faults.snapshot());
    expect(other.add(reset).id).toBe('fault-3');
    expect(() => other.restore({ made: 1, faults: [{ fault: reset }] })).toThrow(
      'snapshot.faults[0].id: is required',
    );
    expect(other.size).toBe(3);
  });
});
