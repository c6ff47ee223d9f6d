/** Which records a bulk command is about: named, matched by a filter, left by an earlier run, or picked from a list. */
import type { Client } from '@voicectl/sdk';
import type { Context } from '../context';
import { UsageError } from '../failure';
import { isOfAge } from '../input/age';
import { pickMany } from '../input/prompt';
import { cleanLine } from '../output/clean';
import { isFiltered, type Wishes } from './flags';
import { readResumeFile } from './resume-file';
import { inTurns } from './turns';
import { type Target, targetOf, type Way, type Work } from './work';

export interface Chosen {
  readonly targets: readonly Target[];
  readonly way: Way;
}

/** @throws UsageError for what excludes each other, and where nothing was said and nobody can be asked. */
export async function choose(
  context: Context,
  work: Work,
  refs: readonly string[],
  wishes: Wishes,
): Promise<Chosen> {
  checkTogether(refs, wishes);
  const { out } = context;
  if (isFiltered(wishes)) {
    return { way: 'matched', targets: await out.wait('Reading', matching(context, work, wishes)) };
  }
  if (wishes.resume !== undefined) {
    const ids = await readResumeFile(wishes.resume);
    const targets = ids.map((id) => ({ id }));
    return { way: 'resumed', targets: await known(context, work, targets, wishes) };
  }
  if (refs.length === 0) return { way: 'picked', targets: await picked(context, work) };
  const found = await out.wait('Reading', work.records.find(context, refs));
  return { way: 'named', targets: await known(context, work, found.map(targetOf), wishes) };
}

function checkTogether(refs: readonly string[], wishes: Wishes): void {
  const ways = [
    refs.length > 0 && 'names',
    isFiltered(wishes) && 'filters',
    wishes.resume !== undefined && '--resume',
  ].filter((way) => way !== false);
  if (ways.length < 2) return;
  throw new UsageError(`${ways.join(' and ')} exclude each other`, 'Leave one of them out.');
}

async function matching(context: Context, work: Work, wishes: Wishes): Promise<Target[]> {
  const { signal, out } = context;
  const targets: Target[] = [];
  let ageless = 0;
  const now = Date.now();
  for await (const record of work.records.list(await context.client(), wishes.query, { signal })) {
    const target = targetOf(record);
    const fits = isOfAge(target.updated, wishes, now);
    if (fits) targets.push(target);
    if (fits === undefined) ageless++;
  }
  if (ageless > 0) {
    out.warn(`${ageless} ${work.records.kind}s do not say when they changed, and are left alone`);
  }
  return targets;
}

/** Reads those of which only the id is known: a plan says what would be done to what. */
async function known(
  context: Context,
  work: Work,
  targets: readonly Target[],
  { concurrency }: Wishes,
): Promise<Target[]> {
  const client = await context.client();
  const { isNotFound } = await import('@voicectl/sdk');
  const read = targets.map((target) => ({ target }));
  let failed: { readonly error: unknown } | undefined;
  await context.out.wait(
    'Reading',
    inTurns(
      read,
      concurrency,
      () => failed !== undefined,
      async (slot) => {
        if (slot.target.status !== undefined) return;
        try {
          slot.target = await readOne(context, client, work, slot.target.id);
        } catch (error) {
          if (isNotFound(error)) slot.target = { ...slot.target, missing: true };
          else failed = { error };
        }
      },
    ),
  );
  if (failed) throw (failed as { readonly error: unknown }).error;
  return read.map(({ target }) => target);
}

async function readOne({ signal }: Context, client: Client, { records }: Work, id: string) {
  const record = await records.get(client, id, { signal });
  // Whatever came, it is this id that was asked for.
  return { ...targetOf(record), id };
}

async function picked(context: Context, work: Work): Promise<readonly Target[]> {
  const { kind } = work.records;
  if (!context.interactive) {
    throw new UsageError(
      `Which ${kind}s?`,
      'Name them by id, the beginning of it, or exact name; - reads them from standard input; or filter, as by --older-than.',
    );
  }
  const { signal, out } = context;
  const client = await context.client();
  const read = async () => {
    const all: Target[] = [];
    for await (const record of work.records.list(client, {}, { signal }))
      all.push(targetOf(record));
    return all;
  };
  const able = (await out.wait('Reading', read())).filter(
    (target) => work.judge(target, 'picked') === undefined,
  );
  if (able.length === 0) {
    throw new UsageError(
      `There is no ${kind} to ${work.name}`,
      `voicectl ${kind}s list shows all.`,
    );
  }
  const chosen = await pickMany(
    context,
    `Which ${kind}s to ${work.name}?`,
    able.map(({ id, name, status }) => ({
      name: cleanLine(`${name ?? id} (${status ?? 'no status'})`),
      value: id,
    })),
  );
  return able.filter(({ id }) => chosen.includes(id));
}
