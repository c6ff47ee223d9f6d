/** Through the environment's proxy to a service. Loaded only where there is one. */
/// <reference path="./proxy-from-env.d.ts" />
import { type Agent, request } from 'node:https';
import { Readable } from 'node:stream';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { getProxyForUrl } from 'proxy-from-env';
import { UsageError } from '../failure/errors';
import type { Fetch } from './cloud-fetch';

/** @returns undefined where the way is direct. @throws UsageError for a proxy that is no URL. */
export function proxyAgent(url: string): Agent | undefined {
  const proxy = getProxyForUrl(url);
  if (!proxy) return undefined;
  // What it says may hold a password.
  if (URL.canParse(proxy)) return new HttpsProxyAgent(proxy) as unknown as Agent;
  throw new UsageError("The environment's proxy is no URL", 'Check HTTP_PROXY and HTTPS_PROXY.');
}

/** As much of `fetch` as is used here: Node's own knows no agents. */
export function fetchThrough(agent: Agent): Fetch {
  return (url, { method, headers, body, signal } = {}) =>
    new Promise((resolve, reject) => {
      const outgoing = request(String(url), {
        agent,
        method: method ?? 'GET',
        headers: Object.fromEntries(new Headers(headers)),
        ...(signal && { signal }),
      });
      outgoing.once('response', (incoming) => {
        const { statusCode: status = 502, headers: came } = incoming;
        const isEmpty = [204, 205, 304].includes(status);
        const kept = Object.entries(came).map(([name, value]) => [name, String(value)] as const);
        const answer = isEmpty ? null : (Readable.toWeb(incoming) as ReadableStream<Uint8Array>);
        resolve(new Response(answer, { status, headers: kept.map((pair) => [...pair]) }));
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
}
