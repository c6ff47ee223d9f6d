/** The documentation's own words, as files beside this one: its curl calls, its answers, its defaults. */
import { readFileSync } from 'node:fs';

export const text = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');
export const json = (name: string): unknown => JSON.parse(text(name));

/** The body that the documentation sends to create an agent, as users find it among the examples. */
export const createBody = text('../../../../examples/agents/customer-support.json');

export interface Curl {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
}

/** Reads a documented curl call; its quotes are not a shell's, so none is asked. */
export function readCurl(name: string): Curl {
  const call = text(name);
  const [, method = '', url = ''] = /^curl -X (\S+) (\S+)/.exec(call) ?? [];
  const headers = [...call.matchAll(/-H "([^:]+): ([^"]+)"/g)];
  return {
    method,
    url,
    headers: Object.fromEntries(headers.map(([, key = '', value = '']) => [key, value])),
    body: /-d '\n(.*\n)'\n/s.exec(call)?.[1],
  };
}

/** The documented answer to an update leaves fields out by a line of three dots: only that line goes. */
export function withoutDots(answer: string): string {
  return answer.replace(/,\n\s*\.\.\.\n/, '\n');
}
