/** A speaker that takes the voice that fits the language of each piece. */
import { untilAborted } from '../../output/until-aborted';
import type { Piece, Speaker, Speech } from '../stages';
import { type Choice, voiceName } from './choose';
import { languageOf } from './language';

export interface ByLanguage {
  /** Of every piece, where somebody knows it. Default: found out of each, and English until one shows. */
  readonly language?: string | undefined;
  choose(language: string): Choice;
  /** Opens what was chosen; undefined for what is only shown. */
  open(choice: Choice, language: string): Promise<Speaker | undefined>;
  /** Each thing once. */
  note(text: string): void;
}

export class SpeakerByLanguage implements Speaker {
  readonly #options: ByLanguage;
  readonly #speakers = new Map<string, Promise<Speaker | undefined>>();
  readonly #noted = new Set<string>();
  readonly #first: Choice;
  #language: string;

  constructor(options: ByLanguage) {
    this.#options = options;
    this.#language = options.language ?? 'en';
    this.#first = options.choose(this.#language);
    // So that it is ready when there is something to say. What goes wrong is told then.
    this.#speaker(this.#language).catch(() => {});
  }

  get name(): string {
    return voiceName(this.#first);
  }

  /** Those that are open: a turn in another language opens its own. */
  warm(): void {
    for (const speaker of this.#speakers.values()) {
      speaker.then((one) => one?.warm?.()).catch(() => {});
    }
  }

  async *speak(
    pieces: AsyncIterable<Piece>,
    signal: AbortSignal,
  ): AsyncGenerator<Speech, void, undefined> {
    const source = pieces[Symbol.asyncIterator]();
    try {
      let next = await untilAborted(source.next(), signal);
      while (!next.done) {
        const language = this.#languageOf(next.value);
        const same = this.#asLong(source, next.value, language);
        const speaker = await untilAborted(this.#speaker(language), signal);
        yield* speaker ? speaker.speak(same.pieces, signal) : shown(same.pieces);
        if (signal.aborted) return;
        next = await untilAborted(same.rest(), signal);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      source.return?.()?.catch(() => {});
    }
  }

  async close(): Promise<void> {
    const speakers = await Promise.allSettled(this.#speakers.values());
    await Promise.all(speakers.map((one) => one.status === 'fulfilled' && one.value?.close?.()));
  }

  #languageOf(piece: Piece): string {
    this.#language = this.#options.language ?? languageOf(piece.text) ?? this.#language;
    return this.#language;
  }

  /** The pieces of one voice: up to the first that another has to say. */
  #asLong(source: AsyncIterator<Piece>, first: Piece, language: string) {
    let rest: IteratorResult<Piece> | undefined;
    const key = this.#key(language);
    const pieces = async function* (this: SpeakerByLanguage) {
      yield first;
      for (;;) {
        const next = await source.next();
        if (next.done || this.#key(this.#languageOf(next.value)) !== key) {
          rest = next;
          return;
        }
        yield next.value;
      }
    }.call(this);
    return { pieces, rest: async () => rest ?? source.next() };
  }

  #speaker(language: string): Promise<Speaker | undefined> {
    const key = this.#key(language);
    const known = this.#speakers.get(key);
    if (known) return known;
    const choice = this.#options.choose(language);
    for (const note of choice.notes) this.#note(note);
    const opened = this.#options.open(choice, language);
    this.#speakers.set(key, opened);
    // One that could not be opened is tried again.
    opened.catch(() => this.#speakers.delete(key));
    return opened;
  }

  #key(language: string): string {
    const { notes, ...sounding } = this.#options.choose(language);
    const speaksMany = sounding.engine === 'system' && sounding.voice.language === '*';
    return JSON.stringify([sounding, speaksMany && language]);
  }

  #note(text: string): void {
    if (this.#noted.has(text)) return;
    this.#noted.add(text);
    this.#options.note(text);
  }
}

/** Silence, so that the text goes on. */
async function* shown(pieces: AsyncIterable<Piece>): AsyncGenerator<Speech, void, undefined> {
  for await (const piece of pieces) yield { piece, samples: new Int16Array(0), rate: 16_000 };
}
