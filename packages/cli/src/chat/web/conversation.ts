/** A room and the page in which somebody talks to it: what the page wants is done, what happens is told. */
import { failureOf } from '../../failure';
import { NothingHeard } from '../../voice/listen/listen-error';
import type { SessionEvent } from '../../voice/session-events';
import type { Room } from '../room';
import { Nonsense } from './from-page';
import type { PageLine } from './line';
import type { PageLoudspeaker } from './page-loudspeaker';
import { PageMicrophone } from './page-microphone';
import { Turns } from './turns';
import { closed, type FromPage, type ToPage, type TurnFailed, type Understanding } from './wire';

export interface ConversationOptions {
  readonly room: Room;
  readonly loudspeaker: PageLoudspeaker;
  /** The voice that speaks when the page wants one. */
  readonly voice: string | true;
  /** Given to the page, so that it may come back. */
  readonly key: string;
  report(event: SessionEvent | TurnFailed): void;
  /** The person has ended it; or the page was closed, and has not come back. */
  over(): void;
}

export class Conversation {
  readonly #options: ConversationOptions;
  readonly #turns: Turns;
  readonly #microphone: PageMicrophone;
  #line: PageLine | undefined;
  #understands: Understanding | undefined;
  #leaving: NodeJS.Timeout | undefined;

  constructor(options: ConversationOptions) {
    const { room } = options;
    this.#options = options;
    this.#turns = new Turns({
      room,
      report: (event) => {
        options.report(event);
        this.#tell(event);
      },
      failed: (turn, error) => this.#failed(turn, error),
      changed: () => this.#changed(),
    });
    this.#microphone = new PageMicrophone({
      said: (said) => this.#ask(said),
      dropped: () => this.#turns.stop(),
      failed: (error) => this.#note(error),
    });
  }

  /** @param rate samples a second that the page plays. */
  async enter(line: PageLine, rate: number): Promise<void> {
    const { room, loudspeaker, key } = this.#options;
    const before = this.#line;
    this.#line = line;
    clearTimeout(this.#leaving);
    this.#silence();
    before?.close(closed.movedOn, 'opened elsewhere');
    loudspeaker.attach(line, rate);
    line.hear({
      message: (message) => this.#line === line && this.#obey(message),
      sound: (samples) => this.#line === line && this.#microphone.sound(samples),
      closed: (code) => this.#line === line && this.#left(code),
    });
    const { name, status } = await room.agent();
    this.#tell({ type: 'welcome', key, agent: { name, status }, turns: room.turns });
    this.#changed();
    void this.#prepare();
  }

  /** Nothing is said any more. */
  async end(): Promise<void> {
    clearTimeout(this.#leaving);
    this.#silence();
    await this.#turns.settled();
    const line = this.#line;
    // Nobody waits for it to come back.
    this.#line = undefined;
    line?.close(closed.over, 'the conversation is over');
  }

  /** @throws Nonsense */
  #obey(message: FromPage): void {
    const { room, loudspeaker, over } = this.#options;
    if (message.type === 'hello') throw new Nonsense('hello: said before');
    else if (message.type === 'say') this.#ask({ text: message.text });
    else if (message.type === 'talk') this.#microphone.talk(message.on && this.#hears);
    else if (message.type === 'open') this.#microphone.open(message.on && this.#hears);
    else if (message.type === 'stop') this.#turns.stop();
    else if (message.type === 'mode') room.useMode(message.mode);
    else if (message.type === 'voice') this.#useVoice(message.on);
    else if (message.type === 'played') loudspeaker.moved(message);
    else if (message.type === 'end') over();
    if (message.type !== 'played') this.#changed();
  }

  get #hears(): boolean {
    return this.#understands === 'ready';
  }

  #ask(said: Parameters<Turns['ask']>[0]): void {
    if (!this.#turns.ask(said)) this.#say('Too much at once: say it again in a moment.');
  }

  #useVoice(on: boolean): void {
    const { room, voice } = this.#options;
    if (!on) this.#turns.stop();
    this.#turns.after(async () => {
      await room.useVoice(on && voice).catch((error) => this.#note(error));
      this.#changed();
    });
  }

  /** Understanding may take a while to load, and typing need not wait for it. */
  async #prepare(): Promise<void> {
    if (this.#understands === 'loading' || this.#understands === 'ready') return;
    this.#understands = 'loading';
    this.#changed();
    try {
      await this.#options.room.listen();
      this.#understands = 'ready';
    } catch (error) {
      const { message, hint = null } = failureOf(error);
      this.#understands = { message, hint };
    }
    this.#changed();
  }

  #left(code: number): void {
    this.#silence();
    this.#options.loudspeaker.detach();
    this.#line = undefined;
    const patience = saysGoodbye.has(code) ? grace : longGrace;
    this.#leaving = setTimeout(this.#options.over, patience);
  }

  #silence(): void {
    this.#microphone.talk(false);
    this.#microphone.open(false);
    this.#turns.stop();
  }

  #failed(turn: number, error: unknown): void {
    if (turn === 0) {
      if (error !== undefined) this.#note(error);
      return;
    }
    const failed: TurnFailed = { type: 'turn.failed', turn, ...this.#reasonOf(error) };
    this.#options.report(failed);
    this.#tell(failed);
  }

  #reasonOf(error: unknown): Pick<TurnFailed, 'message' | 'hint'> {
    if (error === undefined || (this.#microphone.isOpen && isNothing(error))) {
      return { message: null, hint: null };
    }
    const { message, hint = null } = failureOf(error);
    return { message, hint: isNothing(error) ? 'Hold the button while you speak.' : hint };
  }

  #note(error: unknown): void {
    const { message, hint } = failureOf(error);
    this.#say([message, hint].filter(Boolean).join('. '));
  }

  #say(text: string): void {
    this.#tell({ type: 'note', text });
  }

  #changed(): void {
    if (!this.#line) return;
    const { room } = this.#options;
    for (const note of room.notes()) this.#say(note);
    this.#tell({
      type: 'state',
      mode: room.mode ?? 'streaming',
      voice: room.voice?.speaker.name ?? null,
      understands: this.#understands ?? 'loading',
      open: this.#microphone.isOpen,
      busy: this.#turns.busy,
    });
  }

  #tell(message: ToPage): void {
    this.#line?.tell(message);
  }
}

/** Somebody coughed, or said nothing at all. */
const isNothing = (error: unknown) => error instanceof NothingHeard;

/** Of closing a connection (RFC 6455): done, going away, no reason given. */
const saysGoodbye = new Set([1000, 1001, 1005]);
/** Milliseconds that a page has to be loaded again, and one that was lost to find its way back. */
const grace = 10_000;
const longGrace = 30_000;
