/** Requests as any program may make them, right or wrong, against the mock on a real socket. */
import { onTestFinished } from 'vitest';
import { serve } from '../../src/doors/node';
import { createMock, type MockOptions } from '../../src/index';

export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

export type Send = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<RawAnswer>;

/** A mock of its own for one test. Paths are from the root; a body that is no text is sent as JSON. */
export async function openRaw(options: MockOptions = {}) {
  const mock = createMock({ checkAnswers: true, ...options });
  const server = await serve(mock, { port: 0 });
  onTestFinished(() => server.close());
  const root = new URL(server.agentsUrl).origin;

  const send: Send = async (method, path, body, headers = {}) => {
    const answer = await fetch(root + path, {
      method,
      headers: {
        'x-api-key': 'key',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined || typeof body === 'string' ? (body ?? null) : JSON.stringify(body),
    });
    const value = (await answer.json()) as Record<string, unknown>;
    return { status: answer.status, headers: answer.headers, body: value };
  };

  const create = async (fields: object = {}) => {
    const { body } = await send('POST', '/api/agents', { name: 'A', instructions: 'B', ...fields });
    return { ...body, id: String(body.id) };
  };

  return { mock, server, send, create };
}
