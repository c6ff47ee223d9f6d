/** A live conversation by voice: microphone, key and detector put together. Loaded only where there is a voice and a terminal. */
import { Channel } from '../../voice/channel';
import type { SessionEvent } from '../../voice/session-events';
import type { Pcm } from '../../voice/stages';
import type { Key } from '../screen/key';
import { HandsFree } from './hands-free';
import { type Microphone, openMicrophone } from './microphone';
import { PushToTalk } from './push-to-talk';
import type { Found, Question, Talk, TalkKind, TalkOptions, TalkState } from './talk';
import { type Deed, type Press, TalkKey } from './talk-key';

/** @throws PlayError where there is no microphone, or none of that name. */
export async function openTalk(options: TalkOptions): Promise<Talk> {
  const talk = new LiveTalk(options);
  await talk.open();
  return talk;
}

class LiveTalk implements Talk {
  readonly #options: TalkOptions;
  readonly #questions = new Channel<Question>();
  readonly #key = new TalkKey();
  #microphone: Microphone | undefined;
  #way: PushToTalk | HandsFree | undefined;
  #timer: NodeJS.Timeout | undefined;
  #state: TalkState = 'idle';
  #answers = false;
  /** What the agent has begun to say in this turn. */
  #words = '';
  #isOver = false;

  constructor(options: TalkOptions) {
    this.#options = options;
  }

  async open(): Promise<void> {
    const { audio, device, kind, onLevel, onFailure } = this.#options;
    const found = (question: Found) => this.#questions.push({ ...question, name: this.device });
    const bargeIn = () => this.#bargeIn();
    const onHeadphones = kind === 'headphones';
    this.#way =
      kind === 'push'
        ? new PushToTalk(found)
        : await HandsFree.open({ onHeadphones, found, bargeIn });
    this.#microphone = await openMicrophone(audio, device, {
      hear: (part) => this.#hear(part),
      onLevel: (decibels) => onLevel?.(decibels),
      onFailure: (error) => {
        this.#end();
        onFailure?.(error);
      },
    });
  }

  get device(): string {
    return this.#microphone?.name ?? '';
  }

  get kind(): TalkKind {
    return this.#options.kind;
  }

  get state(): TalkState {
    return this.#state;
  }

  key(key: Key, isEmpty: boolean): boolean {
    const press = pressOf(key);
    if (this.#isOver || press === undefined) return false;
    if (this.#way instanceof HandsFree) {
      const interrupts = press === 'space' && isEmpty && this.#answers;
      if (interrupts) this.#bargeIn();
      return interrupts;
    }
    const { taken, deeds } = this.#key.press(press, performance.now(), isEmpty);
    this.#do(deeds);
    return taken;
  }

  discard(): boolean {
    const { talking = false } = this.#way ?? {};
    this.#way?.discard();
    this.#key.reset(performance.now());
    this.#watchKey();
    this.#refresh();
    return talking;
  }

  mute(on: boolean): void {
    if (this.#microphone?.muted === on) return;
    this.#microphone?.mute(on);
    this.discard();
  }

  /** What was taken back before anybody read it is none. */
  async *questions(): AsyncGenerator<Question, void, undefined> {
    for await (const question of this.#questions) {
      if (!question.signal.aborted) yield question;
    }
  }

  follow(event: SessionEvent): void {
    if (event.type === 'turn.started') {
      this.#answers = true;
      this.#words = '';
    } else if (event.type === 'piece') {
      this.#words = `${this.#words} ${event.text}`;
    } else if (event.type === 'voice.failed') {
      this.#words = '';
    } else return;
    this.#tellAgent();
  }

  settled(): void {
    this.#answers = false;
    this.#words = '';
    this.#tellAgent();
  }

  async close(): Promise<void> {
    this.#end();
  }

  #hear(part: Pcm): void {
    if (this.#way instanceof HandsFree) this.#way.hear(part, performance.now());
    else this.#way?.hear(part);
    this.#refresh();
  }

  #do(deeds: readonly Deed[]): void {
    const way = this.#way;
    if (!(way instanceof PushToTalk)) return;
    for (const deed of deeds) {
      if (deed === 'begin') this.#begin(way);
      else if (deed === 'end') way.end(this.#key.waited);
      else way.discard();
      if (deed === 'typed') this.#options.onTyped?.(' ');
    }
    this.#watchKey();
    this.#refresh();
  }

  #begin(way: PushToTalk): void {
    const microphone = this.#microphone;
    if (!microphone || microphone.muted) return;
    // The moment before would be the agent's own voice, where it is loud.
    way.begin(this.#answers ? [] : microphone.recent);
    if (this.#answers) this.#bargeIn();
  }

  #watchKey(): void {
    clearTimeout(this.#timer);
    const { due } = this.#key;
    if (due === undefined) return;
    const tick = () => this.#do(this.#key.tick(Math.max(due, performance.now())));
    this.#timer = setTimeout(tick, due - performance.now());
  }

  #tellAgent(): void {
    if (this.#way instanceof HandsFree) {
      const words = this.#words;
      const thinks = this.#answers ? ({ is: 'thinking' } as const) : ({ is: 'silent' } as const);
      this.#way.agent(words === '' ? thinks : { is: 'speaking', words }, performance.now());
    }
    this.#refresh();
  }

  #bargeIn(): void {
    this.#options.onBargeIn?.();
  }

  #end(): void {
    if (this.#isOver) return;
    this.discard();
    this.#isOver = true;
    this.#microphone?.close();
    this.#questions.end();
    this.#refresh();
  }

  #refresh(): void {
    const state = this.#present();
    if (state === this.#state) return;
    this.#state = state;
    this.#options.onState?.(state);
  }

  #present(): TalkState {
    const way = this.#way;
    if (this.#isOver) return 'over';
    if (this.#microphone?.muted) return 'muted';
    if (way instanceof HandsFree && way.deaf(performance.now())) return 'deaf';
    return way?.talking ? 'talking' : 'idle';
  }
}

/** Undefined for keys that write nothing, and for those that mean something else. */
function pressOf(key: Key): Press | undefined {
  if (key.type === 'paste') return 'text';
  if (key.ctrl || key.alt) return undefined;
  if (key.text === ' ') return 'space';
  if (key.name === 'return' || key.name === 'enter') return 'enter';
  if (key.name === 'escape') return 'escape';
  return key.text === '' ? undefined : 'text';
}
