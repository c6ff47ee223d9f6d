// Our own client, in the shape of its peers.

/** @type {import('./clients.mjs').Client} */
export const ours = {
  name: '@voicectl/sdk',
  kind: 'ours',
  package: '@voicectl/sdk',
  has: { timeout: true, signal: true, throwsStatus: true },
  body: { name: 'Bench', instructions: 'Be brief.' },
  async load() {
    const { createClient, isVoicectlError } = await import('@voicectl/sdk');
    return {
      own: isVoicectlError,
      make(url, apiKey, { timeout, retries, onDrift, validation } = {}) {
        const agents = { url: `${url}/api`, apiKey };
        const options = { timeout, maxRetries: retries, onDrift, validation };
        const client = createClient({ agents, ...options });
        return {
          client,
          get: (id, options) => client.agents.get(id, options),
          async getRequestId(id) {
            let requestId;
            await client.agents.get(id, {
              onResponse: (notice) => {
                requestId = notice.requestId;
              },
            });
            return requestId;
          },
          list: () => client.agents.list({ limit: 100 }),
          create: (body, options) => client.agents.create(/** @type {never} */ (body), options),
          createOnce: (body) =>
            client.agents.create(/** @type {never} */ (body), { key: 'order-1' }),
          remove: (id) => client.agents.delete(id),
          drain: (each) => client.agents.drain({ status: 'active', limit: 10 }, each),
        };
      },
    };
  },
};
