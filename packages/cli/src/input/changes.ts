/** What an update would send, and what a person should know of it before. */
import type { Context } from '../context';
import { Exit, exitCodes, UsageError } from '../failure';
import type { Fields } from './assign';
import { composeChanges } from './compose';
import type { Kind } from './contract';
import type { Given } from './given';
import { tellCompleted, tellLeft, warnOfLost } from './told';
import { warnOfUnknown } from './unknown';

const updates = { agent: 'UpdateAgentRequest', goal: 'UpdateGoalRequest' } as const;

interface Changes<T> {
  readonly fields: Fields;
  /** Nothing is to be sent: the record as it is. */
  readonly unchanged?: T;
}

/** @throws UsageError | Exit the latter with `--dry-run`, when nothing would be sent. */
export async function changesOf<T extends object>(
  context: Context,
  kind: Kind,
  given: Given,
  read: () => Promise<T>,
): Promise<Changes<T>> {
  const { out } = context;
  if (given.nothing) {
    throw new UsageError(
      'Nothing to change was given',
      `Give -f FILE, --set path=value, or a flag such as --name; voicectl ${kind}s edit opens an editor.`,
    );
  }
  let record: Promise<T> | undefined;
  const present = () => {
    record ??= read();
    return record;
  };
  const changes = await composeChanges(kind, given, async () => (await present()) as Fields);
  warnOfUnknown(out, updates[kind], changes.fields);
  tellLeft(out, changes.left);
  if (changes.present) warnOfLost(out, kind, given.document, changes.present);
  if (Object.keys(changes.fields).length > 0) {
    tellCompleted(out, changes.completed);
    return { fields: changes.fields };
  }
  if (context.flags.dryRun) {
    const { showPreviews } = await import('../dry-run');
    await showPreviews(out, []);
    throw new Exit(exitCodes.done);
  }
  const unchanged = await present();
  out.say('Nothing differs, so nothing was sent.');
  return { fields: {}, unchanged };
}
