/** One turn: a message in, an answer as text and sound out. One AbortController ends all of it. */
import { Channel } from './channel';
import { type Marks, Meter } from './meter';
import { pieces } from './sentences';
import type { Piece, Played, Player, Speaker, Speech, Thinker, Thought } from './stages';

/** When speech begins: after the whole text, or with its first sentence (documented as modes of the platform). */
export type Mode = 'batch' | 'streaming';

export interface Voice {
  readonly speaker: Speaker;
  readonly player: Player;
  readonly mode: Mode;
}

/** What happens in a turn, as it happens. */
export type TurnEvent =
  | { readonly type: 'token'; readonly text: string }
  | { readonly type: 'piece'; readonly piece: Piece }
  | { readonly type: 'played'; readonly played: Played }
  /** The text goes on. */
  | { readonly type: 'voiceFailed'; readonly error: unknown };

export interface Turn {
  readonly message: string;
  /** All that came, also when the turn was stopped. */
  readonly response: string;
  /** How much of `response` a person has heard or, without a voice, was shown: an index into it. */
  readonly reached: number;
  readonly usage: Extract<Thought, { type: 'done' }>['usage'];
  readonly marks: Marks;
  readonly underruns: number;
  readonly stopped: boolean;
}

export interface TurnOptions {
  readonly voice?: Voice | undefined;
  /** Ends the turn: what was heard until then is its answer. */
  readonly signal: AbortSignal;
  readonly meter?: Meter | undefined;
  readonly report: (event: TurnEvent) => void;
}

/** @throws what the thinker throws, but not for an abort: that is a turn, cut short. */
export async function takeTurn(
  thinker: Thinker,
  message: string,
  { voice, signal, meter = new Meter(), report }: TurnOptions,
): Promise<Turn> {
  // A thinker that fails takes the voice with it.
  const turn = new AbortController();
  const ended = AbortSignal.any([signal, turn.signal]);
  const text = new Channel<string>();
  const heard = { reached: 0, underruns: 0 };
  let response = '';
  let usage: Turn['usage'];

  const speaking =
    voice &&
    speak(voice, text, ended, meter, (event) => {
      if (event.type === 'played') count(heard, event.played);
      report(event);
    });
  try {
    for await (const thought of thinker.think(message, ended)) {
      if (thought.type === 'token') {
        meter.mark('firstToken');
        meter.mark('lastToken');
        response += thought.text;
        text.push(thought.text);
        report(thought);
      } else {
        usage = thought.usage;
        // A platform that answers in one piece sends no tokens.
        if (response === '' && thought.response !== '') {
          meter.mark('firstToken');
          meter.mark('lastToken');
          response = thought.response;
          text.push(response);
          report({ type: 'token', text: response });
        }
      }
    }
    text.end();
    await speaking;
  } catch (error) {
    text.fail(error);
    turn.abort(error);
    await speaking;
    if (!signal.aborted) throw error;
  }
  meter.mark('end');
  return {
    message,
    response,
    reached: voice ? heard.reached : response.length,
    usage,
    marks: meter.marks,
    underruns: heard.underruns,
    stopped: signal.aborted,
  };
}

/** Never throws: without a voice, a turn is still a turn. */
async function speak(
  { speaker, player, mode }: Voice,
  text: AsyncIterable<string>,
  signal: AbortSignal,
  meter: Meter,
  report: (event: TurnEvent) => void,
): Promise<void> {
  const source = mode === 'batch' ? whole(text) : text;
  const spoken = tap(pieces(source, { signal }), (piece) => {
    meter.mark('firstPiece');
    report({ type: 'piece', piece });
  });
  const sound = tap<Speech>(speaker.speak(spoken, signal), () => meter.mark('firstSound'));
  try {
    for await (const played of player.play(sound, signal)) {
      if (played.heard > 0 || played.done) meter.mark('firstAudio');
      report({ type: 'played', played });
    }
  } catch (error) {
    if (!signal.aborted) report({ type: 'voiceFailed', error });
  }
}

async function* whole(text: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  let all = '';
  for await (const part of text) all += part;
  yield all;
}

async function* tap<T>(
  source: AsyncIterable<T>,
  look: (value: T) => void,
): AsyncGenerator<T, void, undefined> {
  for await (const value of source) {
    look(value);
    yield value;
  }
}

function count(heard: { reached: number; underruns: number }, played: Played): void {
  if (played.underrun) heard.underruns += 1;
  if (played.done) heard.reached = Math.max(heard.reached, played.piece.end);
}
