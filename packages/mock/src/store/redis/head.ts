/** The version of a world in Redis: which life of it, and how often it has changed in that. */

/** Worlds are removed, servers emptied: what comes after has another life, whatever its count. */
export interface Head {
  readonly life: string;
  readonly count: number;
}

/** @returns undefined for what no mock has written. */
export function headOf(text: string): Head | undefined {
  const [, life, count] = /^([\w-]{1,64}):(\d{1,15})$/.exec(text) ?? [];
  return life === undefined ? undefined : { life, count: Number(count) };
}

/** The one after a version, or the first of all. */
export function next(text: string | null): string {
  const head = text === null ? undefined : headOf(text);
  return head ? `${head.life}:${head.count + 1}` : `${crypto.randomUUID()}:1`;
}

/** How many changes lie between two versions; none that are of two lives. */
export function distance(from: string, to: string): number | undefined {
  const [before, after] = [headOf(from), headOf(to)];
  if (!before || !after || before.life !== after.life) return undefined;
  return after.count - before.count;
}
