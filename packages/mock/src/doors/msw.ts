/**
 * Handlers for msw's `setupServer` and `setupWorker`: the mock answers at the addresses that your code calls.
 * @module msw
 */
import { agentsUrl as documentedAgentsUrl } from '@voicectl/sdk';
import { HttpResponse, http, type RequestHandler } from 'msw';
import { agentsPath, goalsPath } from '../apis';
import { type Handle, isConnectionCut } from '../exchange';
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
  const answer = (request: Request, path: string) =>
    respondTo(mock.handle, request, path).catch(networkError);
  return [
    http.all(`${base}/agents`, ({ request }) => answer(request, inMock(request.url))),
    http.all(`${base}/agents/*`, ({ request }) => answer(request, inMock(request.url))),
    http.all(goalsUrl, ({ request }) => answer(request, goalsPath)),
  ];
}

/** msw makes of it what a broken connection is to the caller. */
function networkError(error: unknown): Response {
  if (error instanceof TypeError && isConnectionCut(error.cause)) {
    return HttpResponse.error();
  }
  throw error;
}
