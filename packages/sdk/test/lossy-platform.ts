/** A platform that acts on every request and loses some of its answers. Small, stateful, only for the SDK's own tests. */
import { type Agent, canTransition, type Transition, transitions } from '../src/contract';
import { agent as documented, newAgent } from './documented';
import { type Behaviour, type HostileServer, hostileServer, json } from './hostile-server';

export interface LossyPlatform extends HostileServer {
  readonly agents: Map<string, Agent & { status: 'draft' | 'active' | 'archived' }>;
  add(status?: 'draft' | 'active' | 'archived', name?: string): string;
}

/** `loses` is asked about each request that changes something, after it has been acted on. */
export async function lossyPlatform(loses: (count: number) => boolean): Promise<LossyPlatform> {
  const agents: LossyPlatform['agents'] = new Map();
  let made = 0;
  let changes = 0;

  const add: LossyPlatform['add'] = (status = 'draft', name = newAgent.name) => {
    const id = `agent-${String(++made).padStart(5, '0')}`;
    agents.set(id, { ...documented, id, name, status, metadata: {} });
    return id;
  };

  const answer: Behaviour = (response, seen) => {
    const { pathname, searchParams } = new URL(seen.url, 'http://x');
    const [, id = '', verb] = /^\/api\/agents\/?([^/]*)\/?(.*)$/.exec(pathname) ?? [];
    if (seen.method === 'GET') {
      const found = agents.get(id);
      const missing = json({ statusCode: 404, message: 'not found' }, 404);
      return (id === '' ? json(list(searchParams)) : found ? json(found) : missing)(response, seen);
    }
    const reply = change(seen.method, id, verb, seen.body);
    if (loses(++changes)) response.destroy();
    else reply(response, seen);
  };

  function change(method: string, id: string, verb: string | undefined, body: string): Behaviour {
    if (id === '') {
      const created = add();
      const { name, metadata = {} } = JSON.parse(body);
      const agent = { ...documented, id: created, name, status: 'draft' as const, metadata };
      agents.set(created, agent);
      return json(agent, 201);
    }
    const found = agents.get(id);
    if (found === undefined) return json({ statusCode: 404, message: 'not found' }, 404);
    if (method === 'DELETE') {
      agents.delete(id);
      return json({ message: 'deleted' });
    }
    const transition = verb as Transition;
    if (!canTransition(transition, found.status)) {
      return json({ statusCode: 409, message: `is ${found.status}` }, 409);
    }
    const moved = { ...found, status: transitions[transition].to };
    agents.set(id, moved);
    return json(moved);
  }

  function list(query: URLSearchParams) {
    const page = Number(query.get('page') ?? 1);
    const limit = Number(query.get('limit') ?? 20);
    const found = [...agents.values()]
      .reverse()
      .filter(({ status }) => status === (query.get('status') ?? status))
      .filter(({ name }) => name.includes(query.get('search') ?? ''));
    const totalPages = Math.ceil(found.length / limit);
    const hasNextPage = page < totalPages;
    const meta = { page, limit, total: found.length, totalPages, hasNextPage };
    const data = found.slice((page - 1) * limit, page * limit);
    return { data, meta: { ...meta, hasPreviousPage: page > 1 } };
  }

  return { ...(await hostileServer(answer)), agents, add };
}
