/// <reference path="./inlined.d.ts" />
/** The inspector's page: one document that holds all it needs, and may load nothing else. */
import { agentEndpoints, goalEndpoints, transitions } from '@voicectl/sdk/contract';
import type { MockResponse } from '../exchange';
import script from './browser/main.ts?inlined';
import html from './browser/page.html?inlined';
import style from './browser/style.css?inlined';

const operations = [...Object.values(agentEndpoints), ...Object.values(goalEndpoints)].map(
  ({ operation }) => operation,
);
const options = operations.map((operation) => `<option>${operation}</option>`).join('');
// In a page, "<" could end the element that it stands in.
const contract = JSON.stringify({ transitions }).replaceAll('<', '\\u003c');

const parts: Readonly<Record<string, string>> = {
  '/*style*/': style,
  '/*script*/': script,
  '"the contract"': contract,
  '<!--operations-->': options,
};

let made: Promise<MockResponse> | undefined;

/** The page, its script and style named by their hashes: nothing else is run, whatever a record may hold. */
export function inspectorDocument(): Promise<MockResponse> {
  made ??= make();
  return made;
}

async function make(): Promise<MockResponse> {
  const body = html.replace(/\/\*(style|script)\*\/|"the contract"|<!--operations-->/g, (mark) =>
    String(parts[mark]),
  );
  const policy = [
    "default-src 'none'",
    `script-src ${await hashOf(script)}`,
    `style-src ${await hashOf(style)}`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ];
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy.join('; '),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'no-cache',
    },
    body,
  };
}

async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return `'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'`;
}
