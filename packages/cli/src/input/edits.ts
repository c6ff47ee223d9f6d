/** `--set`, `--set-string` and `--unset`: places in a document, in the order in which they were given. */
import { type Command, InvalidArgumentError } from 'commander';
import { type Path, PathError, parseAssignment, parsePath } from './path';

export type Edit =
  | { readonly set: Path; readonly value: string; readonly asText: boolean }
  | { readonly unset: Path };

/** Adds the flags; the function gives what was said by them. */
export function addEdits(command: Command): () => readonly Edit[] {
  const edits: Edit[] = [];
  const option = (flags: string, help: string, read: (text: string) => Edit) =>
    command.option(flags, help, (text) => {
      edits.push(understood(() => read(text)));
      return edits;
    });
  option(
    '--set <path=value>',
    'any field, as in modelConfig.modelSettings.temperature=0.2, resolutionCriteria[0].label=Done or metadata.tags[]=new; JSON, or else text; @FILE where it wants text (may be repeated)',
    (text) => set(text, false),
  );
  option(
    '--set-string <path=text>',
    'the same, but always this very text: metadata.code=007',
    (text) => set(text, true),
  );
  option('--unset <path>', 'take a field away: policy (may be repeated)', (text) => ({
    unset: parsePath(text),
  }));
  return () => edits;
}

function set(text: string, asText: boolean): Edit {
  const { path, value } = parseAssignment(text);
  return { set: path, value, asText };
}

function understood(read: () => Edit): Edit {
  try {
    return read();
  } catch (error) {
    if (error instanceof PathError) throw new InvalidArgumentError(`${error.message}.`);
    throw error;
  }
}
