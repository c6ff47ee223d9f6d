/** The goals API, one RPC endpoint, as an operation of an OpenAPI document. */
import * as z from 'zod';
import type { Endpoint } from '../core/endpoint';
import { goalEndpoints } from '../resources/goals/endpoints';
import { examples } from './examples';
import { refusalsOf } from './refusals';
import { type Json, schemaOf } from './schemas';

export function goalsOperation(): Json {
  const endpoints = Object.entries(goalEndpoints) as [string, Endpoint][];
  return {
    operationId: 'goals.invoke',
    summary: 'List, get, create, update, delete, attach, detach or generate goals',
    description: 'Every action is the same POST; the envelope says which.',
    tags: ['Goals'],
    security: [{ bearer: [] }],
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: { oneOf: endpoints.map(([action, endpoint]) => envelope(action, endpoint)) },
          examples: goalExamples(endpoints, 'request'),
        },
      },
    },
    responses: {
      ...Object.fromEntries([200, 201].map((status) => [status, goalAnswers(endpoints, status)])),
      ...refusalsOf('Goals', 400, 401, 403, 404, 429, 500),
    },
  };
}

function envelope(action: string, { id, body }: Endpoint): Json {
  const optional = body?.safeParse(undefined).success === true;
  return {
    title: action,
    type: 'object',
    properties: {
      resource: { const: 'goals' },
      action: { const: action },
      ...(id && { id: { type: 'string', minLength: 1 } }),
      ...(body && { data: schemaOf(body instanceof z.ZodOptional ? unwrapped(body) : body) }),
    },
    required: ['resource', 'action', ...(id ? ['id'] : []), ...(body && !optional ? ['data'] : [])],
  };
}

function unwrapped(schema: z.ZodOptional): z.ZodType {
  return schema.unwrap() as z.ZodType;
}

function goalAnswers(endpoints: readonly [string, Endpoint][], status: number): Json {
  const answering = endpoints.filter(([, endpoint]) => endpoint.status === status);
  const schemas = [...new Set(answering.map(([, { result }]) => result))];
  return {
    description: 'Done',
    content: {
      'application/json': {
        schema: {
          type: 'object',
          properties: { success: { const: true }, data: anyOf(schemas) },
          required: ['success', 'data'],
        },
        examples: goalExamples(answering, 'answer'),
      },
    },
  };
}

function goalExamples(endpoints: readonly [string, Endpoint][], kind: 'request' | 'answer'): Json {
  return Object.fromEntries(
    endpoints.flatMap(([action, { operation }]) => {
      const value = examples[operation]?.[kind];
      if (value === undefined) return [];
      const whole = kind === 'request' ? value : { success: true, data: value };
      return [[action, { value: whole }]];
    }),
  );
}

function anyOf([first, ...others]: readonly z.ZodType[]): Json {
  if (first === undefined) return {};
  return others.length === 0 ? schemaOf(first) : { anyOf: [first, ...others].map(schemaOf) };
}
