/** What a client is to be told, from settings. */
import type { ClientOptions } from '@voicectl/sdk';
import { type Key, usable } from './key-for';
import { type Api, apis } from './rules';
import type { Settings } from './settings';

type Connection = Pick<ClientOptions, 'agents' | 'goals' | 'timeout' | 'maxRetries'>;

/**
 * Keys are fetched from their keychain here.
 * @throws an error with exit code 4 where the environment's key would go to strangers: left out of the options, the SDK
 * would take it from the environment itself.
 */
export async function connectionOf(settings: Settings): Promise<Connection> {
  for (const { key } of Object.values(apis)) {
    await settings[key].open();
    if (settings[key].source.kind === 'env') usable(settings[key]);
  }
  return {
    agents: {
      url: settings.agentsUrl.value,
      apiKey: settings.agentsKey.value,
      auth: settings.agentsAuth.value,
    },
    goals: {
      url: settings.goalsUrl.value,
      token: settings.goalsToken.value,
      auth: settings.goalsAuth.value,
    },
    timeout: settings.timeout.value,
    maxRetries: settings.maxRetries.value,
  };
}

/** Why there is no key although one was saved: for who is about to say that a key is missing. */
export function whyNoKey(settings: Settings, api: Api): Key['withheld'] {
  return settings[apis[api].key].withheld;
}
