/** What a call would send, without sending it. */
import type { Transport, TransportRequest } from './transport';

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

/** Keeps the first request and sends none. */
export function recorder(): { readonly transport: Transport; recorded(): Preview | undefined } {
  let first: TransportRequest | undefined;
  return {
    transport: {
      send(request) {
        first ??= request;
        return Promise.reject(new Error('This is a preview: nothing is sent'));
      },
    },
    recorded: () => first && previewOf(first),
  };
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
