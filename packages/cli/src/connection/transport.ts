/** How the command line reaches a platform: by Node's own client, and by undici where there is a proxy in between. */
import { setFlagsFromString } from 'node:v8';
import { type Transport, undiciTransport } from '@voicectl/sdk';
import { isLoopback } from '../config/checks';
import type { Streams } from '../streams';
import { nodeTransport } from './node-transport';

/** Straight to loopback; to all else as HTTP_PROXY, HTTPS_PROXY and NO_PROXY say. */
export function transportFor(env: Streams['env']): Transport {
  const direct = nodeTransport();
  if (!hasProxy(env)) return direct;
  // Before Node 22, a process waits at its end until undici's parser has been optimised: longer than a call takes.
  if (Number.parseInt(process.versions.node, 10) < 22) setFlagsFromString('--liftoff-only');
  const proxied = undiciTransport();
  return {
    send: (request) => (isLoopback(new URL(request.url).hostname) ? direct : proxied).send(request),
    close: async () => {
      await Promise.all([direct.close?.(), proxied.close?.()]);
    },
  };
}

function hasProxy(env: Streams['env']): boolean {
  return Object.entries(env).some(([name, value]) => /^https?_proxy$/i.test(name) && value);
}
