// msw handlers as people write them: a Map, the contract's schemas, nothing more.
import { CreateAgentRequest } from '@voicectl/sdk/contract';
import { draft, id, made } from './agent.mjs';

/**
 * @param {Pick<typeof import('msw'), 'http' | 'HttpResponse'>} msw the copy that is to serve them
 * @param {string} base URL of the API, or nothing for any origin
 */
export function plainHandlers({ http, HttpResponse }, base) {
  /** @type {Map<unknown, object>} */
  const agents = new Map([[id, made(id, draft)]]);
  return [
    http.get(`${base}/agents/:id`, ({ params }) => {
      const agent = agents.get(params.id);
      return agent
        ? HttpResponse.json(agent)
        : HttpResponse.json({ message: 'Not found' }, { status: 404 });
    }),
    http.post(`${base}/agents`, async ({ request }) => {
      const { data, error } = CreateAgentRequest.safeParse(await request.json());
      if (error) return HttpResponse.json({ message: error.issues }, { status: 400 });
      const agent = made(crypto.randomUUID(), data);
      agents.set(agent.id, agent);
      return HttpResponse.json(agent, { status: 201 });
    }),
  ];
}
