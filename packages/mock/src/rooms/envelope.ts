/** What wraps every action of the goals API. */
import { Refusal } from '../refusal';
import { problemsWith, type Route } from '../route';

const knownKeys = new Set(['resource', 'action', 'id', 'data']);

/**
 * `data` is judged only where the envelope is refused: a 400 names all that is wrong at once.
 * @throws Refusal 400 VALIDATION_ERROR | INVALID_ACTION
 */
export function openEnvelope(
  envelope: unknown,
  actions: ReadonlyMap<string | undefined, Route>,
  strict = false,
) {
  const { resource, action, id, data } = Object(envelope) as Record<string, unknown>;
  const route = typeof action === 'string' ? actions.get(action) : undefined;
  if (resource === 'goals' && route === undefined) throw unknownAction(action, actions);
  const problems = [
    ...(resource === 'goals' ? [] : ['resource: must be "goals"']),
    ...(route?.endpoint.id ? idProblems(id) : []),
    ...(strict ? unknownKeys(envelope) : []),
  ];
  if (problems.length > 0 || route === undefined) {
    const inData = route?.endpoint.body && problemsWith(route.endpoint.body, data, 'data', strict);
    throw new Refusal(400, [...problems, ...(inData ?? [])]);
  }
  return { route, id: route.endpoint.id && (id as string), data };
}

function unknownAction(action: unknown, actions: ReadonlyMap<string | undefined, Route>): Refusal {
  const known = [...actions.keys()].join(', ');
  const given = action === undefined ? 'none' : shorten(JSON.stringify(action));
  return new Refusal(400, `action: must be one of ${known}, is ${given}`, {
    code: 'INVALID_ACTION',
  });
}

function shorten(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

function idProblems(id: unknown): string[] {
  if (typeof id === 'string' && id !== '') return [];
  return [`id: ${id === undefined ? 'is required' : 'must be a goal id'}`];
}

function unknownKeys(envelope: unknown): string[] {
  const unknown = Object.keys(Object(envelope)).filter((key) => !knownKeys.has(key));
  return unknown.map((key) => `${key}: is not known`);
}
