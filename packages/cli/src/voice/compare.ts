/** One script through several voices or agents, round after round, and what came of it. */
import { percentile } from './meter';
import type { Mode } from './pipeline';
import type { Session } from './session';
import type { TurnEnded } from './session-events';
import { SpeakError } from './speak/speak-error';

/** What is compared: an agent, spoken in a mode. */
export interface Side {
  readonly name: string;
  readonly agent: { readonly id: string; readonly name: string };
  readonly mode: Mode;
  readonly session: Session;
}

export type MeasuredTurn = TurnEnded & { readonly round: number };

export interface MeasuredSide extends Omit<Side, 'session'> {
  readonly voice: string;
  readonly medians: Medians;
  readonly turns: readonly MeasuredTurn[];
}

/** Milliseconds. */
export interface Medians {
  readonly firstToken: number | null;
  readonly firstAudio: number | null;
  readonly endToEnd: number | null;
  /** Of all turns together: one would not be seen in a median. */
  readonly underruns: number;
}

export interface CompareOptions {
  readonly messages: readonly string[];
  readonly rounds: number;
  readonly signal: AbortSignal;
  readonly progress: (side: Side, turn: MeasuredTurn) => void;
}

/** Side by side, so that a slow moment is shared. @throws SpeakError when a voice fails: half a voice is no measure. */
export async function compare(
  sides: readonly Side[],
  { messages, rounds, signal, progress }: CompareOptions,
): Promise<MeasuredSide[]> {
  const measured = new Map<Side, MeasuredTurn[]>(sides.map((side) => [side, []]));
  for (let round = 1; round <= rounds; round++) {
    for (const message of messages) {
      for (const side of inTurn(sides, round)) {
        const turn = { ...(await turnOf(side, message, signal)), round };
        measured.get(side)?.push(turn);
        progress(side, turn);
      }
    }
  }
  return sides.map((side) => {
    const turns = measured.get(side) ?? [];
    const { session: _, ...what } = side;
    return { ...what, voice: turns[0]?.voice ?? '', medians: mediansOf(turns), turns };
  });
}

async function turnOf({ session }: Side, message: string, signal: AbortSignal): Promise<TurnEnded> {
  let failed: SpeakError | undefined;
  const turn = await session.turn({ text: message }, signal, (event) => {
    if (event.type === 'voice.failed') {
      failed ??= new SpeakError(event.message, event.hint ?? undefined);
    }
  });
  signal.throwIfAborted();
  if (failed) throw failed;
  return turn;
}

/** Each round begins with another side: who is first pays for what the others find warm. */
export function inTurn<T>(all: readonly T[], round: number): readonly T[] {
  const first = (round - 1) % Math.max(1, all.length);
  return [...all.slice(first), ...all.slice(0, first)];
}

export function mediansOf(turns: readonly Pick<TurnEnded, 'marks' | 'underruns'>[]): Medians {
  const median = (mark: 'firstToken' | 'firstAudio' | 'end') => {
    const times = turns.flatMap(({ marks }) => marks[mark] ?? []);
    return percentile(times, 0.5) ?? null;
  };
  return {
    firstToken: median('firstToken'),
    firstAudio: median('firstAudio'),
    endToEnd: median('end'),
    underruns: turns.reduce((sum, { underruns }) => sum + underruns, 0),
  };
}
