/** How far a run is: a bar on a terminal, elsewhere a line an item for who reads text. All on stderr. */
import type { Context } from '../context';
import { isAnimated } from '../output/animated';
import type { Outcome } from './outcome';
import type { Work } from './work';

export interface Progress {
  tell(outcome: Outcome): void;
  /** Text of the moment, such as that the run is being interrupted. */
  say(text: string): void;
  stop(): void;
}

export async function showProgress(context: Context, work: Work, total: number): Promise<Progress> {
  return isAnimated(context.streams) ? bar(context, work, total) : lines(context, work);
}

function lines({ out }: Context, work: Work): Progress {
  return {
    tell: (outcome) => out.say(lineOf(work, outcome)),
    say: (text) => out.say(text),
    stop() {},
  };
}

async function bar({ out, streams }: Context, work: Work, total: number): Promise<Progress> {
  const { startBar } = await import('../output/bar');
  const doing = work.name.replace(/e$/, 'ing');
  let finished = 0;
  let failed = 0;
  const text = () => barText(doing, finished, total, failed);
  const drawn = startBar(streams.stderr, text());
  return {
    tell(outcome) {
      finished++;
      if (outcome.outcome === 'failed') {
        failed++;
        out.say(lineOf(work, outcome));
      }
      drawn.show(text());
    },
    say: (words) => out.say(words),
    stop: () => drawn.stop(),
  };
}

/** `archiving [#####-----] 10/20, 1 failed` */
export function barText(doing: string, finished: number, total: number, failed: number): string {
  const width = 20;
  const full = total === 0 ? width : Math.floor((finished / total) * width);
  const problems = failed === 0 ? '' : `, ${failed} failed`;
  return `${doing} [${'#'.repeat(full)}${'-'.repeat(width - full)}] ${finished}/${total}${problems}`;
}

function lineOf({ name: verb }: Work, { target, outcome, reason, failure }: Outcome): string {
  const what = outcome === 'done' ? `${verb}d` : outcome;
  const facts = [
    failure?.status !== undefined && `status ${failure.status}`,
    failure?.requestId && `request ${failure.requestId}`,
  ].filter(Boolean);
  const why = reason === undefined ? '' : `: ${reason}`;
  const where = facts.length === 0 ? '' : ` (${facts.join(', ')})`;
  return `${what} ${target.id} ${JSON.stringify(target.name ?? '')}${why}${where}`;
}
