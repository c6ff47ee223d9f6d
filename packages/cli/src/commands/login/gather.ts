/** Which key is to be kept, and for which address: from flags and standard input. */
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

export const titles = { agents: 'key of the agents API', goals: 'token of the goals API' } as const;

/** The APIs that are asked for. @throws UsageError for a name of none. */
export function wantedApis({ api, url }: LoginFlags): readonly Api[] {
  if (api !== undefined) return [checked('--api', apiName, api)];
  return url === undefined ? ['agents', 'goals'] : ['agents'];
}

/** @throws UsageError for what can't be a key or an address. */
export async function fromStdin(
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

/** Not from a project's file: whoever wrote that would be sent the key. */
export function urlFor(api: Api, { url }: LoginFlags, settings: Settings): string | undefined {
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
