/** What came of each record, and of the whole. Pure. */
import { exitCodes, type Failure } from '../failure';
import type { BulkItem, BulkResult } from './result';
import type { Step, Target } from './work';

export interface Outcome {
  readonly target: Target;
  readonly outcome: BulkItem['outcome'];
  /** Afterwards. */
  readonly status?: string | undefined;
  readonly reason?: string | undefined;
  readonly failure?: Failure | undefined;
}

/** What is known of a step before or without doing anything. */
export function settledOutcome({ target, settled }: Step): Outcome {
  const { status } = target;
  return { target, status, ...(settled ?? { outcome: 'left' as const }) };
}

export function failedOutcome(target: Target, failure: Failure): Outcome {
  return { target, outcome: 'failed', status: target.status, reason: failure.message, failure };
}

/** Failed, or not begun: for another run. */
export function isOpen({ outcome }: Outcome): boolean {
  return outcome === 'failed' || outcome === 'left';
}

export function itemOf({ target, outcome, status, reason, failure }: Outcome): BulkItem {
  const { id, name } = target;
  return {
    id,
    ...(name !== undefined && { name }),
    outcome,
    ...(status !== undefined && { status }),
    ...(reason !== undefined && { reason }),
    ...(failure && { error: errorOf(failure) }),
  };
}

function errorOf({ code, message, status, requestId }: Failure): NonNullable<BulkItem['error']> {
  return {
    code,
    message,
    ...(status !== undefined && { status }),
    ...(requestId !== undefined && { requestId }),
  };
}

export function resultOf(outcomes: readonly Outcome[], resume?: BulkResult['resume']): BulkResult {
  const count = (wanted: BulkItem['outcome']) =>
    outcomes.filter(({ outcome }) => outcome === wanted).length;
  return {
    results: outcomes.map(itemOf),
    summary: {
      done: count('done'),
      skipped: count('skipped'),
      failed: count('failed'),
      left: count('left'),
    },
    ...(resume && { resume }),
  };
}

/** 0 only when nothing failed or is left; the code that all failures share, or 1. */
export function exitOf(outcomes: readonly Outcome[]): number {
  const open = outcomes.filter(isOpen);
  if (open.length === 0) return exitCodes.done;
  const codes = new Set(open.flatMap(({ failure }) => (failure ? [failure.exit] : [])));
  const [code = exitCodes.failed] = codes;
  return codes.size === 1 ? code : exitCodes.failed;
}
