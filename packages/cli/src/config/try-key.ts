/** One read with a key, to see whether it is let in. */
import type { ClientOptions } from '@voicectl/sdk';
import type { Context } from '../context';
import { type Failure, failureOf } from '../failure';
import type { Api } from './rules';
import type { Settings } from './settings';

export interface Opening {
  readonly api: Api;
  readonly url: string;
  readonly key: string;
}

/** What came instead of an answer, if one didn't come. */
export async function tryKey(
  { api, url, key }: Opening,
  settings: Pick<Settings, 'agentsAuth' | 'goalsAuth' | 'timeout' | 'maxRetries'>,
  { streams: { env }, signal }: Pick<Context, 'streams' | 'signal'>,
): Promise<Failure | undefined> {
  const [{ createClient }, { transportFor }] = await Promise.all([
    import('@voicectl/sdk'),
    import('../connection/transport'),
  ]);
  const { agentsAuth, goalsAuth, timeout, maxRetries } = settings;
  const options: ClientOptions = {
    transport: transportFor(env),
    timeout: timeout.value,
    maxRetries: maxRetries.value,
    ...(api === 'agents'
      ? { agents: { url, apiKey: key, auth: agentsAuth.value } }
      : { goals: { url, token: key, auth: goalsAuth.value } }),
  };
  let client: ReturnType<typeof createClient> | undefined;
  try {
    client = createClient(options);
    if (api === 'agents') await client.agents.list({ limit: 1 }, { signal });
    else await client.goals.list({ limit: 1 }, { signal });
    return undefined;
  } catch (error) {
    return failureOf(error);
  } finally {
    await client?.close().catch(() => {});
  }
}
