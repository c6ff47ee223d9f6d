/** Text in Markdown: it is read as it was written, and only what Markdown would take for its own gets a backslash. Pure. */
import { clean, cleanLine } from './clean';

/** @param begins where it does: behind a label, nothing of its first line is at a line's start. */
export function markdownText(text: string, begins: 'line' | 'within' = 'line'): string {
  return linesIn(text, begins).join('  \n');
}

/** The same, struck through line by line: no mark of Markdown goes beyond a paragraph. */
export function struckMarkdown(text: string): string {
  const lines = linesIn(text, 'within').map((line) => line.trim());
  return lines.map((line) => (line === '' ? '' : `~~${line}~~`)).join('  \n');
}

/** For a title, or a name in the midst of a line. */
export function markdownLine(text: string): string {
  return withoutMarks(cleanLine(text));
}

/** For a cell of a table. */
export function markdownCell(text: string): string {
  return markdownLine(text).replaceAll('|', '\\|');
}

function linesIn(text: string, begins: 'line' | 'within'): readonly string[] {
  // Spaces around a line mean something to Markdown, and are not seen.
  const lines = clean(text)
    .split('\n')
    .map((line) => line.replace(/^[ \t]+|[ \t]+$/g, ''));
  return lines.map((line, at) => {
    const plain = withoutMarks(line);
    return at === 0 && begins === 'within' ? plain : withoutStart(line, plain);
  });
}

/** What means something wherever it stands. */
function withoutMarks(line: string): string {
  return (
    line
      // A backslash before what it could act on, and at the end, where something may follow.
      .replace(/\\(?=[!-/:-@[-`{-~]|$)/g, '\\\\')
      .replace(/[`[]/g, '\\$&')
      .replace(/<(?=[a-z/!?])/gi, '\\<')
      .replace(/&(?=#?[a-z0-9]+;)/gi, '\\&')
      // A title may end in marks like those that it begins with.
      .replace(/(?<=^|[ \t])#(?=#*$)/g, '\\#')
      .replace(/\*+|~+|_+/g, (run: string, at: number, all: string) => {
        const [before, after] = [all[at - 1] ?? '', all[at + run.length] ?? ''];
        return emphasizes(run, before, after) ? run.replace(/./g, '\\$&') : run;
      })
  );
}

/** Not between spaces; nor, of `_`, between letters. */
function emphasizes(run: string, before: string, after: string): boolean {
  if (isSpace.test(before) && isSpace.test(after)) return false;
  return !(run.startsWith('_') && isLetter.test(before) && isLetter.test(after));
}

const isSpace = /^[ \t]$/;
const isLetter = /^[\p{L}\p{N}]$/u;

/** What means something at the start of a line: a title, a list, a quote, a rule, the rule below a table's head. */
function withoutStart(line: string, plain: string): string {
  if (plain.startsWith('\\') && !line.startsWith('\\')) return plain;
  if (/^(#{1,6}(\s|$)|>|[-+](\s|$)|=+$|-[-\s]*$)/.test(line)) return `\\${plain}`;
  if (/^[|:-][|:\s-]*$/.test(line) && line.includes('-')) return `\\${plain}`;
  return plain.replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2');
}
