/** A chat with a person at a terminal: what is typed and spoken becomes turns and commands, one after the other. */
import { setTimeout } from 'node:timers/promises';
import type { Context } from '../context';
import { Exit, exitCodes, failureOf } from '../failure';
import { Channel } from '../voice/channel';
import { NothingHeard } from '../voice/listen/listen-error';
import type { Said } from '../voice/session';
import type { Criteria } from './judge/standing';
import { LiveTurn, youLabel } from './live-turn';
import type { Room, RoomTurn } from './room';
import { complete } from './screen/complete';
import { type EditorState, newEditor, press, replaced } from './screen/editor';
import type { Key } from './screen/key';
import type { Screen } from './screen/screen';
import type { SlashCommand, SlashCommands, Stage } from './slash/index';
import type { Question, Talk, TalkState } from './talk/talk';
import { type Level, levelAfter, silence } from './view/level';
import { statusLines } from './view/status';
import { turnBar } from './view/turn-bar';

export interface LiveChatParts {
  readonly context: Context;
  readonly room: Room;
  readonly screen: Screen;
  readonly commands: SlashCommands;
  readonly criteria: Criteria;
  /** A command is over: who answers may be somebody else now, and there may be a voice. */
  settled(): Promise<void>;
}

type Todo = { readonly line: string } | { readonly question: Question };

export class LiveChat {
  readonly #parts: LiveChatParts;
  readonly #todo = new Channel<Todo>();
  /** Lines that were typed before their turn. */
  readonly #waiting: string[] = [];
  /** What an interrupt stops: the last one first. */
  readonly #stops: AbortController[] = [];
  #editor: EditorState = newEditor();
  #choices: readonly string[] = [];
  /** What was pressed while a line is being completed. */
  #later: Key[] | undefined;
  #talk: Talk | undefined;
  #level: Level = silence;
  #turn: LiveTurn | undefined;
  /** What a command shows while it runs. */
  #shown: readonly string[] = [];
  #asked: string | undefined;
  #agent = '';
  #isAside = false;

