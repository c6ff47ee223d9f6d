/** Whether an event stream is the one that we extend the contract by. */
import { ErrorEvent, problemsOf, TokenEvent } from '@voicectl/sdk/contract';
import type * as z from 'zod';
import { readEvents } from '../event-blocks';
import { fitsText, parseJson } from '../json';
import type { Opened } from '../opened';
import { type Findings, shown } from './finding';

export function checkStream(opened: Opened, findings: Findings): void {
  const { endpoint, exchange, streams } = opened;
  const { events, ended } = exchange.response;
  if (events === undefined || endpoint === undefined) return;
  const depart = (path: string, seen: string, reading: string) =>
    findings.departure(opened, { path, seen, reading, section: 'stream' });
  if (endpoint.stream === undefined) {
    depart('answer', 'an event stream', 'only agents.test may stream');
    return;
  }
  if (!streams) depart('answer', 'an event stream', 'only who asks for a stream gets one');

  const heard = events.flatMap(([, text]) => readEvents(text));
  const tokens: string[] = [];
  for (const [index, { event, data }] of heard.entries()) {
    const value = parseJson(data);
    const schema = event === 'done' ? endpoint.result : schemas.get(event);
    if (schema === undefined) {
      const reading = 'events are token, done and error';
      findings.information(opened, { path: 'answer', seen: event, reading, section: 'stream' });
      continue;
    }
    for (const { path, message } of problemsOf(schema, value) ?? []) {
      depart(['answer', event, path].filter(Boolean).join('.'), message, `the data of ${event}`);
    }
    if (event === 'token') tokens.push(String(Object(value).text));
    if (event === 'done') checkDone(value, tokens.join(''), depart);
    if (event !== 'token' && index < heard.length - 1) {
      depart('answer', `${heard.length - 1 - index} events after ${event}`, `${event} comes last`);
    }
  }
  const last = heard.at(-1)?.event;
  if (!ended && last !== 'done' && last !== 'error') {
    depart('answer', `it ends with ${last ?? 'nothing'}`, 'a stream ends with done or error');
  }
}

const schemas = new Map<string, z.ZodType>([
  ['token', TokenEvent],
  ['error', ErrorEvent],
]);

function checkDone(
  value: unknown,
  said: string,
  depart: (path: string, seen: string, reading: string) => void,
): void {
  const { response } = Object(value) as { response?: unknown };
  if (typeof response !== 'string' || fitsText(response, said)) return;
  depart(
    'answer.done.response',
    `${shown(response)}, where the tokens make ${shown(said)}`,
    'the tokens, joined, are the response',
  );
}
