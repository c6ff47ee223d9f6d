/**
 * Questions by a voice alone. On a loudspeaker the microphone is deaf while the agent speaks; on headphones, and while it
 * thinks, a voice interrupts it. Pure but for what it tells: the time comes with each part.
 */
import { UtteranceCutter } from '../../voice/listen/utterances';
import { ActivityFinder } from '../../voice/listen/voice-activity';
import { loadDetector } from '../../voice/listen/webrtc-vad';
import type { Pcm } from '../../voice/stages';
import { isEcho } from './echo';
import type { Found } from './talk';

export interface HandsFreeOptions {
  readonly onHeadphones: boolean;
  found(question: Found): void;
  /** Before the question that interrupts. */
  bargeIn(): void;
}

/** What the agent does. */
export type AgentState =
  /** It answers, and can't be heard yet. */
  | { readonly is: 'thinking' }
  | { readonly is: 'speaking'; readonly words: string }
  | { readonly is: 'silent' };

interface Saying {
  readonly question: Found;
  readonly taken: AbortController;
  /** Whether it has been handed over: what is said while the agent answers may be a cough. */
  found: boolean;
}

export class HandsFree {
  readonly #options: HandsFreeOptions;
  readonly #cutter: UtteranceCutter;
  /** Knows longer voices only. */
  readonly #insisting: ActivityFinder;
  #agent: AgentState = { is: 'silent' };
  /** Of the present answer, also those that it comes to while somebody interrupts it. */
  #words = { spoken: '' };
  #deafUntil = 0;
  #echoUntil = 0;
  #saying: Saying | undefined;

  static async open(options: HandsFreeOptions): Promise<HandsFree> {
    const [one, other] = await Promise.all([loadDetector(), loadDetector()]);
    const cutter = new UtteranceCutter(new ActivityFinder(one, { hangover }));
    return new HandsFree(options, cutter, new ActivityFinder(other, { hangover, minimum }));
  }

  private constructor(
    options: HandsFreeOptions,
    cutter: UtteranceCutter,
    insisting: ActivityFinder,
  ) {
    this.#options = options;
    this.#cutter = cutter;
    this.#insisting = insisting;
  }

  /** What may be a cough yet is no talking. */
  get talking(): boolean {
    return this.#saying?.found === true;
  }

  deaf(now: number): boolean {
    if (this.#options.onHeadphones) return false;
    return this.#agent.is === 'speaking' || now < this.#deafUntil;
  }

  agent(state: AgentState, now: number): void {
    const was = this.#agent;
    this.#agent = state;
    if (state.is === 'speaking') this.#words.spoken = state.words;
    if (state.is === 'thinking') this.#words = { spoken: '' };
    if (was.is === 'speaking' && state.is !== 'speaking') {
      this.#deafUntil = now + echoLasts;
      // A voice is known a moment after it began.
      this.#echoUntil = this.#deafUntil + (this.#options.onHeadphones ? 0 : echoLasts);
    }
    if (this.deaf(now)) this.discard();
    // Whoever spoke into its last words goes on.
    else if (state.is === 'silent') this.#hand(this.#saying);
  }

  /** At 16 kHz, a small part. */
  hear({ samples }: Pcm, now: number): void {
    if (this.deaf(now)) return;
    this.#insisting.push(samples);
    for (const { type, utterance } of this.#cutter.push(samples)) {
      if (type === 'start') this.#begin(utterance, now);
      else this.#saying = undefined;
    }
    const saying = this.#saying;
    if (!saying || saying.found || !this.#insisting.speaking) return;
    this.#options.bargeIn();
    this.#hand(saying);
  }

  /** Takes back what is being said, and forgets it. */
  discard(): void {
    const saying = this.#saying;
    this.#saying = undefined;
    saying?.taken.abort();
    this.#cutter.forget();
    this.#insisting.forget();
  }

  #begin(sound: AsyncIterable<Pcm>, now: number): void {
    const taken = new AbortController();
    const { signal } = taken;
    const { is } = this.#agent;
    const words = this.#words;
    const mayEcho = is === 'speaking' || now < this.#echoUntil;
    const question = {
      ...{ sound, signal, waited: () => hangover, isUnasked: true },
      isEcho: (said: string) => mayEcho && isEcho(said, words.spoken),
    };
    this.#saying = { question, taken, found: false };
    if (is === 'silent') this.#hand(this.#saying);
  }

  #hand(saying: Saying | undefined): void {
    if (!saying || saying.found) return;
    saying.found = true;
    this.#options.found(saying.question);
  }
}

/** Milliseconds of silence after which somebody has finished, and not only drawn breath. */
const hangover = 600;
/** Milliseconds of a voice that interrupt: a cough is shorter. */
const minimum = 500;
/** Milliseconds that a loudspeaker is heard after its end: a room, and what devices still hold. */
const echoLasts = 250;
