/** A chat with a person at a terminal: what is typed and spoken becomes turns and commands, one after the other. */
import type { Context } from '../context';
import { Exit, exitCodes, failureOf } from '../failure';
import { untilAborted } from '../output/until-aborted';
import { Agenda, type Item } from './agenda';
import type { Criteria } from './judge/standing';
import { statusOf } from './live-foot';
import { LivePrompt } from './live-prompt';
import { youLabel } from './live-turn';
import { isAbort, LiveTurns } from './live-turns';
import type { Room } from './room';
import type { Key } from './screen/key';
import type { Screen } from './screen/screen';
import type { SlashCommand, SlashCommands, Stage } from './slash/index';
import { Stops } from './stops';
import type { Talk } from './talk/talk';
import { type Level, levelAfter, silence } from './view/level';
import { statusLines } from './view/status';

export interface LiveChatParts {
  readonly context: Context;
  readonly room: Room;
  readonly screen: Screen;
  readonly commands: SlashCommands;
  readonly criteria: Criteria;
  /** A command is over: who answers may be somebody else now, and there may be a voice. */
  settled(): Promise<void>;
}

export class LiveChat {
  readonly #parts: LiveChatParts;
  readonly #agenda = new Agenda();
  readonly #prompt: LivePrompt;
  /** Aborts when the person leaves, whatever is going on. */
  readonly #left = new AbortController();
  readonly #stops: Stops;
  readonly #turns: LiveTurns;
  #talk: Talk | undefined;
  #level: Level = silence;
  /** What a command shows while it runs. */
  #shown: readonly string[] = [];
  #agent = '';
  #isAside = false;

