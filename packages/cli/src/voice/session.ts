/** A conversation: turns one after the other, with a voice or without, each told as it happens and kept if wanted. */
import { join } from 'node:path';
import { ListenError, NothingHeard } from './listen/listen-error';
import { Meter, rounded, stagesOf } from './meter';
import { type Mode, type Turn, type TurnEvent, takeTurn, type Voice } from './pipeline';
import type { TurnRecording } from './play/record';
import type { Happening, SessionEvent, TurnEnded } from './session-events';
import type { Listener, Pcm, Player, Speaker, Thinker } from './stages';

/** What a turn begins with: typed, or spoken into a file or a microphone. */
export type Said = { readonly text: string } | { readonly file: string } | Spoken;

export interface Spoken {
  /** Ends when the person has finished. */
  readonly sound: AsyncIterable<Pcm>;
  /** Of a microphone, for people. */
  readonly name: string;
  /** Milliseconds from the last word to the end of `sound`, where it took some to be sure; asked once it has ended. */
  waited?(): number;
  /** What was said just before, and not answered yet: the message begins with it. */
  readonly before?: string | undefined;
  /** Whether words that were understood are worth an answer; default: they are. */
  accepts?(words: string): boolean;
}

export interface SessionVoice {
  readonly speaker: Speaker;
  readonly mode: Mode;
  /** Of each turn, from 1. */
  playerOf(turn: number): Player;
}

export interface SessionOptions {
  readonly thinker: Thinker;
  readonly voice?: SessionVoice | undefined;
  readonly listener?: Listener | undefined;
  /** The folder in which each turn gets one: question.wav, answer.wav, turn.json. */
  readonly record?: string | undefined;
  /** What is sent for a message, when there is more to it than was said. */
  readonly compose?: ((message: string) => Composed) | undefined;
}

export interface Composed {
  readonly message: string;
  /** How many earlier turns it carries. */
  readonly carried: number;
}

export type Report = (event: SessionEvent) => void;

export class Session {
  readonly #failures = new Set<string>();
  #options: SessionOptions;
  #turns = 0;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /** Undefined also where its loudspeaker has failed. */
  get voice(): SessionVoice | undefined {
    return this.#options.voice;
  }

  /** From the next turn on. */
  change(options: Partial<SessionOptions>): void {
    this.#options = { ...this.#options, ...options };
    if (options.voice) this.#failures.clear();
  }

  /**
   * Stopped by its signal, a turn is what there was of it.
   * @throws ListenError; what the thinker throws; PlayError for what can't be kept.
   */
  async turn(said: Said, signal: AbortSignal, report: Report): Promise<TurnEnded> {
    const turn = ++this.#turns;
    const { voice, thinker, compose } = this.#options;
    let meter = new Meter();
    const tell = ({ type, ...rest }: Happening) =>
      report({ type, turn, ms: Math.round(meter.elapsed), ...rest } as SessionEvent);
    const of = { mode: voice?.mode ?? null, voice: voice?.speaker.name ?? null };
    const recording = await this.#recording(turn);
    voice?.speaker.warm?.();
    const spoken = spokenOf(said, signal);
    const what = 'text' in said ? { message: said.text } : { sound: spoken?.name };
    tell({ type: 'turn.started', ...what, ...of });

    let message = 'text' in said ? said.text : '';
    if (spoken) {
      const { sound, name } = spoken;
      const begin = () => {
        const waited = spoken.waited?.() ?? 0;
        meter = new Meter(undefined, waited);
        meter.mark('listened', waited);
      };
      const kept = recording ? recording.question(sound) : sound;
      try {
        message = await this.#understood(kept, name, signal, begin, tell);
      } catch (error) {
        // What was taken back is not kept.
        if (signal.aborted) await recording?.discard();
        throw error;
      }
      meter.mark('heard');
      if (spoken.accepts?.(message) === false) {
        throw new NothingHeard('Only the agent itself was heard', 'Headphones help.');
      }
      if (spoken.before) message = `${spoken.before} ${message}`;
    }
    const { message: sent, carried } = compose?.(message) ?? { message, carried: 0 };
    const taken = await takeTurn(thinker, sent, {
      voice: voice && playing(voice, turn, recording),
      signal,
      meter,
      report: (event) => this.#follow(event, tell),
    });
    const ended = endedOf(taken, { turn, ms: Math.round(meter.elapsed), message, carried, ...of });
    report(ended);
    await this.#keep(turn, ended);
    return ended;
  }

