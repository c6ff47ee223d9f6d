/** `--debug`: each exchange with the platform on stderr, without secrets. */

import type { Settings } from '../config/settings';
import type { Exchange, Watcher } from '../connection/watching';
import { redactor } from '../failure/redaction';
import { clean, cleanLine } from '../output/clean';
import type { Output } from '../output/index';
import { keysIn, redactedHeaders } from './headers';

/** Characters of a body that are shown. */
const longest = 4_000;

interface Block {
  readonly mark: '>' | '<' | '*';
  readonly lines: readonly string[];
  readonly data: Readonly<Record<string, unknown>>;
}

export function debugging(out: Output, settings: Settings): Watcher {
  const { agentsKey, goalsToken } = settings;
  const known = new Set([agentsKey.value, goalsToken.value].filter((key) => key !== undefined));
  showSources(out, settings);
  let hide = redactor(known);
  const show = (block: Block) => print(out, block, hide);
  const bodies = new Map<Exchange, { text: string; shown: number }>();
  return {
    sent(exchange) {
      const { request } = exchange;
      for (const key of keysIn(request.headers)) known.add(key);
      hide = redactor(known);
      const headers = redactedHeaders(request.headers, hide);
      const body = request.body === undefined ? undefined : cut(hide(request.body));
      show({
        mark: '>',
        lines: [`${request.method} ${request.url}`, ...headerLines(headers), ...bodyLines(body)],
        data: { type: 'request', ...factsOf(exchange), url: request.url, headers, body },
      });
    },
    answered(exchange, { status, headers: came }) {
      const headers = redactedHeaders(came, hide);
      show({
        mark: '<',
        lines: [String(status), ...headerLines(headers)],
        data: { type: 'response', ...factsOf(exchange), status, headers },
      });
    },
    read(exchange, piece) {
      const body = bodies.get(exchange) ?? { text: '', shown: 0 };
      bodies.set(exchange, body);
      body.text += piece;
      // A key may be cut in two by pieces, but never by lines.
      const until = piece === '' ? body.text.length : body.text.lastIndexOf('\n') + 1;
      const ready = body.text.slice(0, until);
      body.text = body.text.slice(until);
      if (piece === '') bodies.delete(exchange);
      if (ready === '') return;
      const left = longest - body.shown;
      body.shown += ready.length;
      if (left <= 0) return;
      const text = cut(hide(ready), left);
      const data = { type: 'body', ...factsOf(exchange), body: text };
      show({ mark: '<', lines: bodyLines(text), data });
    },
    ended(exchange, { ms, status, requestId, error }) {
      const code = error?.code ?? error?.name;
      const what = error === undefined || status !== undefined ? String(status) : String(code);
      const request = requestId === undefined ? '' : `, request ${requestId}`;
      const { operation, attempt } = exchange;
      show({
        mark: '*',
        lines: [`${operation}, attempt ${attempt}: ${what} in ${ms} ms${request}`],
        data: { type: 'end', ...factsOf(exchange), ms, status, requestId, code },
      });
    },
    retried({ call, operation, attempt, wait, error }) {
      const code = error.code ?? error.name;
      show({
        mark: '*',
        lines: [`${operation}, attempt ${attempt} failed; again in ${wait} ms`],
        data: { type: 'retry', call, operation, attempt, wait, status: error.status, code },
      });
    },
  };
}

/** Which places the settings come from; of keys, that alone. */
function showSources(out: Output, settings: Settings): void {
  const sources = Object.fromEntries(
    Object.entries(settings).flatMap(([name, { value, source }]) =>
      source.kind === 'default' && value === undefined ? [] : [[name, source.where]],
    ),
  );
  const words = Object.entries(sources).map(([name, where]) => `${name} from ${where}`);
  const data = { type: 'settings', sources };
  print(out, { mark: '*', lines: [`settings: ${words.join('; ')}`], data }, (text) => text);
}

function print(out: Output, { mark, lines, data }: Block, hide: (text: string) => string): void {
  // Warnings and errors are JSON with the same formats.
  if (out.format === 'json' || out.format === 'ndjson') {
    out.words(`${safeJson({ debug: data }, hide)}\n`);
  } else {
    out.words(lines.map((line) => `${mark} ${cleanLine(hide(line))}\n`).join(''));
  }
}

function safeJson(value: unknown, hide: (text: string) => string): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'string' ? clean(hide(item)) : item,
  );
}

function factsOf({ call, operation, method, attempt }: Exchange) {
  return { call, operation, method, attempt };
}

function headerLines(headers: Readonly<Record<string, string>>): string[] {
  return Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
}

function bodyLines(body: string | undefined): string[] {
  return body === undefined ? [] : ['', ...clean(body).split('\n').filter(Boolean)];
}

function cut(text: string, most = longest): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most)}… (${text.length - most} more characters)`;
}
