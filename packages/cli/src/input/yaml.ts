/** YAML, in a file of its own so that only who needs it loads it. */
import { parseAllDocuments } from 'yaml';
import { UsageError } from '../failure';

/** @throws UsageError naming line and column. */
export function parseYaml(source: string, name: string): unknown {
  // As the language has it, but as its parser does not always: a line's end is a line's end.
  const text = source.replace(/\r\n?/g, '\n');
  const [document, ...others] = [...parseAllDocuments(text, { prettyErrors: true })];
  if (document === undefined) return undefined;
  if (others.length > 0) {
    throw new UsageError(`${name} holds ${others.length + 1} documents, where one was expected`);
  }
  const [error] = document.errors;
  if (error) throw new UsageError(`${name} is not valid YAML or JSON: ${error.message.trim()}`);
  try {
    return document.toJS();
  } catch (cause) {
    throw new UsageError(`${name} is not valid YAML: ${(cause as Error).message}`);
  }
}
