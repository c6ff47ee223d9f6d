/** Instructions that are being tried: the text, the draft that answers by it, and where both go in the end. */
import { readFile } from 'node:fs/promises';
import type { Agent } from '@voicectl/sdk';
import { lineOf, samePlatform } from '../../command-line';
import { identified } from '../../commands/identified';
import type { Context } from '../../context';
import { diffText } from '../../edit/diff';
import { ChangedMeanwhileError } from '../../edit/errors';
import { keepChanges } from '../../edit/kept';
import { openSession, type Session } from '../../edit/session';
import { confirm } from '../../input/prompt';
import { cleanLine } from '../../output/clean';
import type { Room } from '../room';
import { createTrial, type Trial } from '../trial';
import type { AgentNames } from './agent-names';
import type { Stage } from './command';
import { lastMessageIfAny } from './last-message';
import { unlessLeft } from './unless-left';
import { quotedName } from './words';

export class InstructionsEdit {
  /** As it was when the person began with it. */
  readonly #real: Agent;
  readonly #session: Session;
  readonly #names: AgentNames;
  readonly #label: string;
  #trial: Trial | undefined;
  /** Under way: whoever ends the chat has to wait for what comes of it. */
  #making: Promise<Trial> | undefined;
  /** What the person has written; nothing else knows it until it is kept. */
  #text: string | undefined;

  private constructor(real: Agent, session: Session, names: AgentNames, label: string) {
    this.#real = real;
    this.#session = session;
    this.#names = names;
    this.#label = label;
  }

  /** @throws what the platform's client throws. */
  static async begin(
    { context, room, signal }: Stage,
    names: AgentNames,
    number: number,
  ): Promise<InstructionsEdit> {
    // The room's own may be as old as the chat.
    const real = identified(await room.client.agents.get(room.agentId, { signal }));
    names.note(real);
    const session = await openSession(context, 'instructions.md');
    return new InstructionsEdit(real, session, names, `edit ${number}`);
  }

