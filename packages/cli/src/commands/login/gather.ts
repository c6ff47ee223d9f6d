/** Which keys are to be kept, and for which addresses: from flags, standard input, and a person. */
import { address, type Check, oneOf, secret } from '../../config/checks';
import { type Api, apis, rules } from '../../config/rules';
import type { Settings } from '../../config/settings';
import type { Opening } from '../../config/try-key';
import type { Context } from '../../context';
import { UsageError } from '../../failure';
import { firstLine } from './first-line';

export interface LoginFlags {
  readonly api?: string;
  readonly url?: string;
  readonly withToken?: boolean;
}

const titles = { agents: 'key of the agents API', goals: 'token of the goals API' } as const;

/** @throws UsageError for what can't be a key or an address, and where there is nobody to be asked. */
export async function gather(
  flags: LoginFlags,
  settings: Settings,
  context: Context,
): Promise<readonly Opening[]> {
  const api = flags.api === undefined ? undefined : checked('--api', apiName, flags.api);
  if (flags.withToken) return [await fromStdin(api ?? 'agents', flags, settings, context)];
  if (!context.interactive) {
    throw new UsageError(
      'login asks for a key, and nobody can be asked here',
      'Pipe it in: voicectl login --with-token < FILE; for the goals API with --api goals --url URL.',
    );
  }
  const wanted: readonly Api[] = api ? [api] : flags.url ? ['agents'] : ['agents', 'goals'];
  const openings: Opening[] = [];
  for (const each of wanted) {
    const opening = await fromPerson(each, flags, settings, context, wanted.length > 1);
    if (opening !== undefined) openings.push(opening);
  }
  if (openings.length > 0) return openings;
  throw new UsageError('No key was given; nothing has been kept');
}

async function fromStdin(
  api: Api,
  flags: LoginFlags,
  settings: Settings,
  { streams: { stdin }, signal }: Context,
): Promise<Opening> {
  const url = urlFor(api, flags, settings);
  if (url === undefined) {
    throw new UsageError(`The ${api} API has no address yet`, 'Add --url URL.');
  }
  if (stdin.isTTY) {
    throw new UsageError(
      '--with-token reads standard input, which is a terminal',
      'Leave it out to be asked for the key, or pipe the key in.',
    );
  }
  const key = await firstLine(stdin, signal);
  if (key === '') throw new UsageError('Standard input holds no key', 'Its first line should.');
  return { api, url, key: checked(`The ${titles[api]}`, secret, key) };
}

/** Nothing when the person leaves that API out. */
async function fromPerson(
  api: Api,
  flags: LoginFlags,
  settings: Settings,
  context: Context,
  mayBeSkipped: boolean,
): Promise<Opening | undefined> {
  const { ask, askHidden } = await import('../../input/prompt');
  const skip = mayBeSkipped ? ' (empty: leave it out)' : '';
  const offered = urlFor(api, flags, settings);
  const isSaid = flags.url !== undefined || settings[apis[api].url].source.kind === 'flag';
  const hint = offered === undefined ? skip : '';
  const url =
    isSaid && offered ? offered : await ask(context, `URL of the ${api} API${hint}`, offered);
  if (url === '' && mayBeSkipped) return undefined;
  const sound = checked('The URL', address, url);
  const key = await askHidden(context, `The ${titles[api]}, not shown${skip}`);
  if (key === '' && mayBeSkipped) return undefined;
  return { api, url: sound, key: checked(`The ${titles[api]}`, secret, key) };
}

/** Not from a project's file: whoever wrote that would be sent the key. */
function urlFor(api: Api, { url }: LoginFlags, settings: Settings): string | undefined {
  if (url !== undefined) return checked('--url', address, url);
  const { value, source } = settings[apis[api].url];
  return source.kind === 'project' ? rules[apis[api].url].fallback : value;
}

const apiName = oneOf('agents', 'goals');

function checked<T>(what: string, check: Check<T>, given: unknown): T {
  const { value, problem } = check(given);
  if (problem !== undefined) throw new UsageError(`${what} ${problem}`);
  return value as T;
}
