/** Login with a person: one API after the other, each kept before the next is asked for; a slip is asked for again. */
import { address, isLoopback, secret } from '../../config/checks';
import { type Api, apis } from '../../config/rules';
import type { Settings } from '../../config/settings';
import type { Opening } from '../../config/try-key';
import type { Context } from '../../context';
import { UsageError } from '../../failure';
import { type LoginFlags, titles, urlFor } from './gather';
import { type LineFlags, type Refusal, refusalInWords, refusalOf, refused } from './verdict';

/** @throws an error with the exit code that the last refusal deserves, where nothing could be kept. */
export async function converse<T>(
  wanted: readonly Api[],
  flags: LoginFlags & LineFlags,
  settings: Settings,
  context: Context,
  keep: (opening: Opening) => Promise<T>,
): Promise<readonly T[]> {
  const kept: T[] = [];
  const refusals: Refusal[] = [];
  for (const api of wanted) {
    const questions = new Questions(api, flags, settings, context, wanted.length > 1);
    const opening = await questions.accepted(refusals);
    if (opening !== undefined) kept.push(await keep(opening));
  }
  if (kept.length > 0) return kept;
  const last = refusals.at(-1);
  if (last !== undefined) throw refused(last, flags);
  throw new UsageError('No key was given; nothing has been kept');
}

class Questions {
  readonly #api: Api;
  readonly #settings: Settings;
  readonly #context: Context;
  readonly #skip: string;
  #url: string | undefined;
  #offered: string | undefined;
  #key: string | undefined;

  constructor(
    api: Api,
    flags: LoginFlags,
    settings: Settings,
    context: Context,
    mayBeSkipped: boolean,
  ) {
    this.#api = api;
    this.#settings = settings;
    this.#context = context;
    this.#skip = mayBeSkipped ? ' (empty: leave it out)' : '';
    this.#offered = urlFor(api, flags, settings);
    const isSaid = flags.url !== undefined || settings[apis[api].url].source.kind === 'flag';
    if (isSaid) this.#url = this.#offered;
  }

  /** Asks until the server takes the key, or the person leaves that API out. */
  async accepted(refusals: Refusal[]): Promise<Opening | undefined> {
    const { out } = this.#context;
    for (;;) {
      this.#url ??= await this.#askUrl();
      if (this.#url === undefined) return undefined;
      this.#key ??= await this.#askKey(refusals.length > 0);
      if (this.#key === undefined) return undefined;
      const opening = { api: this.#api, url: this.#url, key: this.#key };
      const asked = refusalOf(opening, this.#settings, this.#context);
      const refusal = await out.wait('Checking the key', asked);
      if (refusal === undefined) return opening;
      refusals.push(refusal);
      out.warn(refusalInWords(refusal));
      if (refusal.isOfKey) {
        this.#key = undefined;
      } else {
        // What the key is worth is not known: it is kept in mind for another address.
        this.#offered = refusal.elsewhere ?? opening.url;
        this.#url = undefined;
      }
    }
  }

  async #askUrl(): Promise<string | undefined> {
    const { ask } = await import('../../input/prompt');
    for (;;) {
      const hint = this.#offered === undefined ? this.#skip : '';
      const typed = await ask(this.#context, `URL of the ${this.#api} API${hint}`, this.#offered);
      if (typed === '') return undefined;
      const { value, problem } = address(typed);
      if (problem === undefined) return value;
      this.#context.out.warn(`The URL ${problem}`);
      this.#offered = completed(typed) ?? this.#offered;
    }
  }

  async #askKey(isAgain: boolean): Promise<string | undefined> {
    const { askHidden } = await import('../../input/prompt');
    const skip = this.#skip || (isAgain ? ' (empty: end)' : '');
    for (;;) {
      const typed = await askHidden(this.#context, `The ${titles[this.#api]}, not shown${skip}`);
      if (typed === '') return undefined;
      const { value, problem } = secret(typed);
      if (problem === undefined) return value;
      this.#context.out.warn(`The ${titles[this.#api]} ${problem}`);
    }
  }
}

/** What was probably meant by an address without a scheme. */
export function completed(typed: string): string | undefined {
  if (typed.includes('://')) return undefined;
  const whole = `https://${typed}`;
  if (!URL.canParse(whole)) return undefined;
  const { hostname } = new URL(whole);
  return address(isLoopback(hostname) ? `http://${typed}` : whole).value;
}
