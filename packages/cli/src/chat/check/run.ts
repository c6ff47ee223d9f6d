/** `play --check`: saved conversations, said to an agent again. */
import type { Context } from '../../context';
import { Exit, exitCodes, UsageError } from '../../failure/errors';
import { failureOf } from '../../failure/table';
import type { Judge } from '../judge/judge';
import type { Check } from './check';
import { type CheckRoom, tryCheck } from './one-check';
import { checkReport, keepReport } from './report';
import { type CheckResult, exitOf, inShort } from './result';

/** A new conversation, for each check. */
export type OpenRoom = (agent: string) => Promise<CheckRoom>;

export interface CheckFlags {
  /** Wins over what a check says. */
  readonly agent?: string | undefined;
  /** By `--criteria`: in place of a check's own. */
  readonly criteria?: string | undefined;
  /** By `--report`: FILE.xml. */
  readonly report?: string | undefined;
}

interface Ready {
  readonly check: Check;
  readonly file: string;
  readonly agent: string;
}

/**
 * A check that breaks off is told of, and the next one begins.
 * @throws UsageError for a bad file, before anything is sent; Exit 6 when a check failed, that of the cause when one broke off.
 */
export async function runChecks(
  context: Context,
  open: OpenRoom,
  files: readonly string[],
  flags: CheckFlags,
): Promise<void> {
  await checkReport(flags.report);
  const checks = await readChecks(context, files, flags);
  const judge = await judgeOf(context, checks);
  const { out, signal } = context;
  const told = out.format === 'ndjson' ? (event: object) => out.jsonLine(event) : () => {};
  const results: CheckResult[] = [];
  for (const [at, { check, file, agent }] of checks.entries()) {
    const place = { check: at + 1, file, name: check.name };
    told({ type: 'check.started', ...place });
    const result = await tryCheck({
      ...{ check, file, agent, open, judge, signal },
      wait: (doing, work) => out.wait(doing, work),
      turned: (turn) => told({ type: 'check.turn', ...place, ...turn }),
      judged: (criterion) => told({ type: 'check.criterion', ...place, ...criterion }),
    });
    const { turns: _, criteria: __, ...whole } = result;
    told({ type: 'check.ended', ...place, ...whole });
    results.push(result);
  }
  // Before anything is printed, for nobody may read that to its end; what hinders it takes away no result.
  const unkept = await keepReport(flags.report, results).then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  if (out.format !== 'ndjson') {
    const { columnsOf, rowsOf } = await import('./rows');
    const shown = { passed: exitOf(results) === exitCodes.done, checks: results };
    await out.show(shown, () => ({
      columns: columnsOf(out.paint, files),
      rows: rowsOf(results),
    }));
  }
  for (const failure of failuresOf(results)) out.fail(failure);
  out.say(inShort(results));
  const exit = exitOf(results);
  if (exit === exitCodes.done && unkept) throw unkept.error;
  if (unkept) out.fail(failureOf(unkept.error));
  if (exit !== exitCodes.done) throw new Exit(exit);
}

/** All of them, before the first begins. */
async function readChecks(
  { streams, signal }: Context,
  files: readonly string[],
  flags: CheckFlags,
): Promise<readonly Ready[]> {
  const [{ readDocument, nameOf }, { checkIn }, { criteriaOf }] = await Promise.all([
    import('../../input/document'),
    import('./read-check'),
    import('../judge/criteria'),
  ]);
  const criteria =
    flags.criteria === undefined
      ? undefined
      : await criteriaOf(undefined, flags.criteria, { streams, signal });
  const checks: Ready[] = [];
  for (const file of files) {
    const check = checkIn(await readDocument(file, streams.stdin, signal), nameOf(file));
    const agent = flags.agent ?? check.agent;
    if (agent === undefined) {
      throw new UsageError(
        `Which agent? ${nameOf(file)} names none`,
        'Name one: voicectl play AGENT --check FILE, or write agent: ID into the file.',
      );
    }
    checks.push({ check: criteria ? { ...check, criteria: [...criteria] } : check, file, agent });
  }
  return checks;
}

/** Only where there is something to judge. */
async function judgeOf({ streams }: Context, checks: readonly Ready[]): Promise<Judge | undefined> {
  if (checks.every(({ check }) => (check.criteria ?? []).length === 0)) return undefined;
  const { openJudge } = await import('../judge/judge');
  return openJudge({ env: streams.env });
}

/** Each once, however many checks it broke off. */
function failuresOf(results: readonly CheckResult[]) {
  const failures = results.flatMap(({ failure }) => failure ?? []);
  return [...new Map(failures.map((failure) => [failure.message, failure])).values()];
}
