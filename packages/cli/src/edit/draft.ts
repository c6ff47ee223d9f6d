/** One text, edited until it makes sense or somebody gives up. */
import type { Context } from '../context';
import { UsageError } from '../failure';
import type { Fields } from '../input/assign';
import { pick } from '../input/prompt';
import type { Problem } from '../input/record';
import { cleanLine } from '../output/clean';
import { isEmpty, read } from './editable';
import type { Session } from './session';

export interface Draft<T> {
  /** All of the text, comments too. */
  readonly text: string;
  /** What it stands for. */
  readonly value: T;
}

/** What an edited document stands for, or why it makes no sense. */
export type Check<T> = (fields: Fields) => { value: T; problems: readonly Problem[] };

/**
 * @returns undefined when the text was emptied: nothing is wanted.
 * @throws UsageError with what is wrong, where nobody can be asked, or somebody does not want to go on.
 */
export async function editUntilRight<T>(
  context: Context,
  session: Session,
  offered: string,
  check: Check<T>,
): Promise<Draft<T> | undefined> {
  let problems: readonly Problem[] = [];
  let text = offered;
  for (;;) {
    text = withoutProblems(await session.edit(withProblems(text, problems)));
    if (isEmpty(text)) return undefined;
    const document = read(text);
    const checked = 'fields' in document ? check(document.fields) : undefined;
    if (checked && checked.problems.length === 0) return { text, value: checked.value };
    problems = 'problems' in document ? document.problems : (checked?.problems ?? []);
    if (!(await again(context, problems))) {
      throw new UsageError('The text makes no sense yet; nothing was sent', undefined, problems);
    }
  }
}

async function again(context: Context, problems: readonly Problem[]): Promise<boolean> {
  if (!context.interactive) return false;
  for (const problem of problems) context.out.warn(sentence(problem));
  const choices = [
    { name: 'Edit again', value: 'edit' },
    { name: 'Leave it', value: 'leave' },
  ];
  return (await pick(context, 'The text makes no sense yet', choices)) === 'edit';
}

function sentence({ path, message }: Problem): string {
  return path === '' ? message : `${path} ${message}`;
}

const mark = '#! ';

function withProblems(text: string, problems: readonly Problem[]): string {
  return problems.map((problem) => `${mark}${cleanLine(sentence(problem))}\n`).join('') + text;
}

/** Only at the top: further down it may be a part of a prompt. */
function withoutProblems(text: string): string {
  const lines = text.split('\n');
  const first = lines.findIndex((line) => !line.startsWith(mark));
  return lines.slice(Math.max(first, 0)).join('\n');
}
