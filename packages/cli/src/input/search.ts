/** One of many, found by typing a part of it. Only ever asked on a terminal; Esc leaves like Ctrl-C. */
import type { Context } from '../context';
import { Exit, exitCodes } from '../failure';

export interface Findable {
  readonly name: string;
  readonly value: string;
}

export async function search(
  context: Context,
  question: string,
  choices: readonly Findable[],
): Promise<string> {
  const { stdin, stderr } = context.streams;
  const left = new AbortController();
  const leave = (_: unknown, key: { readonly name?: string } | undefined) => {
    if (key?.name === 'escape') left.abort();
  };
  const { default: inquirer } = await import('inquirer');
  const signal = AbortSignal.any([context.signal, left.signal]);
  const ask = inquirer.createPromptModule({ input: stdin, output: stderr, signal });
  stdin.on('keypress', leave);
  try {
    const { chosen } = await ask<{ chosen: string }>([
      {
        type: 'search',
        name: 'chosen',
        message: `${question} (${choices.length}; type to filter)`,
        pageSize: 12,
        source: (typed: string | undefined) => [...matching(choices, typed ?? '')],
      },
    ]);
    return chosen;
  } catch (error) {
    if (left.signal.aborted && !context.signal.aborted) throw new Exit(exitCodes.interrupted);
    throw error;
  } finally {
    stdin.off('keypress', leave);
  }
}

/** By what is shown, in any case, and by the beginning of the value; each of the words has to be there. */
export function matching(choices: readonly Findable[], typed: string): readonly Findable[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return choices.filter(({ name, value }) => {
    const shown = name.toLowerCase();
    return words.every((word) => shown.includes(word) || value.toLowerCase().startsWith(word));
  });
}
