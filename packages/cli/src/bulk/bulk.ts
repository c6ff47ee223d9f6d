/** A verb for many records: choose, plan, ask, run, report. */
import type { Context } from '../context';
import { Exit, exitCodes, NeedsFlagError, type UsageError } from '../failure';
import { confirm } from '../input/prompt';
import { choose } from './choose';
import type { Wishes } from './flags';
import { planOf } from './judge';
import { Leftovers } from './leftovers';
import { isOpen, settledOutcome } from './outcome';
import { perform, type Run } from './perform';
import { beginReport } from './report';
import type { Step, Work } from './work';

/** @throws Exit when anything failed or is left. */
export async function bulk(
  context: Context,
  work: Work,
  refs: readonly string[],
  wishes: Wishes,
): Promise<void> {
  const { targets, way } = await choose(context, work, refs, wishes);
  const steps = planOf(work, targets, way);
  if (context.flags.dryRun) return showRequests(context, work, steps);
  const isSure = await isWanted(context, work, steps, wishes);
  const leftovers = new Leftovers(context, work, wishes);
  const report = beginReport(context, work);
  const run = isSure
    ? await perform(context, work, steps, wishes, {
        tell: report.tell,
        // A second Ctrl-C ends the process at once: what is left must be in the file by then.
        interrupted: (soFar) => leftovers.keep(soFar.filter(isOpen)),
      })
    : unwanted(steps, report.tell);
  const resume = isSure ? await leftovers.settle(run.outcomes.filter(isOpen)) : undefined;
  const exit = await report.end(run, resume);
  if (exit !== exitCodes.done) throw new Exit(exit);
}

/** Each request that would be sent; to find them, the platform is read all the same. */
async function showRequests(context: Context, work: Work, steps: readonly Step[]): Promise<void> {
  const { out } = context;
  const { showPreviews } = await import('../dry-run');
  const previews = [];
  for (const { target, settled } of steps) {
    if (settled) out.say(`${settled.outcome} ${target.id}: ${settled.reason}`);
    else {
      previews.push(
        await context.preview((client, options) => work.act(client, target.id, options)),
      );
    }
  }
  out.say(`${previews.length} of ${steps.length} would be sent. Nothing but the list was read.`);
  await showPreviews(out, previews);
}

/**
 * Shows the plan, and asks.
 * @throws UsageError where nobody can be asked and `--yes` was not given.
 */
async function isWanted(
  context: Context,
  work: Work,
  steps: readonly Step[],
  { yes }: Wishes,
): Promise<boolean> {
  const { out, streams, interactive } = context;
  const count = steps.filter(({ settled }) => settled === undefined).length;
  if (count === 0) return true;
  const many = count === 1 ? `this ${work.records.kind}` : `${count} ${work.records.kind}s`;
  const question = `${capital(work.name)} ${many}${work.warning ? ` ${work.warning}` : ''}?`;
  if (!yes && !interactive && (out.format === 'json' || out.format === 'ndjson')) {
    // The plan is in the one object that is printed, so that a program can read it.
    throw cannotAsk(question, steps.map(inShort(work.name)));
  }
  if (!yes || !out.isForMachines) {
    const { planText } = await import('./beforehand');
    out.words(planText(work.name, steps, streams, out.errorPaint));
  }
  return confirm(context, yes, async () => question);
}

function cannotAsk(question: string, plan: UsageError['problems']): UsageError {
  const message = `${question} Nobody can be asked here.`;
  return new NeedsFlagError(message, 'Add --yes to go ahead.', '--yes', plan);
}

function inShort(name: string) {
  return ({ target, settled }: Step) => ({
    path: target.id,
    message: `${settled ? settled.reason : name}: ${JSON.stringify(target.name ?? '')}, ${target.status ?? 'no status'}`,
  });
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Somebody has looked at the plan and said no: nothing is left to be done. */
function unwanted(steps: readonly Step[], tell: (outcome: Run['outcomes'][number]) => void): Run {
  const outcomes = steps.map((step) => ({
    reason: 'not confirmed',
    ...settledOutcome(step),
    outcome: 'skipped' as const,
  }));
  outcomes.forEach(tell);
  return { outcomes, interrupted: false };
}
