/** A platform with agents to be moved, and what a bulk run says of them. */
import type { Mock, MockOptions } from '@voicectl/mock';
import type { BulkResult } from '../src/bulk/result';
import { type RunOptions, startPlatform, voicectl } from './voicectl';

type Status = 'draft' | 'active' | 'archived';

/** Agents named after their status: `draft 1`, `draft 2`, `active 1`. */
export async function platformWith(
  counts: Partial<Record<Status, number>>,
  faults: MockOptions['faults'] = [],
) {
  const agents = Object.entries(counts).flatMap(([status, count]) =>
    Array.from({ length: count }, (_, at) => ({
      name: `${status} ${at + 1}`,
      instructions: 'Be brief.',
      status: status as Status,
    })),
  );
  const platform = await startPlatform({ contents: { agents }, faults, journalSize: 5_000 });
  return { ...platform, [Symbol.asyncDispose]: () => platform.server.close() };
}

export function idsOf(mock: Mock, status?: Status): string[] {
  return [...mock.state.agents.values()]
    .filter(({ deletedAt }) => deletedAt === null)
    .map(({ agent }) => agent)
    .filter((agent) => status === undefined || agent.status === status)
    .map(({ id }) => id);
}

export function idOf(mock: Mock, name: string): string {
  const found = [...mock.state.agents.values()].find(({ agent }) => agent.name === name);
  if (found === undefined) throw new Error(`No agent ${name}`);
  return found.agent.id;
}

/** Runs with `-o json`, and expects that exit code. */
export async function bulk(args: readonly string[], code: number, options: RunOptions = {}) {
  const run = await voicectl([...args, '-o', 'json'], options);
  if (run.code !== code) throw new Error(`exit code ${run.code}, not ${code}: ${run.stderr}`);
  return { ...run, result: JSON.parse(run.stdout || 'null') as BulkResult };
}

export function outcomes({ results }: BulkResult): Record<string, string> {
  return Object.fromEntries(results.map(({ name, id, outcome }) => [name ?? id, outcome]));
}
