/** The way to a service: Node's own `fetch`, or through the environment's proxy, which that does not know. */
import type { Agent } from 'node:https';
import { isLoopback } from '../config/checks';
import type { Environment } from './keys';

export type Fetch = typeof globalThis.fetch;

/** Straight to loopback; to all else as HTTP_PROXY, HTTPS_PROXY and NO_PROXY say. */
export async function cloudFetch(url: string, env: Environment): Promise<Fetch> {
  const agent = await cloudAgent(url, env);
  if (!agent) return (...call) => globalThis.fetch(...call);
  const { fetchThrough } = await import('./cloud-proxy');
  return fetchThrough(agent);
}

/** @returns undefined where the way is direct. */
export async function cloudAgent(url: string, env: Environment): Promise<Agent | undefined> {
  if (isLoopback(new URL(url).hostname) || !hasProxy(env)) return undefined;
  const { proxyAgent } = await import('./cloud-proxy');
  return proxyAgent(url);
}

function hasProxy(env: Environment): boolean {
  return Object.entries(env).some(([name, value]) => /^(https?|all)_proxy$/i.test(name) && value);
}