  constructor(parts: LiveChatParts) {
    this.#parts = parts;
    const { context, screen, criteria, commands, room } = parts;
    this.#stops = new Stops(context.signal, () => this.draw());
    this.#turns = new LiveTurns({
      ...{ room, stops: this.#stops, look: () => this.#look },
      print: (lines) => this.#print(lines),
      say: (text) => context.out.say(text),
      warn: (text) => context.out.warn(text),
      fail: (error) => this.#fail(error),
      follow: (event) => {
        this.#talk?.follow(event);
        this.draw();
      },
      settled: (ended) => {
        this.#talk?.settled();
        if (ended) criteria.judgeSoon(room.turns);
        this.draw();
      },
    });
    this.#prompt = new LivePrompt({
      submit: (line) => this.#submit(line),
      interrupt: () => this.#interrupt(),
      escape: () => void (this.#talk?.discard() || this.stop()),
      end: () => this.end(),
      redraw: () => screen.redraw(),
      candidates: (text, cursor) => commands.completions(text, cursor, room),
      changed: () => this.draw(),
    });
    context.signal.addEventListener('abort', () => this.#leave(), { once: true });
    screen.onResize(() => {
      this.#turns.now?.resize(this.#columns);
      this.draw();
    });
    criteria.onChange(() => {
      // Nothing breaks into an answer.
      if (!this.#turns.now) this.#tellNotes();
      this.draw();
    });
  }

  /** Until the person leaves. @throws Exit 130 when they do so by Ctrl-C. */
  async run(): Promise<void> {
    this.#agent = String((await this.#parts.room.agent()).name);
    this.#tellNotes();
    this.draw();
    try {
      for (;;) {
        const item = await untilAborted(this.#agenda.next(), this.#left.signal);
        if (item === undefined) return;
        if ((await untilAborted(this.#do(item), this.#left.signal)) === 'quit') return;
        this.#tellNotes();
        this.draw();
      }
    } catch (error) {
      throw this.#left.signal.aborted ? new Exit(exitCodes.interrupted) : error;
    } finally {
      this.#tellNotes();
    }
  }

  /** Somebody can speak from now on. */
  async listenTo(talk: Talk): Promise<void> {
    this.#talk = talk;
    this.draw();
    for await (const question of talk.questions()) this.#agenda.add({ question });
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

  /** Stops what is going on. @returns whether there was anything that had not been stopped before. */
  stop(): boolean {
    return this.#stops.stop();
  }

  /** The input has ended: what was typed before is still done, what is being said is not. */
  end(): void {
    this.#talk?.discard();
    this.#agenda.end();
  }

  key(key: Key): void {
    // After the end, only what leaves is heard.
    if (this.#agenda.isOver && !(key.type === 'key' && key.ctrl && key.name === 'c')) return;
    this.#prompt.key(key, (each) => this.#talk?.key(each, this.#prompt.text === '') ?? false);
  }

  /** What was taken for talking, and was typing. */
  typed(text: string): void {
    this.#prompt.insert(text);
  }

  draw(): void {
    if (this.#isAside) return;
    const { screen, context, room, criteria } = this.#parts;
    const status = statusLines(
      statusOf({
        ...{ room, criteria, talk: this.#talk, level: this.#level, agent: this.#agent },
        ...{ partial: this.#turns.now?.partial, isBusy: this.#stops.isBusy },
      }),
      this.#look,
    );
    const { text, cursor, choices } = this.#prompt;
    const below = [
      ...this.#agenda.lines.map((line) => context.out.paint.dim(`next › ${line.split('\n')[0]}`)),
      ...(choices.length > 0 ? [context.out.paint.dim(choices.join('  '))] : []),
    ];
    const taken = status.length + this.#shown.length + below.length + text.split('\n').length;
    const answer = this.#turns.now?.live(Math.max(2, screen.rows - taken - 1)) ?? [];
    const label = context.out.paint.cyan(youLabel);
    screen.show({
      body: [...this.#shown, ...answer, ...below],
      prompt: { label, text, cursor },
      status,
    });
  }

  #submit(line: string): void {
    if (line.trim() === '') {
      this.stop();
      return;
    }
    const meant = this.#parts.commands.named(line);
    const isAtOnce = meant.type === 'command' && meant.command.atOnce === true;
    if (isAtOnce && this.#stops.isBusy) void this.#atOnce(line);
    else this.#agenda.add({ line });
  }

  /** What can't wait until an answer is over. */
  async #atOnce(line: string): Promise<void> {
    if ((await this.#take(line)) !== 'quit') return;
    this.#agenda.end({ drop: true });
    this.#stops.all();
  }

  /** What waits goes back to where it was typed: whoever stops an answer may not want the next. */
  #interrupt(): void {
    if (this.#talk?.discard()) return;
    const isStopped = this.stop();
    const waiting = this.#agenda.takeBack();
    if (waiting.length > 0) {
      const all = [...waiting, this.#prompt.text];
      this.#prompt.text = all.filter((each) => each !== '').join('\n');
    } else if (isStopped) return;
    else if (this.#prompt.text !== '') this.#prompt.text = '';
    else this.#leave();
  }

  #leave(): void {
    this.#stops.all();
    this.#left.abort();
  }

  async #do(item: Item): Promise<'quit' | undefined> {
    if ('line' in item) return this.#take(item.line);
    await this.#turns.answer(item.question);
    return undefined;
  }

  async #take(line: string): Promise<'quit' | undefined> {
    const { commands } = this.#parts;
    const meant = commands.named(line);
    if (meant.type === 'message') {
      await this.#turns.take({ text: meant.text });
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
      return await this.#stops.run((signal) => command.run(words, this.#stage(signal)));
    } catch (error) {
      if (isAbort(error) && !this.#parts.context.signal.aborted)
        this.#parts.context.out.say('Stopped.');
      else this.#fail(error);
    } finally {
      this.#shown = [];
      this.#agent = String((await room.agent()).name);
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
      asked: this.#turns.asked,
      say: (text) => context.out.say(text),
      print: (text) => this.#print([text]),
      live: (lines) => {
        this.#shown = lines;
        this.draw();
      },
      ask: (said) => this.#turns.take(said),
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

  /** What was stopped needs no error. */
  #fail(error: unknown): void {
    const { out, signal } = this.#parts.context;
    const isOver = signal.aborted || this.#left.signal.aborted;
    if (!isOver && !isAbort(error)) out.fail(failureOf(error));
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
}
