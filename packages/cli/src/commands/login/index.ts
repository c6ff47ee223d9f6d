/** `voicectl login`: a key that is accepted, kept for a profile. */
import { askedBy } from '../../config/asked';
import { readFiles, type Settings, settingsFrom } from '../../config/settings';
import { type Opening, tryKey } from '../../config/try-key';
import type { Context } from '../../context';
import { exitCodes, KnownFailure } from '../../failure';
import type { Verb } from '../verb';
import { gather, type LoginFlags } from './gather';
import { keep } from './keep';

export function register(command: Verb, context: Context): void {
  command
    .option('--api <api>', 'agents or goals; default: agents, and on a terminal both are asked for')
    .option('--url <url>', 'address of that API')
    .option('--with-token', 'read the key from the first line of standard input')
    .addHelpText(
      'after',
      `
The key is checked with one read before it is kept: in the keychain of the system where there is one
(VOICECTL_KEYCHAIN=off does without), else in the file that voicectl config path names, which you alone
may read. It is only ever sent to the address that it was kept for.`,
    )
    .action((flags: LoginFlags) => login(flags, context));
}

async function login(flags: LoginFlags, context: Context): Promise<void> {
  const asked = { ...askedBy(context), profileMayBeNew: true };
  const files = await readFiles(asked);
  const settings = await settingsFrom(asked, files);
  if (settings.mock.value) return noLoginNeeded(context);
  const openings = await gather(flags, settings, context);
  await context.out.wait('Checking the key', accepted(openings, settings, context));
  await keep(openings, settings, files, context);
}

/** @throws an error, with the exit code that it deserves, for a key that is not accepted. */
async function accepted(
  openings: readonly Opening[],
  settings: Settings,
  context: Context,
): Promise<void> {
  const failures = await Promise.all(openings.map((each) => tryKey(each, settings, context)));
  failures.forEach((failure, index) => {
    if (failure === undefined) return;
    const { message, ...facts } = failure;
    const { api, url } = openings[index] ?? { api: 'agents', url: '' };
    const isRefused = failure.exit === exitCodes.notAllowed;
    throw new KnownFailure(
      isRefused
        ? `${url} does not accept that key; nothing has been kept`
        : `The key could not be checked, so nothing has been kept: ${message}`,
      isRefused
        ? { ...facts, hint: `Is it a key of the ${api} API at that address? ${message}` }
        : facts,
    );
  });
}

async function noLoginNeeded({ out }: Context): Promise<void> {
  const answer = { login: 'not needed', why: 'the embedded platform of --mock knows no keys' };
  await out.show(answer, () => ({ fields: Object.entries(answer) }));
}
