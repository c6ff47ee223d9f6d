/** Each API that is set up: its address, the way there, and the key. */
import { type Api, apis } from '../../config/rules';
import type { Settings } from '../../config/settings';
import type { Context } from '../../context';
import { exitCodes, failureOf } from '../../failure';
import { checkConnection } from './connection';
import { type Finding, fail, ok } from './finding';
import { patienceOf } from './patience';

export async function checkApi(
  api: Api,
  settings: Settings,
  { streams: { env }, signal }: Context,
): Promise<readonly Finding[]> {
  const { value: address } = settings[apis[api].url];
  const key = settings[apis[api].key];
  if (isLeftOut(api, settings)) return [ok(api, `not set up; voicectl login --api ${api} does it`)];
  if (address === undefined) {
    const mend = `voicectl config set ${apis[api].url} URL`;
    return [fail(`${api} url`, 'there is a key, but no address', mend, exitCodes.wrongUse)];
  }
  const url = new URL(address);
  const [connection, access] = await Promise.all([
    checkConnection(api, url, env, { patience: patienceOf(settings), signal }),
    key.value === undefined
      ? [noKey(api, key.withheld)]
      : import('./access').then(({ checkAccess }) =>
          checkAccess({ api, url: address, key: key.value ?? '' }, settings, env, signal),
        ),
  ]);
  return [ok(`${api} url`, address), connection, ...access];
}

/** The agents API has an address by default; so it is the one that is missed when there is no key at all. */
function isLeftOut(api: Api, settings: Settings): boolean {
  const other = api === 'agents' ? 'goals' : 'agents';
  const isOpen = (each: Api) => {
    const { source } = settings[apis[each].key];
    return source.kind !== 'default';
  };
  if (isOpen(api)) return false;
  return isOpen(other) || api === 'goals';
}

function noKey(api: Api, withheld: Settings['agentsKey']['withheld']): Finding {
  if (withheld === undefined) {
    return fail(`${api} key`, 'none', `voicectl login --api ${api}`, exitCodes.notAllowed);
  }
  return fail(`${api} key`, withheld.reason, withheld.hint, exitCodes.notAllowed);
}

/** With --mock: there is no way to it that could be looked at, but a file that could be damaged. */
export async function checkMock(context: Context): Promise<readonly Finding[]> {
  try {
    const client = await context.client();
    await client.agents.list({ limit: 1 }, { signal: context.signal });
    return [ok('mock', 'the embedded platform answers; no login, no network')];
  } catch (error) {
    const { message, hint, exit } = failureOf(error);
    return [fail('mock', message, hint, exit)];
  }
}
