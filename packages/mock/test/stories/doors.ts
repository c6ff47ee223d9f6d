/** The three ways in. A story that holds through all of them holds for users, however they reach the mock. */
import { type Client, type ClientOptions, createClient } from '@voicectl/sdk';
import { setupServer } from 'msw/node';
import { handlers } from '../../src/doors/msw';
import { serve } from '../../src/doors/node';
import { createMock, type Mock, type MockOptions } from '../../src/index';

export interface World extends AsyncDisposable {
  readonly mock: Mock;
  readonly client: Client;
  /** Another client of the same mock, with credentials of its own. */
  clientWith(credentials: Credentials): Client;
  /** A request as any other program would make it: `/agents` or `/goals` and what follows. */
  raw(path: string, init?: RequestInit): Promise<Response>;
}

export interface Credentials {
  readonly apiKey?: string;
  readonly token?: string;
}

export interface Door {
  readonly name: string;
  open(options?: MockOptions): Promise<World>;
}

/** How one door is reached: what a client must be told, and how a raw request goes in. */
interface Way {
  readonly agentsUrl: string;
  readonly goalsUrl: string;
  readonly transport?: ClientOptions['transport'];
  fetch(request: Request): Promise<Response>;
  close(): Promise<void>;
}

const overHttp: Door = door('over HTTP', async (mock) => {
  const server = await serve(mock, { port: 0 });
  const { agentsUrl, goalsUrl } = server;
  const close = () => server.close();
  return { agentsUrl, goalsUrl, transport: 'undici', fetch: (request) => fetch(request), close };
});

const throughMsw: Door = door('through msw', async (mock) => {
  const server = setupServer(...handlers(mock));
  server.listen({ onUnhandledRequest: 'error' });
  return {
    agentsUrl: 'https://api.gomobile.ma/api',
    goalsUrl: 'https://api.helpgenie.ai/v1',
    fetch: (request) => fetch(request),
    close: async () => server.close(),
  };
});

const inProcess: Door = door('in process', async (mock) => {
  const { agents, goals, transport } = mock.clientOptions;
  return {
    agentsUrl: String(agents?.url),
    goalsUrl: String(goals?.url),
    transport,
    fetch: mock.fetch,
    close: async () => {},
  };
});

export const doors: readonly Door[] = [overHttp, throughMsw, inProcess];

function door(name: string, enter: (mock: Mock) => Promise<Way>): Door {
  return {
    name,
    async open(options = {}) {
      const mock = createMock({ checkAnswers: true, ...options });
      const way = await enter(mock);
      const clients: Client[] = [];
      const clientWith = ({ apiKey = 'a-key', token = 'a-token' }: Credentials) => {
        const client = createClient({
          agents: { url: way.agentsUrl, apiKey },
          goals: { url: way.goalsUrl, token },
          transport: way.transport,
          validation: 'strict',
          timeout: 10_000,
        });
        clients.push(client);
        return client;
      };
      const { apiKey, token } = options;
      return {
        mock,
        client: clientWith({ ...(apiKey && { apiKey }), ...(token && { token }) }),
        clientWith,
        raw: (path, init) =>
          way.fetch(
            new Request(
              path.replace('/goals', way.goalsUrl).replace(/^\/agents/, `${way.agentsUrl}/agents`),
              init,
            ),
          ),
        async [Symbol.asyncDispose]() {
          for (const client of clients) await client.close();
          await way.close();
        },
      };
    },
  };
}

/** What a call was refused with; a call that succeeds is a failure of the test. */
export async function refusalOf(call: Promise<unknown>): Promise<unknown> {
  const outcome = await call.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ('error' in outcome) return outcome.error;
  throw new Error(`This was not refused: ${JSON.stringify(outcome.value)}`);
}
