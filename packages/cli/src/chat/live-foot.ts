/** What stands at the foot of a chat. Pure. */
import type { Criteria } from './judge/standing';
import type { Room } from './room';
import type { Talk } from './talk/talk';
import type { Level } from './view/level';
import type { Status } from './view/status';

export interface FootParts {
  readonly room: Pick<Room, 'mode' | 'voice' | 'carried' | 'turns'>;
  readonly criteria: Pick<Criteria, 'verdicts'>;
  readonly talk: Pick<Talk, 'device' | 'kind' | 'state'> | undefined;
  readonly level: Level;
  readonly agent: string;
  /** What is being understood. */
  readonly partial: string | undefined;
  /** Whether there is something that can be stopped. */
  readonly isBusy: boolean;
}

export function statusOf(parts: FootParts): Status {
  const { room, criteria, talk, level, agent, partial, isBusy } = parts;
  return {
    device: talk?.device,
    level: talk && level,
    muted: talk?.state === 'muted',
    keys: hintsFor(talk, isBusy),
    partial: partial || undefined,
    agent,
    mode: room.mode,
    voice: room.voice?.speaker.name,
    context: room.carried,
    criteria: criteria.verdicts,
    turns: room.turns,
  };
}

/** What the keys do right now, the first mattering most. */
function hintsFor(
  talk: Pick<Talk, 'kind' | 'state'> | undefined,
  isBusy: boolean,
): readonly string[] {
  if (talk?.state === 'talking') {
    return talk.kind === 'push' ? ['space sends', 'esc takes it back'] : ['esc takes it back'];
  }
  if (isBusy) return ['esc stops', ...(talk ? ['space interrupts'] : [])];
  return [...byVoice(talk), 'enter sends', 'alt+enter breaks the line', '/help'];
}

function byVoice(talk: Pick<Talk, 'kind' | 'state'> | undefined): readonly string[] {
  if (talk?.state === 'muted') return ['/mute off listens again'];
  if (talk?.state !== 'idle') return [];
  return [talk.kind === 'push' ? 'space talks' : 'speak'];
}
