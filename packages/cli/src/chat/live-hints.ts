/** What the keys of a chat do right now, the first mattering most. Pure. */
import type { Talk } from './talk/talk';

export function hintsFor(
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
