/// <reference path="./inlined.d.ts" />
/** The page: one document that holds all it needs but the worklet, which a browser wants as a file. */
import { createHash } from 'node:crypto';
import script from './browser/main.ts?inlined';
import html from './browser/page.html?inlined';
import style from './browser/style.css?inlined';
import worklet from './browser/worklet.ts?inlined';

export interface Served {
  readonly type: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** What there is by that path, for who calls the server `host`. */
export function served(path: string, host: string): Served | undefined {
  if (path === '/') return { type: 'text/html', body, headers: headersFor(host) };
  if (path === '/worklet.js') return { type: 'text/javascript', body: worklet };
  return undefined;
}

const body = html.replace('/*style*/', () => style).replace('/*script*/', () => script);

/** Its script and style are named by their hashes: nothing else is run, whatever an agent may say. */
function headersFor(host: string): Served['headers'] {
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)} 'self'`,
    `style-src ${hashOf(style)}`,
    // Not every browser takes a socket for its own; and an IPv6 address can't be said here.
    host.startsWith('[') ? "connect-src 'self'" : `connect-src 'self' ws://${host}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'permissions-policy': 'microphone=(self), camera=(), geolocation=()',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
  };
}

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
