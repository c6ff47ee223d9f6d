/** A command that opens its help with examples, and knows what it prints. */
import { Command } from 'commander';

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
  #shape: Shape | undefined;

  override createCommand(name?: string): Verb {
    return new Verb(name);
  }

  /** Lines to copy; the first ones of the help. */
  examples(...lines: readonly string[]): this {
    if (this.#examples.length === 0) this.addHelpText('before', () => this.#exampleText());
    this.#examples.push(...lines);
    return this;
  }

  prints(shape: Shape): this {
    this.#shape = shape;
    return this;
  }

  get exampleLines(): readonly string[] {
    return this.#examples;
  }

  get shape(): Shape | undefined {
    return this.#shape;
  }

  #exampleText(): string {
    return `Examples:\n${this.#examples.map((line) => `  ${line}`).join('\n')}\n`;
  }
}
