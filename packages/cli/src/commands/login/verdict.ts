/** What a server makes of a key: taken, or why not, in words that lead on. */
import { lineOf } from '../../command-line';
import type { Settings } from '../../config/settings';
import { type Opening, tryKey } from '../../config/try-key';
import type { Context } from '../../context';
import { exitCodes, type Failure, KnownFailure } from '../../failure';

export interface Refusal {
  readonly opening: Opening;
  readonly failure: Failure;
  /** Whether it is the key that was not taken; else nobody knows what the key is worth. */
  readonly isOfKey: boolean;
  /** Whether something answers there, but not that API. */
  readonly isOfPath: boolean;
  /** An address on the same server where that API does answer. */
  readonly elsewhere?: string | undefined;
}

/** Nothing for a key that is accepted. */
export async function refusalOf(
  opening: Opening,
  settings: Settings,
  context: Context,
): Promise<Refusal | undefined> {
  const failure = await tryKey(opening, settings, context);
  if (failure === undefined) return undefined;
  const isOfKey = failure.exit === exitCodes.notAllowed;
  const isOfPath = !isOfKey && pointsElsewhere(failure);
  if (!isOfPath) return { opening, failure, isOfKey, isOfPath };
  for (const url of otherPaths(opening)) {
    const found = await tryKey({ ...opening, url }, settings, context);
    const answers = found === undefined || found.exit === exitCodes.notAllowed;
    if (answers) return { opening, failure, isOfKey, isOfPath, elsewhere: url };
  }
  return { opening, failure, isOfKey, isOfPath };
}

function pointsElsewhere({ status, code }: Failure): boolean {
  return status === 404 || status === 405 || code === 'WEB_PAGE' || code === 'UNEXPECTED_RESPONSE';
}

const usualEndings = { agents: '/api', goals: '/v1' } as const;

/** Only on the same server: the key is sent there. */
export function otherPaths({ api, url }: Pick<Opening, 'api' | 'url'>): readonly string[] {
  const ending = usualEndings[api];
  const usual = [`${url}${ending}`, `${new URL(url).origin}${ending}`];
  return [...new Set(usual)].filter((each) => each !== url && !each.endsWith(ending + ending));
}

/** One sentence or two, for a person who may try again. */
export function refusalInWords({
  opening: { api, url },
  failure: { message },
  isOfKey,
  isOfPath,
  elsewhere,
}: Refusal): string {
  if (isOfKey) return `${url} does not accept that key`;
  if (!isOfPath) return `The key could not be checked: ${message}`;
  const found = `Something answers at ${url}, but not the ${api} API: the path is probably wrong`;
  return elsewhere === undefined ? found : `${found}. The API answers at ${elsewhere}`;
}

/** The same for who can't be asked again, with the line to try: every flag stays, but for the address that is mended. */
export function refused(refusal: Refusal, flags: LineFlags): KnownFailure {
  const { opening, failure, isOfKey, isOfPath, elsewhere } = refusal;
  const { message, ...facts } = failure;
  const next = loginLine({ ...flags, ...(elsewhere === undefined ? {} : { url: elsewhere }) });
  return new KnownFailure(`${refusalInWords(refusal)}; nothing has been kept`, {
    ...facts,
    ...(isOfPath ? { exit: exitCodes.wrongUse } : {}),
    ...(isOfKey
      ? { hint: `Is it a key of the ${opening.api} API at that address? ${message}` }
      : isOfPath
        ? { hint: `The server said: ${message}` }
        : {}),
    next: next === undefined ? [] : [next],
  });
}

export interface LineFlags {
  readonly api?: string | undefined;
  readonly url?: string | undefined;
  readonly profile?: string | undefined;
}

function loginLine({ api, url, profile }: LineFlags): string | undefined {
  const given = (flag: string, value: string | undefined) =>
    value === undefined ? [] : [flag, value];
  return lineOf([
    'login',
    ...given('--api', api),
    ...given('--url', url),
    ...given('--profile', profile),
  ]);
}