  constructor(parts: LiveChatParts) {
    this.#parts = parts;
    const { context, screen, criteria } = parts;
    context.signal.addEventListener('abort', () => this.#leave(), { once: true });
    screen.onResize(() => {
      this.#turn?.resize(this.#columns);
      this.draw();
    });
    criteria.onChange(() => this.draw());
  }

  /** Until the person leaves. @throws Exit 130 when they do so by Ctrl-C. */
  async run(): Promise<void> {
    const { room, context } = this.#parts;
    this.#agent = (await room.agent()).name;
    this.#tellNotes();
    this.draw();
    for await (const next of this.#todo) {
      if ('line' in next) {
        this.#waiting.shift();
        if ((await this.#take(next.line)) === 'quit') return;
      } else await this.#answer(next.question);
      context.signal.throwIfAborted();
      this.#tellNotes();
      this.draw();
    }
  }

  /** Somebody can speak from now on. */
  async listenTo(talk: Talk): Promise<void> {
    this.#talk = talk;
    this.draw();
    for await (const question of talk.questions()) this.#todo.push({ question });
  }

  level(decibels: number): void {
    this.#level = levelAfter(this.#level, decibels);
    this.draw();
  }

  /** The microphone is gone, or was never there. */
  deaf(): void {
    this.#talk = undefined;
    this.draw();
  }

  /** Stops what is going on. @returns whether anything was. */
  stop(): boolean {
    const going = this.#stops.at(-1);
    going?.abort();
    return going !== undefined;
  }

  /** The input has ended: what was typed before is still done. */
  end(): void {
    this.#todo.end();
  }

  key(key: Key): void {
    if (this.#later) {
      this.#later.push(key);
      return;
    }
    this.#choices = [];
    if (!this.#talk?.key(key, this.#editor.text === '')) this.#typed(key);
    this.draw();
  }

  /** What was taken for talking, and was typing. */
  typed(text: string): void {
    this.#editor = press(this.#editor, { type: 'paste', text }).state;
  }

  draw(): void {
    if (this.#isAside) return;
    const { screen, context } = this.#parts;
    const status = statusLines(this.#status(), this.#look);
    const { text, cursor } = this.#editor;
    const below = [
      ...this.#waiting.map((line) => context.out.paint.dim(`next › ${line.split('\n')[0]}`)),
      ...(this.#choices.length > 0 ? [context.out.paint.dim(this.#choices.join('  '))] : []),
    ];
    const taken = status.length + this.#shown.length + below.length + text.split('\n').length;
    const answer = this.#turn?.live(Math.max(2, screen.rows - taken - 1)) ?? [];
    const label = context.out.paint.cyan(youLabel);
    screen.show({
      body: [...this.#shown, ...answer, ...below],
      prompt: { label, text, cursor },
      status,
    });
  }

  #typed(key: Key): void {
    if (key.type === 'key' && key.name === 'escape' && !key.alt) {
      if (!this.#talk?.discard()) this.stop();
      return;
    }
    const { state, did } = press(this.#editor, key);
    this.#editor = state;
    if (did?.type === 'submit') this.#submit(did.text);
    else if (did?.type === 'interrupt') this.#interrupt();
    else if (did?.type === 'end') this.end();
    else if (did?.type === 'redraw') this.#parts.screen.redraw();
    else if (did?.type === 'complete') void this.#complete();
  }

  #submit(line: string): void {
    if (line.trim() === '') {
      this.stop();
      return;
    }
    this.#waiting.push(line);
    this.#todo.push({ line });
  }

  #interrupt(): void {
    if (this.#talk?.discard() || this.stop()) return;
    if (this.#editor.text !== '') this.#editor = replaced(this.#editor, '');
    else this.#leave();
  }

  #leave(): void {
    for (const stop of this.#stops) stop.abort();
    this.#todo.fail(new Exit(exitCodes.interrupted));
  }

  /** Keys wait meanwhile, though not for a platform that is slow: what is typed next is about what stands there then. */
  async #complete(): Promise<void> {
    const { commands, room } = this.#parts;
    const { text, cursor } = this.#editor;
    const later: Key[] = [];
    this.#later = later;
    const found = commands.completions(text, cursor, room).catch(() => []);
    const candidates = await Promise.race([found, setTimeout(patience, [])]);
    const completed = complete(text, cursor, candidates);
    this.#editor = replaced(this.#editor, completed.text, completed.cursor);
    this.#choices = completed.choices;
    this.#later = undefined;
    for (const key of later) this.key(key);
    this.draw();
  }

  async #take(line: string): Promise<'quit' | undefined> {
    const { commands } = this.#parts;
    const meant = commands.named(line);
    if (meant.type === 'message') {
      await this.#say({ text: meant.text });
      return undefined;
    }
    this.#print([this.#parts.context.out.paint.cyan(youLabel) + line]);
    if (meant.type === 'unknown') this.#fail(meant.error);
    else return this.#run(meant.command, meant.words);
    return undefined;
  }

  async #run(command: SlashCommand, words: string): Promise<'quit' | undefined> {
    const { room, settled } = this.#parts;
    try {
      return await this.#stoppable((signal) => command.run(words, this.#stage(signal)));
    } catch (error) {
      if (isAbort(error) && !this.#parts.context.signal.aborted)
        this.#parts.context.out.say('Stopped.');
      else this.#fail(error);
    } finally {
      this.#shown = [];
      this.#agent = (await room.agent()).name;
      await settled().catch((error) => this.#fail(error));
    }
    return undefined;
  }

  #stage(signal: AbortSignal): Stage {
    const { context, room, screen } = this.#parts;
    return {
      context,
      room,
      signal,
      asked: this.#asked,
      say: (text) => context.out.say(text),
      print: (text) => this.#print([text]),
      live: (lines) => {
        this.#shown = lines;
        this.draw();
      },
      ask: (said) => this.#say(said),
      aside: async (work) => {
        this.#isAside = true;
        try {
          return await screen.aside(work);
        } finally {
          this.#isAside = false;
          this.draw();
        }
      },
    };
  }

  async #answer(question: Question): Promise<void> {
    if (question.signal.aborted) return;
    const { sound, name } = question;
    const accepts = (words: string) => {
      const isEcho = question.isEcho(words);
      if (isEcho) this.#parts.room.note(echoed);
      return !isEcho;
    };
    await this.#say({ sound, name, waited: () => question.waited(), accepts }, question);
  }

  async #say(said: Said, question?: Question): Promise<RoomTurn | undefined> {
    const { context, room, criteria } = this.#parts;
    const { out } = context;
    const turn = new LiveTurn({
      ...this.#look,
      voice: room.voice !== undefined,
      print: (lines) => this.#print(lines),
      warn: (text) => out.warn(text),
    });
    this.#turn = turn;
    if ('text' in said) {
      turn.asked(said.text);
      this.#asked = said.text;
    }
    try {
      const ended = await this.#stoppable((stop) => {
        const signal = question ? AbortSignal.any([stop, question.signal]) : stop;
        return room.turn(said, signal, (event) => {
          this.#talk?.follow(event);
          turn.follow(event);
          this.draw();
        });
      });
      this.#asked = ended.message;
      turn.ended(ended);
      this.#print(turnBar(ended, this.#look));
      criteria.judgeSoon(room.turns);
      return ended;
    } catch (error) {
      turn.broken();
      const isNothing =
        question?.signal.aborted || (question?.isUnasked && error instanceof NothingHeard);
      if (!isNothing) this.#fail(error);
      return undefined;
    } finally {
      this.#turn = undefined;
      this.#talk?.settled();
      this.draw();
    }
  }

  async #stoppable<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const stop = new AbortController();
    this.#stops.push(stop);
    this.draw();
    try {
      return await work(AbortSignal.any([stop.signal, this.#parts.context.signal]));
    } finally {
      this.#stops.splice(this.#stops.indexOf(stop), 1);
    }
  }

  /** What was stopped needs no error. */
  #fail(error: unknown): void {
    const { out, signal } = this.#parts.context;
    if (!signal.aborted && !isAbort(error)) out.fail(failureOf(error));
  }

  #tellNotes(): void {
    const { context, room } = this.#parts;
    for (const note of room.notes()) context.out.warn(note);
  }

  #print(lines: readonly string[]): void {
    for (const line of lines) this.#parts.screen.print(line);
  }

  get #columns(): number {
    return Math.max(1, this.#parts.screen.columns - 1);
  }

  get #look() {
    return { columns: this.#columns, paint: this.#parts.context.out.paint };
  }

  #status() {
    const { room, criteria } = this.#parts;
    const talk = this.#talk;
    return {
      device: talk?.device,
      level: talk && this.#level,
      muted: talk?.state === 'muted',
      keys: this.#hints(talk?.state),
      partial: this.#turn?.partial || undefined,
      agent: this.#agent,
      mode: room.mode,
      voice: room.voice?.speaker.name,
      context: room.carried,
      criteria: criteria.verdicts,
      turns: room.turns,
    };
  }

  #hints(talking: TalkState | undefined): readonly string[] {
    if (talking === 'talking') return ['space sends', 'esc takes it back'];
    if (this.#stops.length > 0) return ['esc stops', ...(talking ? ['space interrupts'] : [])];
    return [...this.#voiceHint(talking), 'enter sends', 'alt+enter breaks the line', '/help'];
  }

  #voiceHint(talking: TalkState | undefined): readonly string[] {
    if (talking === 'muted') return ['/mute off listens again'];
    if (talking !== 'idle') return [];
    return [this.#talk?.kind === 'push' ? 'space talks' : 'speak'];
  }
}

const echoed =
  'The microphone hears the agent; --hands-free is for a loudspeaker, --headphones are not';
/** Milliseconds for what a platform has to be asked for. */
const patience = 500;
const isAbort = (error: unknown) => error instanceof Error && error.name === 'AbortError';
