/** Three reads with the key: whether it is accepted, how fast, and how the clocks compare. */
import { type ClientOptions, createClient } from '@voicectl/sdk';
import type { Api } from '../../config/rules';
import type { Settings } from '../../config/settings';
import { transportFor } from '../../connection/transport';
import { exitCodes, failureOf } from '../../failure';
import { type Finding, fail, ok, warn } from './finding';
import { patienceOf } from './patience';

export interface Door {
  readonly api: Api;
  readonly url: string;
  readonly key: string;
}

export async function checkAccess(
  { api, url, key }: Door,
  settings: Settings,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const clocks: number[] = [];
  const way = transportFor(env);
  const transport: ClientOptions['transport'] = {
    async send(request) {
      const sent = Date.now();
      const answer = await way.send(request);
      const theirs = Date.parse(answer.headers.date ?? '');
      if (!Number.isNaN(theirs)) clocks.push(theirs - (sent + Date.now()) / 2);
      return answer;
    },
  };
  const client = createClient({
    transport,
    timeout: patienceOf(settings),
    maxRetries: 0,
    ...(api === 'agents'
      ? { agents: { url, apiKey: key, auth: settings.agentsAuth.value } }
      : { goals: { url, token: key, auth: settings.goalsAuth.value } }),
  });
  const times: number[] = [];
  try {
    for (let read = 0; read < 3; read++) {
      const begun = performance.now();
      if (api === 'agents') await client.agents.list({ limit: 1 }, { signal });
      else await client.goals.list({ limit: 1 }, { signal });
      times.push(performance.now() - begun);
    }
    return [ok(`${api} key`, 'accepted'), latency(api, times), ...clock(api, clocks)];
  } catch (error) {
    return [refusal(api, error), ...clock(api, clocks)];
  } finally {
    await way.close?.();
  }
}

function refusal(api: Api, error: unknown): Finding {
  const { exit, message, hint } = failureOf(error);
  if (exit !== exitCodes.notAllowed)
    return fail(`${api} key`, `not checked: ${message}`, hint, exit);
  return fail(`${api} key`, message, `voicectl login --api ${api} keeps another.`, exit);
}

function latency(api: Api, times: readonly number[]): Finding {
  const median = Math.round([...times].sort((a, b) => a - b)[1] ?? 0);
  const found = `${median} ms, the median of ${times.length} reads`;
  if (median < 1500) return ok(`${api} latency`, found);
  return warn(`${api} latency`, found, 'The network or the server is slow: --timeout allows more.');
}

/** The header counts whole seconds, so that one is no news. */
export function clock(api: string, differences: readonly number[]): readonly Finding[] {
  const [difference] = differences;
  if (difference === undefined) return [];
  const seconds = Math.round(difference / 1000);
  const amount = `${Math.abs(seconds)} s ${seconds > 0 ? 'behind' : 'ahead of'} the server's`;
  if (Math.abs(seconds) <= 2) return [ok(`${api} clock`, "this machine's is the server's")];
  const found = `this machine's is ${amount}`;
  if (Math.abs(seconds) < 60) return [ok(`${api} clock`, found)];
  return [warn(`${api} clock`, found, 'Let the system set its time from the network.')];
}
