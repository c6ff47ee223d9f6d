/** What is remembered between commands: the newest version that was seen, and when. */
import { join } from 'node:path';
import { cacheFolder, readCached, writeCached } from '../shell/user-cache';

export interface State {
  readonly latest?: string | undefined;
  /** Milliseconds since 1970, as the others. */
  readonly checkedAt: number;
  readonly toldAt: number;
}

export function readState(env: NodeJS.ProcessEnv): State {
  const { latest, checkedAt, toldAt } = Object(readCached(fileIn(env)));
  return {
    latest: typeof latest === 'string' ? latest : undefined,
    checkedAt: time(checkedAt),
    toldAt: time(toldAt),
  };
}

/** @returns whether it could be kept: what can't be remembered would be done again with each command. */
export function writeState(env: NodeJS.ProcessEnv, changes: Partial<State>): boolean {
  const next = { ...readState(env), ...changes };
  writeCached(cacheFolder({ env }), fileIn(env), next);
  const kept = readState(env);
  return kept.checkedAt === next.checkedAt && kept.toldAt === next.toldAt;
}

/** A time that has not come yet is a clock that was wrong. */
function time(value: unknown): number {
  return typeof value === 'number' && value <= Date.now() ? value : 0;
}

function fileIn(env: NodeJS.ProcessEnv): string {
  return join(cacheFolder({ env }), 'update.json');
}
