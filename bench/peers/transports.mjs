// Clients that take a URL: their user writes the path, and reads the resource out of the answer in the shortest way.

/**
 * Loosely typed on purpose: the type check runs where no peer is installed.
 * @param {string} name
 * @returns {Promise<any>}
 */
const load = (name) => import(name);

/** @type {import('./clients.mjs').Client[]} */
export const transports = [
  {
    name: 'fetch',
    kind: 'transport',
    has: { timeout: false, signal: true, throwsStatus: false },
    async load() {
      return {
        own: () => false,
        make(url, key) {
          const headers = { authorization: `Bearer ${key}` };
          const json = { ...headers, 'content-type': 'application/json' };
          /** @param {Response} response */
          const read = (response) => response.json();
          return {
            client: undefined,
            get: (id, { signal } = {}) =>
              fetch(`${url}/agents/${id}`, { headers, signal: signal ?? null }).then(read),
            list: () => fetch(`${url}/agents?limit=100`, { headers }).then(read),
            create: (body) =>
              fetch(`${url}/agents`, {
                method: 'POST',
                headers: json,
                body: JSON.stringify(body),
              }).then(read),
            remove: (id) => fetch(`${url}/agents/${id}`, { method: 'DELETE', headers }),
            getRequestId: async (id) =>
              (await fetch(`${url}/agents/${id}`, { headers })).headers.get('x-request-id'),
          };
        },
      };
    },
  },
  {
    name: 'undici.request',
    kind: 'transport',
    package: 'undici',
    has: { timeout: true, signal: true, throwsStatus: false },
    async load() {
      const { errors, request } = await import('undici');
      return {
        own: (error) => error instanceof errors.UndiciError,
        make(url, key, { timeout } = {}) {
          const headers = { authorization: `Bearer ${key}` };
          const json = { ...headers, 'content-type': 'application/json' };
          const times = timeout ? { headersTimeout: timeout, bodyTimeout: timeout } : {};
          /** @param {{ body: { json(): Promise<unknown> } }} answer */
          const read = ({ body }) => body.json();
          return {
            client: undefined,
            get: (id, { signal } = {}) =>
              request(`${url}/agents/${id}`, { headers, signal: signal ?? null, ...times }).then(
                read,
              ),
            list: () => request(`${url}/agents?limit=100`, { headers, ...times }).then(read),
            create: (body) =>
              request(`${url}/agents`, {
                method: 'POST',
                headers: json,
                body: JSON.stringify(body),
                ...times,
              }).then(read),
            remove: (id) => request(`${url}/agents/${id}`, { method: 'DELETE', headers }),
            getRequestId: async (id) =>
              (await request(`${url}/agents/${id}`, { headers })).headers['x-request-id'],
          };
        },
      };
    },
  },
  {
    name: 'axios',
    kind: 'transport',
    package: 'axios',
    has: { timeout: true, signal: true, throwsStatus: true },
    async load() {
      const { default: axios } = await load('axios');
      return {
        own: (error) => error instanceof axios.AxiosError,
        make(url, key, { timeout } = {}) {
          const headers = { authorization: `Bearer ${key}` };
          const client = axios.create({ baseURL: url, headers, ...(timeout && { timeout }) });
          /** @param {{ data: unknown }} answer */
          const read = ({ data }) => data;
          return {
            client,
            get: (id, options) => client.get(`/agents/${id}`, options).then(read),
            list: () => client.get('/agents', { params: { limit: 100 } }).then(read),
            create: (body, options) => client.post('/agents', body, options).then(read),
            remove: (id) => client.delete(`/agents/${id}`),
            getRequestId: async (id) => (await client.get(`/agents/${id}`)).headers['x-request-id'],
          };
        },
      };
    },
  },
  {
    name: 'got',
    kind: 'transport',
    package: 'got',
    has: { timeout: true, signal: true, throwsStatus: true },
    async load() {
      const { got, RequestError } = await load('got');
      return {
        own: (error) => error instanceof RequestError,
        make(url, key, { timeout, retries } = {}) {
          const client = got.extend({
            prefixUrl: url,
            headers: { authorization: `Bearer ${key}` },
            ...(timeout && { timeout: { request: timeout } }),
            ...(retries === 0 && { retry: { limit: 0 } }),
          });
          return {
            client,
            get: (id, options) => client.get(`agents/${id}`, options).json(),
            list: () => client.get('agents', { searchParams: { limit: 100 } }).json(),
            create: (json, options) => client.post('agents', { json, ...options }).json(),
            remove: (id) => client.delete(`agents/${id}`),
            getRequestId: async (id) => (await client.get(`agents/${id}`)).headers['x-request-id'],
          };
        },
      };
    },
  },
  {
    name: 'ky',
    kind: 'transport',
    package: 'ky',
    has: { timeout: true, signal: true, throwsStatus: true },
    async load() {
      const { default: ky, HTTPError, TimeoutError } = await load('ky');
      return {
        own: (error) => error instanceof HTTPError || error instanceof TimeoutError,
        make(prefixUrl, key, { timeout, retries } = {}) {
          const client = ky.create({
            prefixUrl,
            headers: { authorization: `Bearer ${key}` },
            ...(timeout && { timeout }),
            ...(retries === 0 && { retry: 0 }),
          });
          return {
            client,
            get: (id, options) => client.get(`agents/${id}`, options).json(),
            list: () => client.get('agents', { searchParams: { limit: 100 } }).json(),
            create: (json, options) => client.post('agents', { json, ...options }).json(),
            remove: (id) => client.delete(`agents/${id}`),
            getRequestId: async (id) =>
              (await client.get(`agents/${id}`)).headers.get('x-request-id'),
          };
        },
      };
    },
  },
];
