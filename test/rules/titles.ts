/** The titles of the tests in a file, as they are written there, those of `each` with their tables. */
import { readFileSync } from 'node:fs';
import ts from 'typescript';

interface Title {
  readonly text: string;
  /** Its table, a text a row; undefined where there is none, or where it is not in this file. */
  readonly rows: readonly string[] | undefined;
}

const read = new Map<string, readonly Title[]>();

export function titlesIn(file: string): readonly Title[] {
  const known = read.get(file) ?? parse(file);
  read.set(file, known);
  return known;
}

function parse(file: string): Title[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(file, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const titles: Title[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) titles.push(...titleOf(node, source));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return titles;
}

/** Of `it('…')`, `describe.skipIf(x)('…')` or `test.each(table)('…')`. */
function titleOf(
  { expression, arguments: [first] }: ts.CallExpression,
  source: ts.SourceFile,
): Title[] {
  if (first === undefined || !/^(it|test|describe)\b/.test(expression.getText())) return [];
  if (!ts.isStringLiteralLike(first)) return [];
  const each = ts.isCallExpression(expression) && /\.each$/.test(expression.expression.getText());
  if (!each) return [{ text: first.text, rows: undefined }];
  return [{ text: first.text, rows: rowsOf(expression.arguments[0], source) }];
}

/** A table that has a name stands elsewhere in the file, or in another one: then nothing is known of its values. */
function rowsOf(table: ts.Node | undefined, source: ts.SourceFile): string[] | undefined {
  if (table === undefined) return undefined;
  if (ts.isAsExpression(table)) return rowsOf(table.expression, source);
  if (ts.isArrayLiteralExpression(table)) return table.elements.map((row) => row.getText());
  const isHere = !ts.isIdentifier(table) || new RegExp(`const ${table.text}\\b`).test(source.text);
  return isHere ? [source.text] : undefined;
}

/** Whether one of the titles is this one: to the letter, or with values of one row of its table filled in. */
export function holds(titles: readonly Title[], wanted: string): boolean {
  return titles.some(({ text, rows }) => {
    if (text === wanted) return true;
    const values = filled(text, wanted)?.filter((value) => value !== '%s');
    if (values === undefined || rows === undefined) return values !== undefined;
    return rows.some((row) => hasInOrder(row, values) || (text.includes('$') && has(row, values)));
  });
}

function has(row: string, values: readonly string[]): boolean {
  return values.every((value) => row.includes(value));
}

function hasInOrder(row: string, values: readonly string[]): boolean {
  let from = 0;
  return values.every((value) => {
    const at = row.indexOf(value, from);
    from = at + value.length;
    return at !== -1;
  });
}

/** `%s` and `$name` stand for values. */
function filled(template: string, title: string): string[] | undefined {
  const parts = template.split(/%[sijdfo]|\$[a-z][\w.]*/i);
  if (parts.length === 1) return undefined;
  const pattern = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('(.+?)');
  return new RegExp(`^${pattern}$`).exec(title)?.slice(1);
}
