/** What somebody gives for a record: a document, places in it, and flags. Each outranks the one before it. */
import type { Command } from 'commander';
import type { Context } from '../context';
import { UsageError } from '../failure';
import type { Fields } from './assign';
import { addDocument, nameOf } from './document';
import { addEdits, type Edit } from './edits';
import { addFields, flagOf, type RequestName } from './fields';
import { formatPath } from './path';
import { readsStdin, textOf } from './text';
import { namesFile, withTexts } from './texts-in-files';

export interface Given {
  readonly document: Fields;
  /** Where the document is from. */
  readonly file: string;
  readonly edits: readonly Edit[];
  readonly flags: Fields;
  /** Not even an empty document. */
  readonly nothing: boolean;
}

type Options = Readonly<Record<string, unknown>> & { readonly file?: string };

/** Adds `-f`, `--set` and its kin, and a flag for each plain field; the function reads what was given by them. */
export function addGiven(
  command: Command,
  request: RequestName,
  { document: withDocument = true } = {},
): (options: Options, context: Context) => Promise<Given> {
  const document = withDocument ? addDocument(command) : async () => ({});
  const fields = addFields(command, request, { fromFiles: true });
  const edits = addEdits(command);
  return async (options, context) => {
    const { file } = options;
    const typed = fields.read(options);
    const texts = fields.fromFile.filter((name) => typed[name] !== undefined);
    const names = await namesFile(request, edits());
    const readers = [
      ...(file === '-' ? ['-f -'] : []),
      ...edits().flatMap((edit) =>
        'set' in edit && names(edit) && readsStdin(edit.value)
          ? [`--set ${formatPath(edit.set)}=@-`]
          : [],
      ),
      ...texts
        .filter((name) => readsStdin(String(typed[name])))
        .map((name) => `${flagOf(name)} @-`),
    ];
    if (readers.length > 1) throw twice(readers);
    return {
      document: await document(options, context),
      file: nameOf(file ?? ''),
      edits: await withTexts(edits(), names, context),
      flags: { ...typed, ...(await read(texts, typed, context)) },
      nothing: file === undefined && edits().length === 0 && Object.keys(typed).length === 0,
    };
  };
}

async function read(names: readonly string[], typed: Fields, context: Context): Promise<Fields> {
  const texts: [string, string][] = [];
  for (const name of names) {
    texts.push([name, await textOf(String(typed[name]), `${flagOf(name)} `, context)]);
  }
  return Object.fromEntries(texts);
}

function twice(readers: readonly string[]): UsageError {
  return new UsageError(
    `${readers.join(' and ')} want the same standard input`,
    'Name a file for all but one of them.',
  );
}
