/** What goes along with a message that is said beside the conversation. */
import type { Composed } from '../../voice/session';
import { carrying } from '../carry';
import type { Room } from '../room';

/** As it would be said in the room. What was said last goes along with what came before it, and not with itself. */
export async function composerFor(
  room: Room,
  message: string,
): Promise<((message: string) => Composed) | undefined> {
  if (!room.carries) return undefined;
  const { memoryConfig } = await room.agent();
  const wasLast = room.turns.at(-1)?.message === message;
  const earlier = wasLast ? room.turns.slice(0, -1) : [...room.turns];
  return (text) => carrying(earlier, text, memoryConfig);
}
