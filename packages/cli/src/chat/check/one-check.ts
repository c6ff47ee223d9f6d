/** One check: each turn said to the agent, its answer compared with what is expected, the whole judged. */
import { failureOf } from '../../failure/table';
import type { Judge } from '../judge/judge';
import type { Criterion, Exchange, Verdict } from '../judge/verdict';
import type { Room } from '../room';
import type { Check, CheckTurn } from './check';
import { unmet } from './expectations';
import { type CheckResult, type CriterionResult, statusOf, type TurnResult } from './result';

/** What a check needs of a room. */
export type CheckRoom = Pick<Room, 'turn' | 'carry' | 'agent' | 'agentId' | 'close'>;

export interface Trying {
  readonly check: Check;
  readonly file: string;
  /** As somebody has named it. */
  readonly agent: string;
  readonly open: (agent: string) => Promise<CheckRoom>;
  readonly judge: Judge | undefined;
  readonly signal: AbortSignal;
  /** What is being waited for. */
  readonly wait: <T>(doing: string, work: Promise<T>) => Promise<T>;
  readonly turned: (turn: TurnResult) => void;
  readonly judged: (criterion: CriterionResult) => void;
}

/** What breaks a check off is told in its result. @throws the signal's reason at an abort. */
export async function tryCheck(trying: Trying): Promise<CheckResult> {
  const { check, file, signal } = trying;
  const begun = performance.now();
  const { turns, agent, error } = await said(trying);
  const exchanges = turns.flatMap(exchangeOf);
  const isWhole = error === undefined;
  const { criteria, error: unjudged } = isWhole
    ? await judgement(trying, exchanges)
    : { criteria: skipped(check.criteria, 'the conversation broke off') };
  signal.throwIfAborted();
  for (const criterion of criteria) trying.judged(criterion);
  const cause = error ?? unjudged;
  return {
    file,
    name: check.name,
    agent,
    status: statusOf([...turns, ...criteria]),
    ms: Math.round(performance.now() - begun),
    turns,
    criteria,
    ...(cause !== undefined && { failure: failureOf(cause) }),
  };
}

async function said({ check, agent, open, signal, wait, turned }: Trying) {
  const turns: TurnResult[] = [];
  const keep = (turn: TurnResult) => {
    turns.push(turn);
    turned(turn);
  };
  let room: CheckRoom | undefined;
  let error: unknown;
  try {
    room = await open(agent);
    // What it remembers says how many turns go along.
    if (check.context) await room.agent();
    room.carry(check.context === true);
    for (const [at, turn] of check.turns.entries()) {
      const doing = `${check.name}: turn ${at + 1} of ${check.turns.length}`;
      const ended = await wait(
        doing,
        room.turn({ text: turn.say }, signal, () => {}),
      );
      signal.throwIfAborted();
      const { response, firstTokenMs, totalMs } = ended;
      const problems = unmet(ended, turn.expect);
      const status = problems.length === 0 ? 'passed' : 'failed';
      const { say } = turn;
      keep({ turn: at + 1, say, status, problems, response, firstTokenMs, totalMs });
    }
  } catch (thrown) {
    signal.throwIfAborted();
    error = thrown;
    for (const turn of unsaid(check.turns, turns.length, thrown)) keep(turn);
  } finally {
    await room?.close();
  }
  return { turns, agent: room?.agentId ?? agent, error };
}

/** The turn that failed, and those after it. */
function unsaid(turns: readonly CheckTurn[], from: number, error: unknown): readonly TurnResult[] {
  return turns.slice(from).map(({ say }, at) => ({
    turn: from + at + 1,
    say,
    status: at === 0 ? 'error' : 'skipped',
    problems: [at === 0 ? failureOf(error).message : 'the conversation broke off'],
  }));
}

function exchangeOf({ say, response }: TurnResult): readonly Exchange[] {
  return response === undefined ? [] : [{ message: say, response, reached: response.length }];
}

async function judgement(
  { check: { criteria = [], name }, judge, signal, wait }: Trying,
  exchanges: readonly Exchange[],
): Promise<{ criteria: readonly CriterionResult[]; error?: unknown }> {
  if (criteria.length === 0) return { criteria: [] };
  if (!judge) return { criteria: skipped(criteria, 'no judge is configured') };
  try {
    const asked = judge.judge(criteria, exchanges, signal);
    return { criteria: (await wait(`${name}: judging`, asked)).map(resultOf) };
  } catch (error) {
    signal.throwIfAborted();
    const reason = failureOf(error).message;
    return { criteria: criteria.map((each) => ({ ...each, status: 'error', reason })), error };
  }
}

/** What could not be found out is no pass, and no failure of the agent's either. */
function resultOf({ label, description, met, reason }: Verdict): CriterionResult {
  const status = met === undefined ? 'error' : met ? 'passed' : 'failed';
  return { label, description, status, ...(reason !== undefined && { reason }) };
}

function skipped(criteria: readonly Criterion[] = [], reason: string): readonly CriterionResult[] {
  return criteria.map((criterion) => ({ ...criterion, status: 'skipped', reason }));
}
