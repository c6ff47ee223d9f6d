/** What goes along with a message that is said beside the conversation. */
import type { Composed } from '../../voice/session';
import { carrying } from '../carry';
import type { Room } from '../room';

/** As it would be said in the room now, whatever is said there meanwhile. */
export async function composerFor(
  room: Room,
): Promise<((message: string) => Composed) | undefined> {
  if (!room.carries) return undefined;
  const { memoryConfig } = await room.agent();
  const earlier = [...room.turns];
  return (message) => carrying(earlier, message, memoryConfig);
}