  #follow(event: TurnEvent, tell: (event: Happening) => void): void {
    if (event.type === 'token') tell(event);
    else if (event.type === 'piece') tell({ type: 'piece', ...event.piece });
    else if (event.type === 'played') {
      const { piece, heard, done, underrun = false } = event.played;
      const { start, end } = piece;
      const { reached } = event;
      tell({ type: 'played', start, end, heardMs: Math.round(heard), reached, done, underrun });
    } else this.#failed(event.error, tell);
  }

  #failed(error: unknown, tell: (event: Happening) => void): void {
    const { name, message, hint = null } = error as Error & { hint?: string };
    // A voice may speak again; a loudspeaker that is not there will not be there.
    if (name === 'PlayError') this.change({ voice: undefined });
    const known = this.#failures.has(message);
    this.#failures.add(message);
    tell({ type: 'voice.failed', message, hint, known });
  }

  async #understood(
    sound: AsyncIterable<Pcm>,
    file: string,
    signal: AbortSignal,
    begin: () => void,
    tell: (event: Happening) => void,
  ): Promise<string> {
    const { listener } = this.#options;
    if (!listener) throw new ListenError('Nobody listens here', 'Type what you would say.');
    const words: string[] = [];
    for await (const { type, text } of listener.listen(untilOver(sound, begin), signal)) {
      if (type === 'final') words.push(text);
      tell({ type: 'heard', text, final: type === 'final' });
    }
    signal.throwIfAborted();
    if (words.length > 0) return words.join(' ');
    throw new NothingHeard(
      `Nothing was understood of ${file}`,
      'Is somebody speaking in it? --language says which language; --say TEXT needs no sound.',
    );
  }

  async #recording(turn: number): Promise<TurnRecording | undefined> {
    const { record } = this.#options;
    if (record === undefined) return undefined;
    const { recordTurn } = await import('./play/record');
    return recordTurn(folderOf(record, turn));
  }

  async #keep(turn: number, ended: TurnEnded): Promise<void> {
    const { record } = this.#options;
    if (record === undefined) return;
    const { writeWhole } = await import('./play/write-whole');
    const text = `${JSON.stringify(ended, null, 2)}\n`;
    await writeWhole(join(folderOf(record, turn), 'turn.json'), Buffer.from(text));
  }
}

const folderOf = (folder: string, turn: number) => join(folder, `turn-${turn}`);

function playing(voice: SessionVoice, turn: number, recording: TurnRecording | undefined): Voice {
  const player = voice.playerOf(turn);
  return { ...voice, player: recording ? recording.answer(player) : player };
}

function endedOf(
  taken: Turn,
  place: Pick<TurnEnded, 'turn' | 'ms' | 'message' | 'carried' | 'mode' | 'voice'>,
): TurnEnded {
  const { response, reached, stopped, usage, underruns } = taken;
  const marks = rounded(taken.marks);
  const { heard = 0, end = 0, firstToken = end } = marks;
  return {
    type: 'turn.ended',
    ...place,
    response,
    reached,
    stopped,
    usage,
    firstTokenMs: firstToken - heard,
    totalMs: end - heard,
    marks,
    stages: rounded(stagesOf(taken.marks)),
    underruns,
  };
}

function spokenOf(said: Said, signal: AbortSignal): Spoken | undefined {
  if ('file' in said) return { sound: wavFile(said.file, signal), name: said.file };
  return 'sound' in said ? said : undefined;
}

async function* wavFile(file: string, signal: AbortSignal): AsyncGenerator<Pcm, void, undefined> {
  const { wavSound } = await import('./play/wav-sound');
  yield* wavSound(file, { signal });
}

/** The clock of a turn begins when the person has finished. */
async function* untilOver<T>(
  source: AsyncIterable<T>,
  over: () => void,
): AsyncGenerator<T, void, undefined> {
  yield* source;
  over();
}
