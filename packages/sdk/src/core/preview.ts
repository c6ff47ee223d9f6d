/** What a call would send, without sending it. */
import type { Transport, TransportRequest } from './transport';

/** What a call would send. */
export interface Preview {
  readonly method: string;
  readonly url: string;
  /** Keys stand for themselves by the name of their variable: `$VOICECTL_AGENTS_API_KEY`. */
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON that would be sent. */
  readonly body: unknown;
  /** The same as a line for a POSIX shell, which takes the key from the environment. */
  readonly curl: string;
}

/** Keeps the first request, sends none, and lets nobody wait for an answer: there is none. */
export function recorder(): { readonly transport: Transport; readonly first: Promise<Preview> } {
  let record: (preview: Preview) => void = () => {};
  const first = new Promise<Preview>((resolve) => {
    record = resolve;
  });
  const send = (request: TransportRequest) => {
    record(previewOf(request));
    return new Promise<never>(() => {});
  };
  return { transport: { send }, first };
}

function previewOf({ method, url, headers, body }: TransportRequest): Preview {
  return {
    method,
    url,
    headers: { ...headers },
    body: body === undefined ? undefined : JSON.parse(body),
    curl: [
      'curl',
      ...(method === 'GET' ? [] : ['-X', method]),
      quote(url),
      ...Object.entries(headers).flatMap(([name, value]) => ['-H', header(name, value)]),
      ...(body === undefined ? [] : ['--data-raw', quote(body)]),
    ].join(' '),
  };
}

function header(name: string, value: string): string {
  return value.includes('$') ? `"${name}: ${value}"` : quote(`${name}: ${value}`);
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
