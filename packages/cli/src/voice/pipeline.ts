/** One turn: a message in, an answer as text and sound out. One AbortController ends all of it. */
import { Channel } from './channel';
import { HeardSoFar } from './heard';
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
  /** `reached`: how much of the answer has been heard so far, in whole words: an index into it. */
  | { readonly type: 'played'; readonly played: Played; readonly reached: number }
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
  let response = '';
  const answer = () => response;
  const speaking = voice && speak(voice, text, { signal: ended, meter, report, answer });
  let usage: Turn['usage'];

  const take = (token: string) => {
    meter.mark('firstToken');
    meter.mark('lastToken');
    response += token;
    text.push(token);
    report({ type: 'token', text: token });
  };
  try {
    for await (const thought of thinker.think(message, ended)) {
      // It may not hear the signal.
      if (signal.aborted) break;
      if (thought.type === 'token') take(thought.text);
      else {
        usage = thought.usage;
        // A platform that answers in one piece may send no tokens.
        if (response === '' && thought.response !== '') take(thought.response);
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
  const { heard, underruns, failed } = (await speaking) ?? silent;
  return {
    message,
    response,
    // What nobody could hear was read.
    reached: heard && !failed ? heard.reached(response, !signal.aborted) : response.length,
    usage,
    marks: meter.marks,
    underruns,
    stopped: signal.aborted,
  };
}

interface Spoken {
  readonly heard?: HeardSoFar;
  readonly underruns: number;
  readonly failed: boolean;
}

const silent: Spoken = { underruns: 0, failed: false };

interface SpeakOptions extends Omit<TurnOptions, 'voice'> {
  readonly meter: Meter;
  /** As far as it has come. */
  readonly answer: () => string;
}

/** Never throws: without a voice, a turn is still a turn. */
async function speak(
  { speaker, player, mode }: Voice,
  text: AsyncIterable<string>,
  { signal, meter, report, answer }: SpeakOptions,
): Promise<Spoken> {
  const heard = new HeardSoFar();
  let underruns = 0;
  const over = new AbortController();
  const source = mode === 'batch' ? whole(text) : text;
  const spoken = cut(
    pieces(source, { signal: AbortSignal.any([signal, over.signal]) }),
    (piece) => {
      meter.mark('firstPiece');
      heard.piece(piece);
      report({ type: 'piece', piece });
    },
  );
  try {
    const sound = tap<Speech>(speaker.speak(spoken, signal), (speech) => {
      heard.sound(speech);
      if (speech.samples.length > 0) meter.mark('firstSound');
    });
    for await (const played of player.play(sound, signal)) {
      if (played.heard > 0) meter.firstAudio(played.heard);
      if (played.underrun) underruns += 1;
      heard.played(played);
      report({ type: 'played', played, reached: heard.reached(answer(), false) });
    }
  } catch (error) {
    if (!signal.aborted) {
      report({ type: 'voiceFailed', error });
      return { heard, underruns, failed: true };
    }
  } finally {
    over.abort();
  }
  return { heard, underruns, failed: false };
}

/** As soon as they are there, however long a voice takes for the one before; it asks for them when it wants them. */
function cut(source: AsyncIterable<Piece>, look: (piece: Piece) => void): AsyncIterable<Piece> {
  const found = new Channel<Piece>();
  const read = async () => {
    for await (const piece of source) {
      look(piece);
      found.push(piece);
    }
  };
  read().then(
    () => found.end(),
    (error) => found.fail(error),
  );
  return found;
}

/** All of it at once. */
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
