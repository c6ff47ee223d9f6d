/** The agents API as paths of an OpenAPI document. */
import type * as z from 'zod';
import type { Endpoint } from '../core/endpoint';
import { agentEndpoints } from '../resources/agents/endpoints';
import { examples } from './examples';
import { refusalsOf } from './refusals';
import { type Json, jsonOf, jsonSchemaOf } from './schemas';

const summaries: Readonly<Record<string, string>> = {
  'agents.create': 'Create a draft',
  'agents.list': 'List agents, a page at a time',
  'agents.get': 'Get an agent',
  'agents.update': 'Change fields of an agent',
  'agents.delete': 'Delete an agent (soft)',
  'agents.activate': 'From draft to active',
  'agents.archive': 'From active or draft to archived',
  'agents.restore': 'From archived to active',
  'agents.test': 'Send a message to an agent',
};

export function agentPaths(): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const endpoint of Object.values(agentEndpoints) as Endpoint[]) {
    const path = endpoint.path.replace(':id', '{id}');
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: agentOperation(endpoint) };
  }
  return paths;
}

function agentOperation(endpoint: Endpoint): Json {
  const { operation, id, query, body } = endpoint;
  const example = examples[operation];
  return {
    operationId: operation,
    summary: summaries[operation] ?? operation,
    description: `\`${endpoint.method} ${endpoint.path}\`, ${effects[endpoint.effect]}.`,
    tags: ['Agents'],
    ...((id || query) && { parameters: [...(id ? [idParameter] : []), ...parametersOf(query)] }),
    ...(body && { requestBody: { required: true, content: jsonOf(body, example?.request) } }),
    responses: {
      [endpoint.status]: success(endpoint, example?.answer),
      ...(body || query ? refusalsOf('Agents', 400) : {}),
      ...refusalsOf('Agents', 401),
      ...(id ? refusalsOf('Agents', 404) : {}),
      ...(endpoint.effect === 'transition' && !endpoint.lenient ? refusalsOf('Agents', 409) : {}),
      ...refusalsOf('Agents', 429, 500),
    },
  };
}

const effects = {
  read: 'changes nothing',
  idempotent: 'may be repeated',
  transition: 'a second time is refused',
  create: 'a second time makes a second one',
  costly: 'is paid for each time',
} as const;

const idParameter = {
  name: 'id',
  in: 'path',
  required: true,
  description: 'Id of the agent',
  schema: { type: 'string', minLength: 1 },
};

function parametersOf(query: z.ZodType | undefined): Json[] {
  if (query === undefined) return [];
  const { properties = {} } = jsonSchemaOf(query) as { properties?: Record<string, Json> };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    ...(description !== undefined && { description }),
    schema,
  }));
}

function success(endpoint: Endpoint, example: unknown): Json {
  const description = 'Done';
  // The body of a success is not documented.
  if (endpoint.lenient) return { description };
  const content = jsonOf(endpoint.result, example);
  if (endpoint.stream === undefined) return { description, content };
  const events = { 'text/event-stream': { schema: { type: 'string' } } };
  return {
    description: 'Done; an event stream where it is asked for (an extension of voicectl)',
    content: { ...content, ...events },
  };
}
