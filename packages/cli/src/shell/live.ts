/** Candidates that only the platform knows: asked within a time limit, kept for a minute, silent when nothing comes. */
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Client } from '@voicectl/sdk';
import { resolveSettings } from '../config/settings';
import type { Context } from '../context';
import { cacheFolder, digest, readCached, writeCached } from './user-cache';
import type { RecordsWanted } from './wanted';

export interface Found {
  readonly id: string;
  readonly name: string;
  readonly status: string;
}

interface Cached {
  readonly at: number;
  readonly records: readonly Found[];
  /** When it was last asked for in vain. */
  readonly failedAt?: number | undefined;
}

/** @param patience milliseconds, all in all. */
export async function recordsFor(
  { kind, statuses }: RecordsWanted,
  context: Context,
  patience: number,
): Promise<readonly Found[]> {
  const place = await placeOf(kind, statuses, context);
  if (place === undefined) return fetched(kind, statuses, context, patience);
  const kept = cachedIn(place.file);
  const now = Date.now();
  if (kept && isRecent(kept.at, fresh, now)) return kept.records;
  // A server that has just been too slow, or said no, is not asked with each key.
  if (kept && isRecent(kept.failedAt, pause, now)) return usable(kept, now);
  const records = await fetched(kind, statuses, context, patience).catch(() => undefined);
  const next: Cached = records
    ? { at: now, records }
    : { at: kept?.at ?? 0, records: kept?.records ?? [], failedAt: now };
  writeCached(place.folder, place.file, next);
  return records ?? usable(next, now);
}

/** Milliseconds. */
const fresh = 60_000;
const pause = 10_000;
/** What is older is of no help even when there is nothing better. */
const stale = 60 * 60_000;

function isRecent(at: number | undefined, span: number, now: number): boolean {
  return at !== undefined && at <= now && now - at < span;
}

function usable({ at, records }: Cached, now: number): readonly Found[] {
  return isRecent(at, stale, now) ? records : [];
}

/** A file for each account: by address, profile and key, of which only the end is known here. Nothing for what is no server. */
async function placeOf(
  kind: string,
  statuses: readonly string[] = [],
  { streams: { env, cwd }, flags }: Context,
): Promise<{ folder: string; file: string } | undefined> {
  const settings = await resolveSettings({ env, cwd, flags, openKeys: false });
  if (settings.mock.value) return undefined;
  const [url, key] =
    kind === 'agents'
      ? [settings.agentsUrl, settings.agentsKey]
      : [settings.goalsUrl, settings.goalsToken];
  const account = [url.value, settings.profile.value, key.source.where, key.ending];
  const folder = cacheFolder({ env });
  return { folder, file: join(folder, `${kind}-${digest(...account, statuses)}.json`) };
}

function cachedIn(file: string): Cached | undefined {
  const { at, records, failedAt } = Object(readCached(file));
  if (typeof at !== 'number' || !Array.isArray(records)) return undefined;
  return { at, records: records.flatMap(found), ...(failedAt > 0 ? { failedAt } : {}) };
}

/** @throws when the time is up, or the server says no. */
async function fetched(
  kind: RecordsWanted['kind'],
  statuses: readonly string[] | undefined,
  context: Context,
  patience: number,
): Promise<readonly Found[]> {
  const over = new AbortController();
  const late = setTimeout(patience, undefined, { signal: over.signal }).then(() => {
    throw new Error('too late');
  });
  try {
    const asked = ask(kind, statuses, context, over.signal);
    asked.catch(() => {});
    return (await Promise.race([asked, late])).flatMap(found);
  } finally {
    late.catch(() => {});
    over.abort();
  }
}

async function ask(
  kind: RecordsWanted['kind'],
  statuses: readonly string[] | undefined,
  context: Context,
  signal: AbortSignal,
): Promise<readonly unknown[]> {
  await context.prepare();
  const client = await context.client();
  if (kind === 'goals') return (await client.goals.list({ limit: 100 }, { signal })).items;
  const pages = await Promise.all(
    (statuses ?? [undefined]).map((status) => page(client, status, signal)),
  );
  return pages.flat();
}

async function page(client: Client, status: string | undefined, signal: AbortSignal) {
  const { data } = await client.agents.list(
    { limit: 100, ...(status === undefined ? {} : { status: status as 'draft' }) },
    { signal },
  );
  return data;
}

/** What came from a server, or from a file that may have been damaged, as far as it is of use. */
function found(record: unknown): readonly Found[] {
  const { id, name, status } = Object(record);
  if (typeof id !== 'string') return [];
  return [{ id, name: textOr(name), status: textOr(status) }];
}

function textOr(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 200) : '';
}