  get name(): string {
    return cleanLine(String(this.#real.name));
  }

  /** Whether there is nothing that an end would have to take care of. */
  get isIdle(): boolean {
    return !this.#trial && this.#text === undefined;
  }

  answersIn({ agentId }: Room): boolean {
    const { agent = this.#real } = this.#trial ?? {};
    return agent.id === agentId;
  }

  /** @throws EditorError; what the platform's client throws: the text is not lost. */
  async edit(stage: Stage): Promise<void> {
    const { say, print, context, room } = stage;
    const tried = instructionsOf(this.#trial?.agent ?? this.#real);
    const text = await this.#written(stage, tried);
    if (text.trim() === '') return say(`There is no text left, so all stays. ${this.#waysIfAny}`);
    if (text === tried && this.answersIn(room)) {
      if (!this.#trial) this.#text = undefined;
      return say(`Nothing was changed. ${this.#waysIfAny}`);
    }
    this.#text = text;
    if (text !== tried) print(diffText(tried, text, context.out.paint).trimEnd());
    try {
      const { agent } = await this.#try(stage, text);
      this.#names.note(agent);
      await room.useAgent(agent.id, stage.signal);
    } catch (error) {
      say(stillThere);
      throw error;
    }
    const message = lastMessageIfAny(stage);
    const next = message === undefined ? 'Your next message goes to it. ' : '';
    say(`${this.#trialName} answers: a draft, deleted when the chat ends. ${next}${this.#ways}`);
    if (message !== undefined) await stage.ask({ text: message });
  }

  /**
   * The text becomes the agent's own.
   * @returns whether the person wanted that. @throws what the platform's client throws: the text is not lost.
   */
  async keep({ context, room, signal, print, say, aside }: Stage, yes: boolean): Promise<boolean> {
    const text = this.#text;
    const { id } = this.#real;
    if (text === undefined) return true;
    const now = identified(await room.client.agents.get(id, { signal }));
    print(diffText(instructionsOf(now), text, context.out.paint).trimEnd());
    const isMoved = instructionsOf(now) !== instructionsOf(this.#real);
    if (isMoved && !context.interactive) throw new ChangedMeanwhileError('agent', ['instructions']);
    const question = async () =>
      isMoved
        ? `Somebody else changed the instructions of ${this.name} meanwhile. Send yours all the same?`
        : `Send these instructions to ${this.name} (${now.status})?`;
    const asking = aside(() => confirm(context, yes && !isMoved, question));
    if (!(await unlessLeft(context, asking))) {
      say('Nothing was sent; the trial goes on.');
      return false;
    }
    const changes = { instructions: text };
    const { version } = identified(await room.client.agents.update(id, changes, { signal }));
    this.#text = undefined;
    say(`Sent to ${this.name}${version === undefined ? '' : ` (version ${version})`}.`);
    return true;
  }

  /** The agent itself answers again, and what was written is gone. @throws what the platform's client throws. */
  async drop({ context, room, signal, say }: Stage): Promise<void> {
    // Who has gone on to another agent stays there. What the room knows of the real one may be older than what was kept.
    const returns = this.answersIn(room) || room.agentId === this.#real.id;
    if (returns) await room.useAgent(this.#real.id, signal);
    try {
      await this.#trial?.drop(signal);
    } catch (error) {
      if (!signal.aborted) say(this.#leftBehind(context));
      throw error;
    }
    this.#trial = undefined;
    this.#text = undefined;
    await this.#session.remove();
    if (returns) say(`${this.name} answers.`);
  }

  /** The chat is over. Never throws. */
  async end(context: Context): Promise<void> {
    const tellLeft = () => {
      if (this.#making || this.#trial) context.out.warn(this.#leftBehind(context));
    };
    // Whoever does not wait any longer ends the process.
    process.once('exit', tellLeft);
    const gone = this.#deleted(context, tellLeft).finally(() => process.off('exit', tellLeft));
    const text = this.#text;
    const told = text === undefined ? this.#session.remove() : this.#tellUnsent(context, text);
    await Promise.allSettled([told, gone]);
  }

  async #deleted({ out }: Context, tellLeft: () => void): Promise<void> {
    if (!this.#making && !this.#trial) return;
    out.say(`Deleting ${this.#trialName}…`);
    await this.#making?.catch(() => {});
    await this.#trial?.drop().catch(tellLeft);
  }

  async #tellUnsent(context: Context, instructions: string): Promise<void> {
    const { id } = this.#real;
    const start = `The edited instructions of ${this.name} were not sent: they are in`;
    const kept = keepChanges(context, 'agent', id, this.#session, { instructions });
    const { file, command } = await kept.catch(() => ({
      file: this.#session.file,
      command: undefined,
    }));
    const way = command === undefined ? '' : `, and this sends them: ${command}`;
    context.out.say(`${start} ${file}${way}`);
  }

  /** What the editor saved. @throws EditorError; then what it saved before it failed is not lost. */
  async #written({ aside, say }: Stage, tried: string): Promise<string> {
    const offered = this.#text ?? tried;
    // In a file a text ends with a line break, whether the agent's does or not.
    const isWhole = offered.endsWith('\n');
    const asOffered = (saved: string) => (isWhole ? saved : saved.replace(/\n+$/, ''));
    try {
      return asOffered(await aside(() => this.#session.edit(isWhole ? offered : `${offered}\n`)));
    } catch (error) {
      const saved = await readFile(this.#session.file, 'utf8').then(asOffered, () => offered);
      if (saved !== tried && saved.trim() !== '') {
        this.#text = saved;
        say(stillThere);
      }
      throw error;
    }
  }

  async #try({ room, signal }: Stage, text: string): Promise<Trial> {
    const changes = { instructions: text };
    if (this.#trial) {
      await this.#trial.change(changes, signal);
      return this.#trial;
    }
    this.#making = createTrial(room.client, this.#real, { changes, label: this.#label, signal });
    try {
      this.#trial = await this.#making;
    } finally {
      this.#making = undefined;
    }
    // It is there all the same: stopped, but not deleted.
    signal.throwIfAborted();
    return this.#trial;
  }

  get #trialName(): string {
    return cleanLine(String(this.#trial?.agent.name ?? `${this.name} (${this.#label})`));
  }

  get #waysIfAny(): string {
    return this.#trial ? this.#ways : '';
  }

  get #ways(): string {
    const name = quotedName(this.name);
    return `/edit again changes more, /edit keep sends it to ${this.name}, /edit drop goes back; /versus ${name} shows both.`;
  }

  #leftBehind({ flags }: Context): string {
    const id = this.#trial?.agent.id;
    const words = id === undefined ? ['list', '--search', this.name] : ['delete', id, '--yes'];
    const line = lineOf(['agents', ...words, ...samePlatform(flags)]);
    const what = id === undefined ? 'may have been left behind' : 'could not be deleted';
    return `${this.#trialName} ${what}: ${line ?? id ?? this.name}`;
  }
}

const stillThere = 'Your text is still there: /edit again goes on with it, /edit drop forgets it.';

/** With the line ends that an editor leaves. */
function instructionsOf({ instructions }: Agent): string {
  return String(instructions ?? '').replace(/\r\n?/g, '\n');
}
