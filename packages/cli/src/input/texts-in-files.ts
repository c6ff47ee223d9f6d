/** `--set instructions=@prompt.md`: texts that edits take from files, where the contract wants text. */
import type { Context } from '../context';
import type { Edit } from './edits';
import type { RequestName } from './fields';
import { formatPath } from './path';
import { textOf } from './text';

/** Whether an edit names a file in place of its text. */
export type NamesFile = (edit: Edit) => boolean;

/** The contract is asked only where a value begins with the sign, since it takes its time to load. */
export async function namesFile(request: RequestName, edits: readonly Edit[]): Promise<NamesFile> {
  if (!edits.some(hasSign)) return () => false;
  const { isText, requests, schemasAt } = await import('./contract');
  const schema = Object.entries(requests).find(([name]) => name === request)?.[1];
  return (edit) => hasSign(edit) && schema !== undefined && isText(schemasAt([schema], edit.set));
}

export async function withTexts(
  edits: readonly Edit[],
  names: NamesFile,
  context: Context,
): Promise<readonly Edit[]> {
  const all: Edit[] = [];
  for (const edit of edits) {
    all.push(names(edit) && 'set' in edit ? await withText(edit, context) : edit);
  }
  return all;
}

type Assignment = Extract<Edit, { readonly set: unknown }>;

async function withText(edit: Assignment, context: Context): Promise<Edit> {
  const value = await textOf(edit.value, `--set ${formatPath(edit.set)}=`, context);
  return { ...edit, value, asText: true };
}

function hasSign(edit: Edit): edit is Assignment {
  return 'set' in edit && !edit.asText && edit.value.startsWith('@');
}
