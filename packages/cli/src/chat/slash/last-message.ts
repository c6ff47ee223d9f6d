/** What was said last, for the commands that say it again. */
import { UsageError } from '../../failure/errors';
import type { Stage } from './command';

/** @throws UsageError where nothing was said yet. */
export function lastMessage(stage: Pick<Stage, 'asked' | 'room'>): string {
  const message = lastMessageIfAny(stage);
  if (message !== undefined) return message;
  throw new UsageError('Nothing has been said yet', 'Type a message first.');
}

export function lastMessageIfAny({
  asked,
  room,
}: Pick<Stage, 'asked' | 'room'>): string | undefined {
  return asked ?? room.turns.at(-1)?.message;
}
