/** A record in an editor: what would change is shown, somebody agrees, and only that is sent. */
import { isDeepStrictEqual } from 'node:util';
import type { Context } from '../context';
import { Exit, exitCodes, failureOf, NeedsFlagError } from '../failure';
import type { Fields } from '../input/assign';
import type { Kind } from '../input/contract';
import { pick } from '../input/prompt';
import { warnOfUnknown } from '../input/unknown';
import { yamlText } from '../input/yaml-text';
import { showDiff } from './diff';
import { editUntilRight } from './draft';
import { applied, changesBetween, editable } from './editable';
import { ChangedMeanwhileError } from './errors';
import { headerOf } from './header';
import { keep } from './kept';
import { openSession, type Session } from './session';

/** Where a record comes from and goes to. */
export interface Subject<T> {
  readonly kind: Kind;
  read(): Promise<T>;
  send(changes: Fields): Promise<T>;
}

/** @returns what the record is afterwards; the same object that was read, when nothing was sent. */
export async function editRecord<T extends Fields>(
  context: Context,
  subject: Subject<T>,
  yes: boolean | undefined,
): Promise<T> {
  const { kind } = subject;
  if (!context.interactive && !yes && !context.flags.dryRun) {
    throw new NeedsFlagError(
      'Nobody can be asked here whether the changes are right',
      `Add --yes to send them as they are, or use voicectl ${kind}s update.`,
      '--yes',
    );
  }
  const record = await subject.read();
  const session = await openSession(context, `${kind}.yaml`);
  const edit = new Edit(context, subject, session, yes, record);
  try {
    const after = await edit.run();
    await session.remove();
    return after;
  } catch (error) {
    await (isDone(error) || !session.worthKeeping
      ? session.remove()
      : keep(context, kind, record.id, session, edit.unsent));
    throw error;
  }
}

/** With `--dry-run`, when what would be sent has been shown. */
function isDone(error: unknown): boolean {
  return error instanceof Exit && error.exit === exitCodes.done;
}

class Edit<T extends Fields> {
  readonly #context: Context;
  readonly #subject: Subject<T>;
  readonly #session: Session;
  readonly #yes: boolean | undefined;
  /** As it was when the person began with it. */
  #record: T;
  #text: string;
  #unsent: Fields | undefined;

  constructor(
    context: Context,
    subject: Subject<T>,
    session: Session,
    yes: boolean | undefined,
    record: T,
  ) {
    this.#context = context;
    this.#subject = subject;
    this.#session = session;
    this.#yes = yes;
    this.#record = record;
    this.#text = this.#asText(record, {});
  }

  /** What the text would change; undefined where it makes no sense. */
  get unsent(): Fields | undefined {
    return this.#unsent;
  }

  async run(): Promise<T> {
    for (;;) {
      const changes = await this.#edit();
      if (changes === undefined) return this.#unchanged();
      const decided = await this.#decide(changes);
      if (decided === 'discard') return this.#unchanged();
      if (decided === 'edit') continue;
      const sent = await this.#send(changes);
      if (sent !== undefined) return sent;
    }
  }

  /** What is to be sent; undefined when nothing is. */
  async #edit(): Promise<Fields | undefined> {
    const { kind } = this.#subject;
    const before = editable(kind, this.#record);
    this.#unsent = undefined;
    const draft = await editUntilRight(this.#context, this.#session, this.#text, (edited) => {
      const { fields, problems } = changesBetween(kind, before, edited);
      return { value: fields, problems };
    });
    if (draft === undefined || Object.keys(draft.value).length === 0) return undefined;
    this.#text = draft.text;
    this.#unsent = draft.value;
    return draft.value;
  }

  async #decide(changes: Fields): Promise<'send' | 'edit' | 'discard'> {
    const { kind } = this.#subject;
    const { out } = this.#context;
    const before = editable(kind, this.#record);
    await showDiff(this.#context, yamlText(before), yamlText(applied(before, changes)));
    warnOfUnknown(out, kind === 'agent' ? 'UpdateAgentRequest' : 'UpdateGoalRequest', changes);
    if (this.#yes || this.#context.flags.dryRun) return this.#unlessMoved(changes);
    const choices = [
      { name: 'Send these changes', value: 'send' },
      { name: 'Edit again', value: 'edit' },
      { name: 'Discard them', value: 'discard' },
    ];
    const chosen = await pick(this.#context, 'Send these changes?', choices);
    return chosen === 'send' ? this.#unlessMoved(changes) : (chosen as 'edit' | 'discard');
  }

  /** Somebody else may have changed the record while it was edited. */
  async #unlessMoved(changes: Fields): Promise<'send' | 'edit' | 'discard'> {
    const { kind } = this.#subject;
    const now = await this.#subject.read();
    const [was, is] = [editable(kind, this.#record), editable(kind, now)];
    if (!moved(this.#record, now) && isDeepStrictEqual(was, is)) return 'send';
    const { out, interactive } = this.#context;
    out.warn(`The ${kind} was changed by somebody else meanwhile${versions(this.#record, now)}:`);
    await showDiff(this.#context, yamlText(was), yamlText(is));
    const both = Object.keys(changes).filter((name) => !isDeepStrictEqual(was[name], is[name]));
    if (!interactive) throw new ChangedMeanwhileError(kind, both);
    const question = both.length === 0 ? 'Go on?' : `Both changed ${both.join(', ')}. Go on?`;
    const chosen = await pick(this.#context, question, [
      { name: 'Edit again, beginning with what is there now and your changes', value: 'edit' },
      { name: 'Send your changes all the same', value: 'send' },
      { name: 'Discard your changes', value: 'discard' },
    ]);
    if (chosen === 'edit') {
      this.#record = now;
      this.#text = this.#asText(now, changes);
    }
    return chosen as 'send' | 'edit' | 'discard';
  }

  /** Undefined when the server says no and the person wants to edit again. */
  async #send(changes: Fields): Promise<T | undefined> {
    const { out, interactive, signal } = this.#context;
    try {
      return await this.#subject.send(changes);
    } catch (error) {
      if (error instanceof Exit || !interactive || signal.aborted) throw error;
      const failure = failureOf(error);
      out.fail(failure);
      const chosen = await pick(this.#context, 'What now?', [
        { name: 'Edit again', value: 'edit' },
        { name: 'Leave it; your text is kept', value: 'leave' },
      ]);
      if (chosen === 'leave') throw new Exit(failure.exit);
      return undefined;
    }
  }

  #unchanged(): T {
    this.#context.out.say('Nothing was changed, so nothing was sent.');
    return this.#record;
  }

  #asText(record: T, changes: Fields): string {
    const { kind } = this.#subject;
    return headerOf(kind, record) + yamlText(applied(editable(kind, record), changes));
  }
}

/** By the marks that the server makes for it. */
function moved(before: Fields, now: Fields): boolean {
  return ['version', 'updatedAt', 'updated_at', 'status'].some(
    (mark) => before[mark] !== now[mark],
  );
}

function versions(before: Fields, now: Fields): string {
  if (before.version === now.version) return '';
  return ` (version ${String(before.version)} became ${String(now.version)})`;
}
