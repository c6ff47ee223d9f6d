/** What can be done to worlds over HTTP, by method and path. */
import type { AgentStatus } from '@voicectl/sdk/contract';
import { ContentsError } from '../contents/contents-error';
import { type GenerateOptions, generateWorld } from '../contents/generate';
import { parseFaults } from '../faults/parse';
import { agentsByStatus, goalLines, wholeAgent } from '../inspector/look';
import type { LiveWorld } from '../live-world';
import { Refusal } from '../refusal';
import type { Worlds } from '../worlds';

/** A request to the mock itself. */
export interface Steered {
  readonly worlds: Worlds;
  /** The world that the path names. */
  readonly name: string;
  /** What the end of the path names. */
  readonly item: string;
  readonly query: URLSearchParams;
  /** @throws Refusal 400 | 415 */
  body(): unknown;
}

export type Steer = (asked: Steered) => unknown;

export const steering: Readonly<Record<string, Steer>> = {
  'GET /worlds': async ({ worlds }) =>
    Promise.all((await worlds.names()).map((name) => summaryOf(worlds.get(name)))),
  'GET /worlds/:world': (asked) => summaryOf(worldOf(asked)),
  'DELETE /worlds/:world': ({ worlds, name }) => worlds.remove(name),

  'GET /worlds/:world/snapshot': (asked) => latest(worldOf(asked)),
  'PUT /worlds/:world/snapshot': (asked) => worldOf(asked).restore(asked.body()),
  'POST /worlds/:world/reset': (asked) => worldOf(asked).reset(),
  'POST /worlds/:world/add': (asked) => worldOf(asked).add(asked.body()),
  'POST /worlds/:world/generate': (asked) =>
    worldOf(asked).restore(generateWorld(generateOptions(asked.body()))),

  'GET /worlds/:world/agents': (asked) => agentsByStatus(worldOf(asked), asked.query),
  'GET /worlds/:world/agents/:item': (asked) => wholeAgent(worldOf(asked), asked.item),
  'GET /worlds/:world/goals': (asked) => goalLines(worldOf(asked), asked.query),

  'GET /worlds/:world/snapshots': (asked) => [...worldOf(asked).saved.keys()],
  'PUT /worlds/:world/snapshots/:item': async (asked) => {
    const world = worldOf(asked);
    world.saved.set(asked.item, await latest(world));
  },
  'POST /worlds/:world/snapshots/:item': (asked) => {
    const saved = worldOf(asked).saved.get(asked.item);
    if (saved === undefined) throw new Refusal(404, `No snapshot ${JSON.stringify(asked.item)}`);
    return worldOf(asked).restore(saved);
  },
  'DELETE /worlds/:world/snapshots/:item': (asked) => {
    worldOf(asked).saved.delete(asked.item);
  },

  'GET /worlds/:world/clock': (asked) => timeOf(worldOf(asked)),
  'PUT /worlds/:world/clock': async (asked) => {
    const world = worldOf(asked);
    await setClock(world, asked.body());
    return timeOf(world);
  },

  'GET /worlds/:world/faults': (asked) => worldOf(asked).faults.list(),
  'PUT /worlds/:world/faults': (asked) => {
    const { faults } = worldOf(asked);
    faults.replace(parseFaults(asked.body()));
    return faults.list();
  },
  'POST /worlds/:world/faults': (asked) => {
    const { faults } = worldOf(asked);
    return parseFaults(several(asked.body())).map((fault) => faults.add(fault));
  },
  'DELETE /worlds/:world/faults': (asked) => worldOf(asked).faults.clear(),
  'DELETE /worlds/:world/faults/:item': (asked) => {
    if (worldOf(asked).faults.remove(asked.item)) return;
    throw new Refusal(404, `No fault ${JSON.stringify(asked.item)}`);
  },

  'GET /worlds/:world/journal': (asked) =>
    worldOf(asked).journal.calls(asked.query.get('operation') ?? undefined),
  'DELETE /worlds/:world/journal': (asked) => worldOf(asked).journal.clear(),
};

function worldOf({ worlds, name }: Steered): LiveWorld {
  return worlds.get(name);
}

/** One may come alone. */
function several(body: unknown): unknown {
  return Array.isArray(body) || Object(body).faults !== undefined ? body : [body];
}

async function latest(world: LiveWorld) {
  await world.fresh();
  return world.snapshot();
}

function timeOf(world: LiveWorld) {
  return { now: world.time.toISOString(), ...world.clock };
}

/** How many there are of what. */
async function summaryOf(world: LiveWorld) {
  await world.fresh();
  const { agents, goals, attachments } = world.state;
  const count = (status: AgentStatus) =>
    [...agents.values()].filter(
      ({ agent, deletedAt }) => deletedAt === null && agent.status === status,
    ).length;
  const deleted = [...agents.values()].filter(({ deletedAt }) => deletedAt !== null).length;
  return {
    name: world.name,
    agents: {
      draft: count('draft'),
      active: count('active'),
      archived: count('archived'),
      deleted,
    },
    goals: goals.size,
    attachments: attachments.size,
    faults: world.faults.size,
    clock: timeOf(world),
  };
}

function generateOptions(body: unknown): GenerateOptions {
  const { agents, seed } = Object(body) as Record<string, unknown>;
  const problems = [
    ...(Number.isInteger(agents) && Number(agents) >= 0 && Number(agents) <= 1_000_000
      ? []
      : ['agents: must be a whole number from 0 to 1000000']),
    ...(['undefined', 'string', 'number'].includes(typeof seed)
      ? []
      : ['seed: must be a text or a number']),
  ];
  if (problems.length > 0) throw new ContentsError(problems);
  return { agents: Number(agents), seed: seed as string | number | undefined };
}

/** `{now, tick?}` sets the clock, `{advance}` moves it by milliseconds, `{machine: true}` goes back to the machine's. */
async function setClock(world: LiveWorld, body: unknown): Promise<void> {
  const { now, tick = 0, advance, machine } = Object(body) as Record<string, unknown>;
  if (machine === true) return world.setClock(undefined);
  if (typeof advance === 'number' && Number.isFinite(advance)) return world.moveClock(advance);
  const at = typeof now === 'string' ? new Date(now).getTime() : Number.NaN;
  if (Number.isNaN(at)) {
    throw new Refusal(400, [
      'clock: must be {"now": "2026-01-01T00:00:00Z", "tick": 1000}, {"advance": 60000} or {"machine": true}',
    ]);
  }
  if (typeof tick !== 'number' || !(tick >= 0)) {
    throw new Refusal(400, ['tick: must be milliseconds, 0 or more']);
  }
  return world.setClock({ at, tick });
}
