/** An agent's answer as it comes: our extension where the mock streams, the documented answer where a fault has it so. */
import { callAgents, Refused, read } from './server';

export interface Answer {
  readonly response: string;
  readonly usage?: { readonly inputTokens?: number; readonly outputTokens?: number };
  readonly sources?: readonly Source[];
}

export interface Source {
  readonly document?: string;
  readonly group?: string | null;
  readonly similarity?: number;
  readonly text?: string;
}

/** @throws Refused, also for a stream that ends before it is done. */
export async function ask(
  world: string,
  id: string,
  message: string,
  token: (text: string) => void,
  signal: AbortSignal,
): Promise<Answer> {
  const accept = 'text/event-stream, application/json';
  const path = `/${encodeURIComponent(id)}/test`;
  const response = await callAgents(world, 'POST', path, { message }, { accept, signal });
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) {
    const answer = (await read(response)) as Answer;
    token(String(Object(answer).response ?? ''));
    return answer;
  }
  for await (const { event, data } of eventsOf(response, signal)) {
    if (event === 'token') token(String(Object(parsed(data)).text ?? ''));
    if (event === 'done') return parsed(data) as Answer;
    if (event === 'error') {
      const { statusCode = 0, message: words } = Object(parsed(data));
      throw new Refused(statusCode, `${statusCode}: ${[words].flat().join('\n')}`);
    }
  }
  throw new Refused(0, 'The stream ended before the answer was done');
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    throw new Refused(0, `An event of the stream is no JSON: ${data.slice(0, 200)}`);
  }
}

async function* eventsOf({ body }: Response, signal: AbortSignal) {
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const piece = await reader?.read().catch(() => {
      signal.throwIfAborted();
      throw new Refused(0, 'The connection broke before the answer was done');
    });
    if (!piece || piece.done) return;
    const events = (text + piece.value).split('\n\n');
    text = events.pop() ?? '';
    for (const each of events) yield { event: fieldOf(each, 'event'), data: fieldOf(each, 'data') };
  }
}

function fieldOf(event: string, field: string): string {
  const lines = event.split('\n').filter((line) => line.startsWith(`${field}:`));
  return lines.map((line) => line.slice(field.length + 1).replace(/^ /, '')).join('\n');
}
