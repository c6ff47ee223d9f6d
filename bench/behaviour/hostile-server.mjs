// A server on loopback that misbehaves on cue, and remembers what it was sent.
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import { elevenLabsAgent, elevenLabsPage } from '../peers/elevenlabs-answers.mjs';

/**
 * @typedef {{ method: string, url: string, headers: import('node:http').IncomingHttpHeaders, body: string }} Seen
 * @typedef {import('node:http').ServerResponse} Answer
 * @typedef {(answer: Answer, seen: Seen) => any} Behaviour
 * @typedef {Awaited<ReturnType<typeof hostileServer>>} HostileServer
 */

export const id = '550e8400-e29b-41d4-a716-000000000001';
export const requestId = 'req_bench_1';

/** One behaviour a request, in order; the last one stays. */
export async function hostileServer() {
  /** @type {Seen[]} */
  const seen = [];
  /** @type {Behaviour[]} */
  let plan = [answers];
  const arrivals = new EventEmitter();
  const server = createServer(async (request, response) => {
    let body = '';
    try {
      for await (const chunk of request.setEncoding('utf8')) body += chunk;
    } catch {
      return;
    }
    const { method = '', url = '', headers } = request;
    const came = { method, url, headers, body };
    seen.push(came);
    arrivals.emit('request');
    const behaviour = plan.length > 1 ? plan.shift() : plan[0];
    await behaviour?.(response, came);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${address.port}`,
    seen,
    /** @param {Behaviour[]} behaviours */
    does(...behaviours) {
      plan = behaviours;
    },
    /** Settles when a request has come, at once if one has. */
    async asked() {
      if (seen.length === 0) await once(arrivals, 'request');
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** What a good server says, in the shape that the asking client expects. @type {Behaviour} */
export const answers = (response, seen) => {
  const { url, method } = seen;
  const isOne = url.includes(id) || (method === 'POST' && !url.includes('list'));
  const agent = { id, name: 'Bench', status: 'active', version: 1, instructions: 'Be brief.' };
  const ordinary = isOne ? { ...agent, ...facts } : { data: [], meta: {}, has_more: false };
  const theirs = isOne ? elevenLabsAgent(id) : elevenLabsPage([id]);
  const value = url.startsWith('/v1/convai') ? theirs : ordinary;
  return json(value, url.startsWith('/api') && method === 'POST' ? 201 : 200)(response, seen);
};

const facts = {
  organizationId: '660e8400-e29b-41d4-a716-446655440001',
  policy: null,
  modelConfig: { model: 'openai/gpt-4o-mini' },
  createdAt: '2025-01-15T10:30:00.000Z',
  updatedAt: '2025-01-15T10:30:00.000Z',
  createdBy: '770e8400-e29b-41d4-a716-446655440002',
};

/**
 * @param {number} status
 * @param {string | Buffer} text
 * @param {Record<string, string>} [headers]
 * @returns {Behaviour}
 */
export function says(status, text, headers = {}) {
  const named = { 'x-request-id': requestId, 'request-id': requestId, ...headers };
  return (response) => response.writeHead(status, named).end(text);
}

/**
 * @param {unknown} value
 * @param {number} [status]
 * @param {Record<string, string>} [headers]
 */
export function json(value, status = 200, headers = {}) {
  return says(status, JSON.stringify(value), { 'content-type': 'application/json', ...headers });
}

/** A refusal in words that each of the platforms would use. */
export const refusal = {
  error: {
    type: 'invalid_request_error',
    message: 'No such agent',
    reference: 'ref-of-the-refusal',
  },
  message: 'No such agent',
  reference: 'ref-of-the-refusal',
};

/** Takes the request and cuts the line. @type {Behaviour} */
export const resets = (response) => response.socket?.resetAndDestroy();

/** Takes the request and never says a word. @type {Behaviour} */
export const stalls = () => {};

/** Begins an answer and falls silent in the middle of it. @type {Behaviour} */
export const stallsInBody = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).write('{"id": ');
};
