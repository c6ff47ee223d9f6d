/** What came of checks, as programs read it, and what it means. Pure. */
import { exitCodes, type Failure } from '../../failure/errors';

/** `error`: it could not be found out. `skipped`: nobody tried; never a pass. */
export type Status = 'passed' | 'failed' | 'error' | 'skipped';

export interface TurnResult {
  /** From 1. */
  readonly turn: number;
  readonly say: string;
  readonly status: Status;
  /** Why it is not passed, in sentences. */
  readonly problems: readonly string[];
  readonly response?: string | undefined;
  readonly firstTokenMs?: number | undefined;
  readonly totalMs?: number | undefined;
}

export interface CriterionResult {
  readonly label: string;
  readonly description: string;
  readonly status: Status;
  readonly reason?: string | undefined;
}

export interface CheckResult {
  readonly file: string;
  readonly name: string;
  /** An id, or what the check calls it where it was not found. */
  readonly agent: string;
  readonly status: 'passed' | 'failed' | 'error';
  readonly ms: number;
  readonly turns: readonly TurnResult[];
  readonly criteria: readonly CriterionResult[];
  /** What broke it off. */
  readonly failure?: Failure | undefined;
}

/** A failure is certain, whatever else could not be found out. */
export function statusOf(parts: readonly { readonly status: Status }[]): CheckResult['status'] {
  const has = (status: Status) => parts.some((part) => part.status === status);
  return has('failed') ? 'failed' : has('error') ? 'error' : 'passed';
}

/** 6 once a check has failed, else what broke one off. */
export function exitOf(results: readonly CheckResult[]): number {
  if (results.some(({ status }) => status === 'failed')) return exitCodes.checkFailed;
  const broken = results.find(({ status }) => status === 'error');
  return broken ? (broken.failure?.exit ?? exitCodes.failed) : exitCodes.done;
}

/** `2 of 3 checks passed · 1 criterion skipped` */
export function inShort(results: readonly CheckResult[]): string {
  const passed = results.filter(({ status }) => status === 'passed').length;
  const skipped = results.flatMap(({ criteria }) => criteria.filter(isSkipped)).length;
  const turns = results.flatMap((result) => result.turns.filter(isSkipped)).length;
  return [
    `${passed} of ${counted(results.length, 'check', 'checks')} passed`,
    ...(turns > 0 ? [`${counted(turns, 'turn', 'turns')} skipped`] : []),
    ...(skipped > 0 ? [`${counted(skipped, 'criterion', 'criteria')} skipped`] : []),
  ].join(' · ');
}

const isSkipped = ({ status }: { readonly status: Status }) => status === 'skipped';
const counted = (many: number, one: string, more: string) => `${many} ${many === 1 ? one : more}`;
