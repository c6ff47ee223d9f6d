/** `voicectl login`: a key that is accepted, kept for a profile. */
import { askedBy } from '../../config/asked';
import { readFiles, settingsFrom } from '../../config/settings';
import type { Opening } from '../../config/try-key';
import type { Context } from '../../context';
import { UsageError } from '../../failure';
import type { Verb } from '../verb';
import { fromStdin, type LoginFlags, wantedApis } from './gather';
import { keep, showKept } from './keep';
import { refusalOf, refused } from './verdict';

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
  const wanted = wantedApis(flags);
  const keepOne = (opening: Opening) => keep(opening, settings, files, context);
  const line = { ...flags, profile: context.flags.profile };
  if (flags.withToken) {
    const opening = await fromStdin(wanted[0] ?? 'agents', flags, settings, context);
    const asked = refusalOf(opening, settings, context);
    const refusal = await context.out.wait('Checking the key', asked);
    if (refusal !== undefined) throw refused(refusal, line);
    return showKept([await keepOne(opening)], settings, files, context);
  }
  if (!context.interactive) {
    throw new UsageError(
      'login asks for a key, and nobody can be asked here',
      'Pipe it in: voicectl login --with-token < FILE; for the goals API with --api goals --url URL.',
    );
  }
  const { converse } = await import('./converse');
  const kept = await converse(wanted, line, settings, context, keepOne);
  await showKept(kept, settings, files, context);
}

async function noLoginNeeded({ out }: Context): Promise<void> {
  const answer = { login: 'not needed', why: 'the embedded platform of --mock knows no keys' };
  await out.show(answer, () => ({ fields: Object.entries(answer) }));
}
