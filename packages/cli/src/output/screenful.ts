/** As much of a text as fits on a screen, with a line below it. */
import stringWidth from 'string-width';

interface Screen {
  readonly columns: number;
  readonly rows: number;
}

export function screenful(text: string, foot: string, { columns, rows }: Screen): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const heightOf = (line: string) => Math.max(1, Math.ceil(stringWidth(line) / columns));
  // The last row stays empty: a line break there would move all of it up.
  let room = rows - 1 - heightOf(foot);
  const fits = lines.findIndex((line) => {
    room -= heightOf(line);
    return room < 0;
  });
  if (fits < 0) return [...lines, foot];
  // One line less, for the word that there are more.
  const shown = lines.slice(0, Math.max(0, fits - 1));
  return [...shown, `… ${lines.length - shown.length} more lines`, foot];
}
