/** Questions to a person. Only ever asked on a terminal; inquirer is loaded when one is. */
import type { Context } from '../context';
import { NeedsFlagError } from '../failure';
import { cleanLine } from '../output/clean';

/**
 * Whether to go ahead; the question is made only when it is asked.
 * @throws NeedsFlagError where nobody can be asked and `yes` was not given.
 */
export async function confirm(
  context: Context,
  yes: boolean | undefined,
  question: () => Promise<string>,
): Promise<boolean> {
  if (yes || context.flags.dryRun) return true;
  const message = cleanLine(await question());
  if (!context.interactive) {
    const hint = 'Add --yes to go ahead.';
    throw new NeedsFlagError(`${message} Nobody can be asked here.`, hint, '--yes');
  }
  const { confirmed } = await (await prompts(context))<{ confirmed: boolean }>([
    { type: 'confirm', name: 'confirmed', message, default: false },
  ]);
  return confirmed;
}

export async function pick(
  context: Context,
  question: string,
  choices: readonly { readonly name: string; readonly value: string }[],
): Promise<string> {
  const { chosen } = await (await prompts(context))<{ chosen: string }>([
    { type: 'select', name: 'chosen', message: question, choices: [...choices], pageSize: 12 },
  ]);
  return chosen;
}

/** At least one of them. */
export async function pickMany(
  context: Context,
  question: string,
  choices: readonly { readonly name: string; readonly value: string }[],
): Promise<readonly string[]> {
  const { chosen } = await (await prompts(context))<{ chosen: string[] }>([
    {
      type: 'checkbox',
      name: 'chosen',
      message: question,
      choices: [...choices],
      pageSize: 12,
      required: true,
    },
  ]);
  return chosen;
}

/** A line of text; what is offered counts when nothing is typed. */
export async function ask(context: Context, question: string, offered?: string): Promise<string> {
  const { typed } = await (await prompts(context))<{ typed: string }>([
    {
      type: 'input',
      name: 'typed',
      message: question,
      ...(offered === undefined ? {} : { default: offered }),
    },
  ]);
  return typed.trim();
}

/** A secret: what is typed is not shown. */
export async function askHidden(context: Context, question: string): Promise<string> {
  const { typed } = await (await prompts(context))<{ typed: string }>([
    { type: 'password', name: 'typed', message: question, mask: '' },
  ]);
  return typed.trim();
}

async function prompts({ streams, signal }: Context) {
  const { default: inquirer } = await import('inquirer');
  return inquirer.createPromptModule({ input: streams.stdin, output: streams.stderr, signal });
}
