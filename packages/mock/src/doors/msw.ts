/**
 * Handlers for msw's `setupServer` and `setupWorker`: the mock answers at the addresses that your code calls.
 * @module msw
 */
import { agentsUrl as documentedAgentsUrl } from '@voicectl/sdk';
import { http, type RequestHandler } from 'msw';
import type { Handle } from '../exchange';
import { agentsPath, goalsPath } from '../mock';
import { respondTo } from './fetch';

/** Addresses that {@link handlers} answer at. */
export interface MswOptions {
  /** Base URL of the agents API that is to be answered. Default: the documented one. */
  agentsUrl?: string | undefined;
  /** URL of the goals API that is to be answered. Default: the platform's public one. */
  goalsUrl?: string | undefined;
}

/**
 * @example
 * const mock = createMock();
 * const server = setupServer(...handlers(mock));
 */
export function handlers(
  mock: { readonly handle: Handle },
  { agentsUrl = documentedAgentsUrl, goalsUrl = 'https://api.helpgenie.ai/v1' }: MswOptions = {},
): RequestHandler[] {
  const base = agentsUrl.replace(/\/+$/, '');
  const root = new URL(base).pathname.replace(/\/+$/, '');
  const inMock = (url: string) => agentsPath + new URL(url).pathname.slice(root.length);
  return [
    http.all(`${base}/agents`, ({ request }) =>
      respondTo(mock.handle, request, inMock(request.url)),
    ),
    http.all(`${base}/agents/*`, ({ request }) =>
      respondTo(mock.handle, request, inMock(request.url)),
    ),
    http.all(goalsUrl, ({ request }) => respondTo(mock.handle, request, goalsPath)),
  ];
}
