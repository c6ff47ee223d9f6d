/** A loopback server that speaks the protocols of two providers, as far as a test tells it to. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenCall {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
  /** Resolves when the client has left before the end of its answer. */
  readonly left: Promise<void>;
}

export interface ProviderServer extends AsyncDisposable {
  readonly url: string;
  readonly seen: SeenCall[];
}

/** Answers each call by `answer`. */
export async function providerServer(
  answer: (response: ServerResponse, call: SeenCall) => void,
): Promise<ProviderServer> {
  const seen: SeenCall[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const left = new Promise<void>((resolve) => {
      response.once('close', () => {
        if (!response.writableFinished) resolve();
      });
    });
    const call = {
      path: String(request.url),
      headers: request.headers,
      body: JSON.parse(text),
      left,
    };
    seen.push(call);
    answer(response, call);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function json(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

export function begin(response: ServerResponse): ServerResponse {
  return response.writeHead(200, { 'content-type': 'text/event-stream' });
}

/** Chat completions, as OpenAI streams them. */
export const openai = {
  path: '/v1/chat/completions',
  piece: (content: string) =>
    chunk({ choices: [{ index: 0, delta: { content }, finish_reason: null }] }),
  finish: (reason = 'stop') => chunk({ choices: [{ index: 0, delta: {}, finish_reason: reason }] }),
  usage: (input: number, output: number) =>
    chunk({ choices: [], usage: { prompt_tokens: input, completion_tokens: output } }),
  end: 'data: [DONE]\n\n',
  whole: (content: string) => ({
    id: 'c',
    object: 'chat.completion',
    created: 1,
    model: 'm',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 3, completion_tokens: 4 },
  }),
};

/** Messages, as Anthropic streams them. */
export const anthropic = {
  path: '/v1/messages',
  start: (input: number) =>
    event('message_start', {
      message: {
        id: 'm',
        type: 'message',
        role: 'assistant',
        model: 'm',
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: { input_tokens: input, output_tokens: 1 },
      },
    }) + event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
  piece: (text: string) =>
    event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } }),
  finish: (output: number) =>
    event('content_block_stop', { index: 0 }) +
    event('message_delta', {
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: { output_tokens: output },
    }) +
    event('message_stop', {}),
  error: (type: string, message: string) => event('error', { error: { type, message } }),
};

function chunk(data: object): string {
  const whole = { id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', ...data };
  return `data: ${JSON.stringify(whole)}\n\n`;
}

function event(type: string, data: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
}
