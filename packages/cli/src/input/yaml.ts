/** YAML, in a file of its own so that only who needs it loads it. */
import { parseDocument } from 'yaml';
import { UsageError } from '../failure';

/** @throws UsageError naming line and column. */
export function parseYaml(source: string, name: string): unknown {
  const document = parseDocument(source, { prettyErrors: true });
  const [error] = document.errors;
  if (error) throw new UsageError(`${name} is not valid YAML or JSON: ${error.message.trim()}`);
  return document.toJS();
}
