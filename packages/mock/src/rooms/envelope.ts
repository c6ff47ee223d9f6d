/** What wraps every action of the goals API. */
import { Refusal } from '../refusal';
import type { Route } from '../route';

/** @throws Refusal 400 VALIDATION_ERROR | INVALID_ACTION */
export function openEnvelope(envelope: unknown, actions: ReadonlyMap<string | undefined, Route>) {
  const { resource, action, id, data } = Object(envelope) as Record<string, unknown>;
  if (resource !== 'goals') throw new Refusal(400, ['resource: must be "goals"']);
  const route = typeof action === 'string' ? actions.get(action) : undefined;
  if (route === undefined) {
    const known = [...actions.keys()].join(', ');
    throw new Refusal(400, `Unknown action ${JSON.stringify(action)}; known: ${known}`, {
      code: 'INVALID_ACTION',
    });
  }
  if (!route.endpoint.id) return { route, id: undefined, data };
  if (typeof id !== 'string' || id === '') {
    throw new Refusal(400, [`id: ${id === undefined ? 'is required' : 'must be a goal id'}`]);
  }
  return { route, id, data };
}
