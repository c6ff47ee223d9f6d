/** A conversation as text, for a screen. Pure. */
import { clean, cleanLine } from '../../output/clean';
import type { Paint } from '../../output/paint';
import type { RoomTurn } from '../room';

export type NameOf = (agentId: string) => string;

/** Numbered as the folders of --record are. */
export function historyText(turns: readonly RoomTurn[], nameOf: NameOf, paint: Paint): string {
  const width = String(turns.at(-1)?.turn ?? 0).length;
  return turns
    .map((turn) => {
      const number = String(turn.turn).padStart(width);
      const margin = ' '.repeat(width + 2);
      const who = cleanLine(nameOf(turn.agent));
      return [
        `${paint.dim(number)}  ${paint.cyan('you:')} ${indented(turn.message, margin)}`,
        `${margin}${paint.green(`${who}:`)} ${answer(turn, margin, paint)}`,
      ].join('\n');
    })
    .join('\n');
}

/** What nobody heard is paler, behind the mark. */
function answer(turn: RoomTurn, margin: string, paint: Paint): string {
  const [heard, unheard] = cutOf(turn);
  const told = indented(heard, margin);
  if (unheard === undefined) return told;
  const rest = unheard === '' ? '' : paint.dim(indented(unheard, margin));
  return `${told} ${paint.yellow(cutMark)}${rest}`;
}

/** The answer up to where it was interrupted, and what came after it; the whole where it was not. */
export function cutOf({
  response,
  reached,
  stopped,
}: Pick<RoomTurn, 'response' | 'reached' | 'stopped'>): readonly [string, string?] {
  return stopped || reached < response.length
    ? [response.slice(0, reached), response.slice(reached)]
    : [response];
}

export const cutMark = '[cut]';

function indented(text: string, margin: string): string {
  return clean(text).trimEnd().replaceAll('\n', `\n${margin}`);
}
