/** `--query`: a part of a value by JMESPath. A file of its own, so that only who asks loads the library. */
import {
  compile,
  getRegisteredFunctions,
  type JSONValue,
  TreeInterpreter,
  tokenize,
} from '@jmespath-community/jmespath';
import { UsageError } from '../failure';

export type Query = (value: unknown) => unknown;

/** @throws UsageError with the place where it stops making sense. */
export function parseQuery(text: string): Query {
  const tree = parse(text);
  refuseUnknownFunctions(tree);
  return (value) => plain(search(tree, value));
}

function parse(text: string) {
  try {
    return compile(text, options);
  } catch (error) {
    const at = placeOfError(text);
    if (at >= text.length) {
      throw new UsageError(`--query ends too early, at character ${text.length + 1}`, hint);
    }
    const place = `at character ${at + 1}, ${JSON.stringify(text.slice(at, at + 20))}`;
    throw new UsageError(`--query makes no sense ${place}: ${reason(error)}`, hint);
  }
}

// `draft` between backticks is a text in the queries that people have learnt elsewhere.
const options = { enable_legacy_literals: true };

const hint = "It is JMESPath, as in: data[].name, or data[?status=='active'].{id: id, name: name}";

/** The library has no place for its errors: it is where the first piece stands that spoils what is before it. */
function placeOfError(text: string): number {
  // Each try parses all of it again.
  if (text.length > 2_000) return text.length;
  let readable = text.length;
  while (readable > 0 && !isReadable(text.slice(0, readable))) readable -= 1;
  if (readable < text.length) return text.slice(0, readable).trimEnd() === '' ? 0 : readable;
  const tokens = tokenize(text, options);
  for (const [index, { start }] of tokens.entries()) {
    const end = tokens[index + 1]?.start ?? text.length;
    const error = errorOf(() => compile(text.slice(0, end), options));
    if (error !== undefined && !/\bEOF\b/.test(error)) return start;
  }
  return text.length;
}

function isReadable(text: string): boolean {
  return errorOf(() => tokenize(text, options)) === undefined;
}

function errorOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function reason(error: unknown): string {
  return (error as Error).message.replace(/^syntax(?: error)?[:,] */i, '');
}

/** Known before anything is sent, unlike whether it fits what will come. */
function refuseUnknownFunctions(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  const { type, name } = node as { readonly type?: unknown; readonly name?: unknown };
  if (type === 'Function' && !getRegisteredFunctions().includes(String(name))) {
    throw new UsageError(
      `--query: there is no function ${String(name)}()`,
      `There are ${getRegisteredFunctions().sort().join(', ')}.`,
    );
  }
  if (type !== 'Literal') for (const child of Object.values(node)) refuseUnknownFunctions(child);
}

function search(tree: ReturnType<typeof compile>, value: unknown): unknown {
  try {
    return TreeInterpreter.search(tree, (value ?? null) as JSONValue);
  } catch (error) {
    throw new UsageError(`--query does not fit what came: ${reason(error)}`, hint);
  }
}

/** Data alone: what every object inherits is reached by such expressions, too. */
function plain(value: unknown): unknown {
  const text = JSON.stringify(value);
  return text === undefined ? null : JSON.parse(text);
}
