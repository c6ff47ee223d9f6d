/** Prose of a help page in lines that fit the terminal; what is indented is to be copied, and left alone. Pure. */
import { wrapped } from './topics/page';

/** Columns that are read with ease. */
const widest = 100;

/** @param width of the terminal; off a terminal the text stays as it was written. */
export function refitted(text: string, width: number | undefined): string {
  const lines = text.split('\n');
  if (width === undefined || lines.every((line) => isToCopy(line) || line.length <= width)) {
    return text;
  }
  const room = Math.max(20, Math.min(width, widest));
  return joined(lines)
    .flatMap((line) => (isToCopy(line) ? [line] : wrapped(line, room)))
    .join('\n');
}

/** Lines that were broken only because they had to be somewhere. */
function joined(lines: readonly string[]): readonly string[] {
  const whole: string[] = [];
  for (const line of lines) {
    const last = whole.at(-1) ?? '';
    const isProse = last !== '' && line !== '' && ![last, line].some(isToCopy);
    if (isProse && !/[.:]$/.test(last)) whole[whole.length - 1] = `${last} ${line}`;
    else whole.push(line);
  }
  return whole;
}

function isToCopy(line: string): boolean {
  return line.startsWith(' ');
}
