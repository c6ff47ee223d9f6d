/** What was done, as data and in words. */
import { PassThrough } from 'node:stream';
import type { Context } from '../context';
import { exitCodes } from '../failure';
import type { Column, Output } from '../output/index';
import { paintState } from '../output/state';
import { exitOf, itemOf, type Outcome, resultOf } from './outcome';
import type { Run } from './perform';
import type { BulkItem, BulkResult } from './result';
import type { Work } from './work';

export interface Report {
  tell(outcome: Outcome): void;
  /** @returns the exit code. */
  end(run: Run, resume: BulkResult['resume']): Promise<number>;
}

export function beginReport(context: Context, work: Work): Report {
  const { out } = context;
  const live = out.format === 'ndjson' ? liveLines(out) : undefined;
  return {
    tell: (outcome) => live?.tell(itemOf(outcome)),
    async end(run, resume) {
      const result = resultOf(run.outcomes, resume);
      if (live) await live.end();
      else await showResult(context, result);
      sayTotals(out, work, result);
      return verdict(out, work, run, result);
    },
  };
}

/** A line a record, as each is finished. */
function liveLines(out: Output): { tell(item: BulkItem): void; end(): Promise<void> } {
  const items = new PassThrough({ objectMode: true });
  const shown = out.stream<BulkItem>(items, { columns: columnsOf(out) });
  // It is awaited in the end; a failure before then is not one that nobody has heard of.
  shown.catch(() => {});
  return {
    tell(item) {
      // Whether anybody still reads does not matter to what is being done.
      if (!items.destroyed) items.write(item);
    },
    async end() {
      items.end();
      await shown;
    },
  };
}

async function showResult({ out, streams }: Context, result: BulkResult): Promise<void> {
  // A person has seen the plan: of many, those count that came to something else.
  const isLong = result.results.length > 20 && streams.stdout.isTTY === true;
  const rows = result.results.filter(({ outcome }) => {
    if (out.format === 'name' || out.format === 'id')
      return outcome === 'done' || outcome === 'skipped';
    return out.format !== 'table' || !isLong || outcome === 'failed' || outcome === 'left';
  });
  if (out.format === 'table' && rows.length === 0) return;
  await out.show(result, () => ({ rows, columns: columnsOf(out) }));
}

function columnsOf(out: Output): readonly Column<BulkItem>[] {
  return [
    { title: 'id', value: ({ id }: BulkItem) => id, whole: true },
    { title: 'name', value: ({ name }: BulkItem) => name },
    { title: 'outcome', value: ({ outcome }: BulkItem) => outcome, whole: true },
    {
      title: 'status',
      value: ({ status }: BulkItem) => status,
      paint: (cell: string) => paintState(out.paint, cell),
    },
    { title: 'reason', value: ({ reason }: BulkItem) => reason },
  ];
}

function sayTotals(
  out: Output,
  { records: { kind } }: Work,
  { results, summary }: BulkResult,
): void {
  const { done, skipped, failed, left } = summary;
  out.say(
    results.length === 0
      ? `No ${kind} matches: nothing to do.`
      : `${done} done, ${skipped} skipped, ${failed} failed, ${left} left`,
  );
}

function verdict(
  out: Output,
  { name, records: { kind } }: Work,
  { outcomes, interrupted }: Run,
  { results, summary: { failed, left }, resume }: BulkResult,
): number {
  const exit = interrupted ? exitCodes.interrupted : exitOf(outcomes);
  if (exit === exitCodes.done) return exit;
  const open = failed + left;
  const what = `${open} of ${results.length} ${kind}s ${open === 1 ? 'was' : 'were'} not ${name}d`;
  out.fail({
    exit,
    code: interrupted ? 'INTERRUPTED' : 'INCOMPLETE',
    message: interrupted ? `Interrupted: ${what}` : what,
    hint: resume && `Their ids are in ${resume.file}.`,
    next: resume ? [resume.command] : [],
  });
  return exit;
}
