/** The run: some at once, each told as it finishes, until all are done or somebody stops it. */
import type { Client } from '@voicectl/sdk';
import type { Context } from '../context';
import { type Failure, failureOf } from '../failure';
import { hiding } from '../failure/secrets';
import type { Wishes } from './flags';
import { awaitInterruption } from './interruption';
import { failedOutcome, type Outcome, settledOutcome } from './outcome';
import { showProgress } from './progress';
import { inTurns } from './turns';
import type { Step, Work } from './work';

export interface Run {
  /** In the order of the plan. */
  readonly outcomes: readonly Outcome[];
  readonly interrupted: boolean;
}

export interface Listener {
  /** Of each, in the order in which they finish. */
  tell(outcome: Outcome): void;
  /** Of all, at the first Ctrl-C; some are still in flight then. */
  interrupted(soFar: readonly Outcome[]): void;
}

export async function perform(
  context: Context,
  work: Work,
  steps: readonly Step[],
  { concurrency, failFast }: Wishes,
  listener: Listener,
): Promise<Run> {
  const client = await context.client();
  const hide = hiding([], context.streams.env);
  const finished = new Map<Step, Outcome>();
  const outcomes = () => steps.map((step) => finished.get(step) ?? settledOutcome(step));
  const todo = steps.filter(({ settled }) => settled === undefined);
  const progress = await showProgress(context, work, todo.length);
  let inFlight = 0;
  let broken = false;
  using interruption = await awaitInterruption(context, () => {
    listener.interrupted(outcomes());
    progress.say(`Interrupted: ${inFlight} in flight may finish. Ctrl-C again ends at once.`);
  });
  for (const step of steps) if (step.settled) listener.tell(settledOutcome(step));
  try {
    await inTurns(
      todo,
      concurrency,
      () => broken || interruption.happened,
      async (step) => {
        inFlight++;
        const outcome = await attempt(work, step, client, interruption.signal, hide);
        inFlight--;
        finished.set(step, outcome);
        broken ||= outcome.failure !== undefined && (failFast || endsAll(outcome.failure));
        progress.tell(outcome);
        listener.tell(outcome);
      },
    );
  } finally {
    progress.stop();
  }
  for (const step of todo) if (!finished.has(step)) listener.tell(settledOutcome(step));
  return { outcomes: outcomes(), interrupted: interruption.happened };
}

async function attempt(
  work: Work,
  { target }: Step,
  client: Client,
  signal: AbortSignal,
  hide: (text: string) => string,
): Promise<Outcome> {
  try {
    return { target, outcome: 'done', status: await work.act(client, target.id, { signal }) };
  } catch (error) {
    const failure = failureOf(error);
    // A server may repeat what it was sent.
    return failedOutcome(target, { ...failure, message: hide(failure.message) });
  }
}

/** A key that is refused for one is refused for all. */
function endsAll({ status }: Failure): boolean {
  return status === 401;
}
