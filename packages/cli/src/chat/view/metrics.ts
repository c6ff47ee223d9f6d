/** How long a session's turns took: medians and the slow ones, of all and of each setting that was used. Pure. */
import { percentile } from '../../voice/meter';
import type { TurnEnded } from '../../voice/session-events';

export interface MetricsTurn
  extends Pick<TurnEnded, 'marks' | 'mode' | 'voice' | 'stopped' | 'underruns'> {
  readonly agent?: string | undefined;
}

/** Milliseconds that were really seen. */
export interface Spread {
  readonly turns: number;
  readonly p50: number;
  readonly p95: number;
}

export interface Metrics {
  readonly turns: number;
  /** Undefined where no turn came as far. */
  readonly firstToken: Spread | undefined;
  readonly firstAudio: Spread | undefined;
  readonly endToEnd: Spread | undefined;
  readonly underruns: number;
}

/** A turn that was stopped counts for what it reached, and its end is none. */
export function metricsOf(turns: readonly MetricsTurn[]): Metrics {
  return {
    turns: turns.length,
    firstToken: spreadOf(turns.map(({ marks }) => marks.firstToken)),
    firstAudio: spreadOf(turns.map(({ marks }) => marks.firstAudio)),
    endToEnd: spreadOf(turns.map(({ marks, stopped }) => (stopped ? undefined : marks.end))),
    underruns: turns.reduce((sum, { underruns }) => sum + underruns, 0),
  };
}

/** What may differ between the turns of a session. */
export const settings = ['agent', 'mode', 'voice'] as const;
export type Setting = (typeof settings)[number];

export interface Group {
  /** Of the settings that differ; null for turns without a voice. */
  readonly of: Readonly<Partial<Record<Setting, string | null>>>;
  readonly metrics: Metrics;
}

/** A group for each combination of what differs, in the order of their first turns. None where nothing does. */
export function metricsByGroup(turns: readonly MetricsTurn[]): readonly Group[] {
  const differing = settings.filter((name) => new Set(turns.map((turn) => turn[name])).size > 1);
  if (differing.length === 0) return [];
  const groups = new Map<string, MetricsTurn[]>();
  for (const turn of turns) {
    const key = JSON.stringify(differing.map((name) => turn[name] ?? null));
    groups.set(key, [...(groups.get(key) ?? []), turn]);
  }
  return [...groups.values()].map((members) => ({
    of: Object.fromEntries(differing.map((name) => [name, members[0]?.[name] ?? null])),
    metrics: metricsOf(members),
  }));
}

/** `p50 571 ms · p95 911 ms first audio (12 turns)`; of first tokens, where nothing was heard. Empty where nothing came. */
export function metricsLine(turns: readonly MetricsTurn[]): string {
  const { firstAudio, firstToken } = metricsOf(turns);
  const spread = firstAudio ?? firstToken;
  if (!spread) return '';
  const what = firstAudio ? 'first audio' : 'first token';
  const of = `${spread.turns} turn${spread.turns === 1 ? '' : 's'}`;
  return `p50 ${spread.p50} ms · p95 ${spread.p95} ms ${what} (${of})`;
}

function spreadOf(times: readonly (number | undefined)[]): Spread | undefined {
  const known = times.filter((time) => time !== undefined);
  const [p50, p95] = [percentile(known, 0.5), percentile(known, 0.95)];
  if (p50 === undefined || p95 === undefined) return undefined;
  return { turns: known.length, p50, p95 };
}
