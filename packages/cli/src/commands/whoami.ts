/** `voicectl whoami`: who the platform takes one for, and why. */

import { homeOf, userFilePlace } from '../config/places';
import { type Api, apis } from '../config/rules';
import type { Settings, Source } from '../config/settings';
import { briefly, withTilde } from '../config/shown-place';
import { tryKey } from '../config/try-key';
import type { Context } from '../context';
import { Exit, exitCodes } from '../failure';
import { shownKey } from './profile/shown';
import type { Verb } from './verb';

export function register(command: Verb, context: Context): void {
  command.action(() => whoami(context));
}

interface Standing {
  readonly api: Api;
  readonly url: string | null;
  readonly urlFrom: string;
  readonly key: string | null;
  readonly keyFrom: string;
  readonly accepted: boolean | null;
  readonly problem: string | null;
  readonly exit: number;
}

async function whoami(context: Context): Promise<void> {
  const settings = await context.settings();
  const { out } = context;
  if (settings.mock.value) {
    const answer = { mock: true, from: settings.mock.source.where, login: 'not needed' };
    return out.show(answer, () => ({ fields: Object.entries(answer) }));
  }
  await Promise.all([settings.agentsKey.open(), settings.goalsToken.open()]);
  const standings = await out.wait(
    'Asking',
    Promise.all((['agents', 'goals'] as const).map((api) => standing(api, settings, context))),
  );
  const answer = {
    profile: settings.profile.value,
    profileFrom: settings.profile.source.where,
    apis: standings.map(({ exit: _, ...shown }) => shown),
  };
  const { env } = context.streams;
  const file = userFilePlace(context.streams);
  const from = (source: Source) => briefly(source, file, homeOf(env));
  await out.show(answer, () => ({
    fields: [
      ['profile', `${answer.profile} (${from(settings.profile.source)})`],
      ...answer.apis.flatMap(({ api, url, key, accepted, problem }) => {
        const urlFrom = from(settings[apis[api].url].source);
        const keyFrom = from(settings[apis[api].key].source);
        return [
          [api, url === null ? 'no address' : `${url} (${urlFrom})`] as const,
          [`${api} key`, key === null ? 'none' : `${key} (${keyFrom})`] as const,
          [`${api} access`, accepted ? 'accepted' : (problem ?? 'not asked')] as const,
        ];
      }),
      ['your file', withTilde(file, homeOf(env))],
    ],
  }));
  const exit = exitOf(standings);
  if (exit !== exitCodes.done) throw new Exit(exit);
}

/** A refusal outranks what may pass by itself; an API that nobody has set up is no failure beside one that works. */
function exitOf(standings: readonly Standing[]): number {
  const exits = standings.map(({ exit }) => exit).filter((exit) => exit !== exitCodes.done);
  if (exits.includes(exitCodes.notAllowed)) return exitCodes.notAllowed;
  if (exits.length > 0) return exits[0] ?? exitCodes.failed;
  return standings.some(({ accepted }) => accepted) ? exitCodes.done : exitCodes.notAllowed;
}

async function standing(api: Api, settings: Settings, context: Context): Promise<Standing> {
  const url = settings[apis[api].url];
  const key = settings[apis[api].key];
  const isSet = key.value !== undefined || key.withheld !== undefined;
  const common = {
    api,
    url: url.value ?? null,
    urlFrom: url.source.where,
    key: isSet ? shownKey(key.ending) : null,
    keyFrom: key.source.where,
  };
  if (key.withheld) {
    const problem = `${key.withheld.reason}. ${key.withheld.hint}`;
    return { ...common, accepted: null, problem, exit: exitCodes.notAllowed };
  }
  if (key.value === undefined) {
    const problem = `not logged in: voicectl login --api ${api}`;
    return { ...common, accepted: null, problem, exit: exitCodes.done };
  }
  if (url.value === undefined) {
    const problem = `no address: voicectl config set ${apis[api].url} URL`;
    return { ...common, accepted: null, problem, exit: exitCodes.wrongUse };
  }
  const failure = await tryKey({ api, url: url.value, key: key.value }, settings, context);
  if (failure === undefined)
    return { ...common, accepted: true, problem: null, exit: exitCodes.done };
  const accepted = failure.exit === exitCodes.notAllowed ? false : null;
  return { ...common, accepted, problem: failure.message, exit: failure.exit };
}
