// Clients of one platform's API each, through the typed calls of a resource of theirs that can be made, read, listed
// and removed. Loosely typed on purpose: the type check runs where no peer is installed.

/**
 * @param {string} name
 * @returns {Promise<any>}
 */
const load = (name) => import(name);
const all = { timeout: true, signal: true, throwsStatus: true };

/** @type {import('./clients.mjs').Client[]} */
export const apiSdks = [
  {
    name: 'openai',
    kind: 'api sdk',
    package: 'openai',
    has: all,
    body: { name: 'Bench' },
    async load() {
      const { OpenAI, OpenAIError } = await load('openai');
      return {
        own: (error) => error instanceof OpenAIError,
        make(url, apiKey, { timeout, retries } = {}) {
          const client = new OpenAI({
            baseURL: `${url}/v1`,
            apiKey,
            timeout,
            maxRetries: retries,
          });
          return {
            client,
            get: (id, options) => client.models.retrieve(id, options),
            list: () => client.models.list(),
            create: (body, options) => client.vectorStores.create(body, options),
            remove: (id) => client.models.delete(id),
            getRequestId: async (id) => (await client.models.retrieve(id))._request_id,
          };
        },
      };
    },
  },
  {
    name: '@anthropic-ai/sdk',
    kind: 'api sdk',
    package: '@anthropic-ai/sdk',
    has: all,
    body: { requests: [] },
    async load() {
      const { Anthropic, AnthropicError } = await load('@anthropic-ai/sdk');
      return {
        own: (error) => error instanceof AnthropicError,
        make(baseURL, apiKey, { timeout, retries } = {}) {
          const client = new Anthropic({ baseURL, apiKey, timeout, maxRetries: retries });
          const { batches } = client.messages;
          return {
            client,
            get: (id, options) => batches.retrieve(id, {}, options),
            list: () => batches.list({ limit: 100 }),
            create: (body, options) => batches.create(body, options),
            remove: (id) => batches.delete(id),
            getRequestId: async (id) => (await batches.retrieve(id))._request_id,
          };
        },
      };
    },
  },
  {
    name: 'stripe',
    kind: 'api sdk',
    package: 'stripe',
    has: { ...all, signal: false },
    body: { name: 'Bench' },
    async load() {
      const { Stripe } = await load('stripe');
      return {
        own: (error) => error instanceof Stripe.errors.StripeError,
        make(url, key, { timeout, retries } = {}) {
          const { hostname: host, port } = new URL(url);
          const client = new Stripe(key, {
            host,
            port,
            protocol: 'http',
            ...(timeout && { timeout }),
            ...(retries === 0 && { maxNetworkRetries: 0 }),
          });
          return {
            client,
            get: (id) => client.customers.retrieve(id),
            list: () => client.customers.list({ limit: 100 }),
            create: (body) => client.customers.create(body),
            remove: (id) => client.customers.del(id),
            getRequestId: async (id) =>
              (await client.customers.retrieve(id)).lastResponse.requestId,
          };
        },
      };
    },
  },
  {
    name: 'retell-sdk',
    kind: 'api sdk',
    package: 'retell-sdk',
    has: all,
    body: { response_engine: { type: 'retell-llm', llm_id: 'llm_1' }, voice_id: 'voice_1' },
    async load() {
      const { Retell, RetellError } = await load('retell-sdk');
      return {
        own: (error) => error instanceof RetellError,
        make(baseURL, apiKey, { timeout, retries } = {}) {
          const client = new Retell({ baseURL, apiKey, timeout, maxRetries: retries });
          return {
            client,
            get: (id, options) => client.agent.retrieve(id, {}, options),
            list: () => client.agent.list({ limit: 100 }),
            create: (body, options) => client.agent.create(body, options),
            remove: (id) => client.agent.delete(id),
            getRequestId: async (id) =>
              idIn((await client.agent.retrieve(id).withResponse()).response),
          };
        },
      };
    },
  },
  {
    name: '@elevenlabs/elevenlabs-js',
    kind: 'api sdk',
    package: '@elevenlabs/elevenlabs-js',
    has: all,
    body: { conversationConfig: {} },
    async load() {
      const { ElevenLabsClient, ElevenLabsError, ElevenLabsTimeoutError } = await load(
        '@elevenlabs/elevenlabs-js',
      );
      return {
        own: (error) => error instanceof ElevenLabsError || error instanceof ElevenLabsTimeoutError,
        make(baseUrl, apiKey, { timeout, retries } = {}) {
          const client = new ElevenLabsClient({ baseUrl, apiKey, ...fern(timeout, retries) });
          const { agents } = client.conversationalAi;
          return {
            client,
            get: (id, { signal } = {}) => agents.get(id, {}, signal && { abortSignal: signal }),
            list: () => agents.list({ pageSize: 100 }),
            create: (body, { signal } = {}) =>
              agents.create(body, signal && { abortSignal: signal }),
            remove: (id) => agents.delete(id),
            getRequestId: async (id) => idIn((await agents.get(id).withRawResponse()).rawResponse),
          };
        },
      };
    },
  },
  {
    name: '@vapi-ai/server-sdk',
    kind: 'api sdk',
    package: '@vapi-ai/server-sdk',
    has: all,
    body: { name: 'Bench' },
    async load() {
      const { VapiClient, VapiError, VapiTimeoutError } = await load('@vapi-ai/server-sdk');
      return {
        own: (error) => error instanceof VapiError || error instanceof VapiTimeoutError,
        make(baseUrl, token, { timeout, retries } = {}) {
          const client = new VapiClient({ baseUrl, token, ...fern(timeout, retries) });
          const { assistants } = client;
          return {
            client,
            get: (id, { signal } = {}) => assistants.get({ id }, signal && { abortSignal: signal }),
            list: () => assistants.list({ limit: 100 }),
            create: (body, { signal } = {}) =>
              assistants.create(body, signal && { abortSignal: signal }),
            remove: (id) => assistants.delete({ id }),
            getRequestId: async (id) =>
              idIn((await assistants.get({ id }).withRawResponse()).rawResponse),
          };
        },
      };
    },
  },
];

/**
 * @param {number | undefined} timeout
 * @param {0 | undefined} retries
 */
function fern(timeout, retries) {
  return {
    ...(timeout && { timeoutInSeconds: timeout / 1000 }),
    ...(retries === 0 && { maxRetries: 0 }),
  };
}

/** @param {{ headers: Headers }} response */
const idIn = ({ headers }) => headers.get('x-request-id');
