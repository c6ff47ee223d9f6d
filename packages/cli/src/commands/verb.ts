/** A command that opens its help with examples, and knows what it prints. */
import { type AddHelpTextContext, type AddHelpTextPosition, Command } from 'commander';
import { refitted } from '../shell/refitted';

/** What a command prints as data: a shape of the contract, or one of ours. `commands --json` describes each. */
export type Shape =
  | 'Agent'
  | 'AgentList'
  | 'TestAgentResponse'
  | 'Goal'
  | 'GoalList'
  | 'GoalReceipt'
  | 'GoalSuggestion'
  | 'Deleted'
  | 'BulkResult'
  | 'Any'
  | 'Text';

export class Verb extends Command {
  readonly #examples: string[] = [];
  #shapes: readonly Shape[] = [];
  #hasPreview = false;
  #isCutShort = false;

  override createCommand(name?: string): Verb {
    return new Verb(name);
  }

  /** Commander wraps its own part of a help page, and leaves what is before and after it as it is. */
  override addHelpText(
    position: AddHelpTextPosition,
    text: string | ((about: AddHelpTextContext) => string),
  ): this {
    const { getOutHelpWidth, getErrHelpWidth } = this.configureOutput();
    return super.addHelpText(position, (about) =>
      refitted(
        typeof text === 'string' ? text : text(about),
        (about.error ? getErrHelpWidth : getOutHelpWidth)?.(),
      ),
    );
  }

  /** Lines to copy; the first ones of the help. */
  examples(...lines: readonly string[]): this {
    if (this.#examples.length === 0) this.addHelpText('before', () => this.#exampleText());
    this.#examples.push(...lines);
    return this;
  }

  /** The usual shape first; another one where it depends on the arguments. */
  prints(...shapes: readonly Shape[]): this {
    this.#shapes = shapes;
    return this;
  }

  /** It obeys --dry-run, or does nothing that could be held back. All others refuse that flag. */
  previews(): this {
    this.#hasPreview = true;
    return this;
  }

  /** It only tells, and ends at once when nobody reads any more. All others finish what they do. */
  endsUnread(): this {
    this.#isCutShort = true;
    return this;
  }

  get exampleLines(): readonly string[] {
    return this.#examples;
  }

  get shapes(): readonly Shape[] {
    return this.#shapes;
  }

  get hasPreview(): boolean {
    return this.#hasPreview;
  }

  get isCutShort(): boolean {
    return this.#isCutShort;
  }

  #exampleText(): string {
    return `Examples:\n${this.#examples.map((line) => `  ${line}`).join('\n')}\n`;
  }
}
