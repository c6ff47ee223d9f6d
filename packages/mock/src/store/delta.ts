/** Changes to a world as they are kept: plain JSON, record by record. What is read back is checked, whoever wrote it. */
import { Goal } from '@voicectl/sdk/contract';
import * as z from 'zod';
import { toDotPath } from 'zod/v4/core';
import { StoredAgentSchema, settingSchemas } from '../state/snapshot';
import { type Change, collections, type State } from '../state/state';

/** One record, as it is from then on; without `to`, it goes. */
export type RecordChange = Exclude<Change, { readonly whole: unknown }>;

export interface Delta {
  /** Everything that was there goes first. */
  readonly empty?: true | undefined;
  readonly changes: readonly RecordChange[];
}

export function deltaOf(changes: readonly Change[]): Delta {
  const from = changes.findLastIndex((change) => 'whole' in change);
  const records = changes.slice(Math.max(from, 0)).flatMap(recordsOf);
  return from === -1 ? { changes: records } : { empty: true, changes: records };
}

function recordsOf(change: Change): RecordChange[] {
  if (!('whole' in change)) return [change];
  const { agents, goals, attachments, settings = {} } = change.whole;
  return [
    ...agents.map((to) => ({ in: 'agents', id: to.agent.id, to }) as const),
    ...goals.map((to) => ({ in: 'goals', id: to.id, to }) as const),
    ...Object.entries(attachments).map(([id, to]) => ({ in: 'attachments', id, to }) as const),
    ...Object.entries(settings).map(([id, to]) => ({ in: 'settings', id, to }) as const),
  ];
}

/** Everything that a state holds. */
export function* recordsIn(state: State): Generator<RecordChange, void, undefined> {
  for (const name of collections) {
    for (const [id, to] of state[name].entries()) yield { in: name, id, to };
  }
}

export function applyDelta(state: State, { empty, changes }: Delta): void {
  if (empty) state.restore({ version: 1, agents: [], goals: [], attachments: {}, settings: {} });
  state.apply(changes);
}

/** @throws Error saying where something is not as it must be. */
export function checkDelta(value: unknown): Delta {
  const { changes, empty } = Object(value) as Partial<Delta>;
  if (!Array.isArray(changes)) throw new Error('changes: must be a list');
  if (empty !== undefined && empty !== true) throw new Error('empty: must be true, or left out');
  for (const [index, change] of changes.entries()) {
    try {
      checkChange(change);
    } catch (error) {
      throw new Error(`changes[${index}]: ${(error as Error).message}`);
    }
  }
  return value as Delta;
}

/** It keeps what it is given, unknown keys included; only that it fits is made sure of. */
function checkChange(change: unknown): void {
  const { in: name, id, to } = Object(change) as Partial<RecordChange>;
  if (name === undefined || !collections.includes(name)) {
    throw new Error(`in: must be one of ${collections.join(', ')}`);
  }
  if (typeof id !== 'string' || id === '') throw new Error('id: must be a text');
  if (to === undefined) return;
  const { data, error } = recordCheck(name, id).safeParse(to);
  if (error) {
    const { path, message } = error.issues[0] ?? { path: [], message: 'does not fit' };
    throw new Error(`${toDotPath(['to', ...path])}: ${message}`);
  }
  if (ownId(data) !== undefined && ownId(data) !== id) {
    throw new Error(`id: must be that of the record, ${JSON.stringify(ownId(data))}`);
  }
}

function ownId(record: unknown): unknown {
  const { agent, id } = Object(record) as { agent?: { id?: unknown }; id?: unknown };
  return agent?.id ?? id;
}

let checks: Readonly<Record<string, z.ZodType>> | undefined;

/** Compiled, for a world of 100,000 agents is checked as it is opened; made on first use, as most mocks keep nothing. */
function recordCheck(name: RecordChange['in'], id: string): z.ZodType {
  checks ??= {
    agents: z.compile(StoredAgentSchema),
    goals: z.compile(Goal),
    attachments: z.string(),
    'settings.ids': settingSchemas.ids,
    'settings.clock': settingSchemas.clock,
  };
  const check = checks[name === 'settings' ? `settings.${id}` : name];
  if (check === undefined) throw new Error(`id: ${JSON.stringify(id)} is no setting`);
  return check;
}
