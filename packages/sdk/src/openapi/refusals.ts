/** How each API says no, as responses of an OpenAPI document. */
import { type Json, jsonOf } from './schemas';

export type Api = 'Agents' | 'Goals';

const statuses = {
  400: ['BadRequest', 'Bad Request', 'VALIDATION_ERROR'],
  401: ['Unauthorized', 'Unauthorized', 'UNAUTHORIZED'],
  403: ['Forbidden', 'Forbidden', 'FORBIDDEN'],
  404: ['NotFound', 'Not Found', 'NOT_FOUND'],
  409: ['Conflict', 'Conflict', 'CONFLICT'],
  429: ['TooManyRequests', 'Too Many Requests', 'RATE_LIMIT_EXCEEDED'],
  500: ['ServerError', 'Internal Server Error', 'INTERNAL_ERROR'],
} as const;
type Status = keyof typeof statuses;

export function refusalsOf(api: Api, ...codes: readonly Status[]): Json {
  return Object.fromEntries(
    codes.map((code) => [code, { $ref: `#/components/responses/${api}${statuses[code][0]}` }]),
  );
}

/** The agents API documents no error body: its shape is our reading. */
export const errorSchemas = {
  AgentsError: {
    type: 'object',
    properties: {
      statusCode: { type: 'integer' },
      message: { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
      error: { type: 'string' },
    },
    required: ['statusCode', 'message'],
  },
  GoalsError: {
    type: 'object',
    properties: {
      success: { const: false },
      error: {
        type: 'object',
        properties: {
          code: { type: 'string' },
          message: { type: 'string' },
          status: { type: 'integer' },
        },
        required: ['code', 'message'],
      },
    },
    required: ['success', 'error'],
  },
};

export function refusals(api: Api): Json {
  const schema = { $ref: `#/components/schemas/${api}Error` };
  // Goals know no transition, and agents nothing that a good key may not do.
  const codes = (Object.keys(statuses) as `${Status}`[])
    .map((code) => Number(code) as Status)
    .filter((code) => code !== (api === 'Agents' ? 403 : 409));
  return Object.fromEntries(
    codes.map((code) => {
      const [name, reason, word] = statuses[code];
      const example =
        api === 'Agents'
          ? { statusCode: code, message: reason, error: reason }
          : { success: false, error: { code: word, message: reason, status: code } };
      const retry = { 'Retry-After': { description: 'Seconds', schema: { type: 'integer' } } };
      return [
        api + name,
        {
          description: reason,
          ...(code === 429 && { headers: retry }),
          content: jsonOf(schema, example),
        },
      ];
    }),
  );
}
