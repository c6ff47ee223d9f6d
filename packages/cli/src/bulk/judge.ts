/** Whether a record needs the verb, and whether it can have it. Pure. */
import type { Transition } from '@voicectl/sdk';
import { exitCodes } from '../failure';
import { transitions } from '../input/request-fields.at-build';
import type { Settled, Step, Target, Way, Work } from './work';

const known = new Set<string>(
  Object.values(transitions).flatMap(({ from, to }) => [...from, to] as string[]),
);

export function judgeTransition(
  name: Transition,
  { status }: Target,
  way: Way,
): Settled | undefined {
  const { from, to } = transitions[name];
  if (status === to) return { outcome: 'skipped', reason: `already ${to}` };
  // What a status means that we do not know, the server knows.
  if (status === undefined || !known.has(status)) return undefined;
  if ((from as readonly string[]).includes(status)) return undefined;
  const reason = `${status}; ${name} leads from ${from.join(' or ')} to ${to}`;
  if (way === 'matched') return { outcome: 'skipped', reason };
  const message = `It is ${reason}`;
  return {
    outcome: 'failed',
    reason,
    failure: { exit: exitCodes.conflict, code: 'CONFLICT', message },
  };
}

/** Each record once, in the order in which they were chosen. */
export function planOf(work: Work, targets: readonly Target[], way: Way): readonly Step[] {
  return targets.map((target) => ({
    target,
    settled: target.missing ? judgeMissing(work, way) : work.judge(target, way),
  }));
}

function judgeMissing({ name, records: { kind } }: Work, way: Way): Settled {
  // What is deleted after all although its answer was lost, is what a resumed run wants.
  if (way === 'resumed' && name === 'delete')
    return { outcome: 'skipped', reason: 'already deleted' };
  const reason = 'not found';
  const message = `No ${kind} has this id`;
  return {
    outcome: 'failed',
    reason,
    failure: { exit: exitCodes.notFound, code: 'NOT_FOUND', message },
  };
}
