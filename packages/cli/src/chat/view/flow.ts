/** Words in lines of a width: parts are kept whole as long as they fit, and separators are left out where a line ends. Pure. */
import stringWidth from 'string-width';
import { cut } from '../../output/cell';

export interface Part {
  /** Without colours: what is measured. */
  readonly text: string;
  readonly paint?: ((text: string) => string) | undefined;
  /** What stands before it on the same line. Default: ` · ` */
  readonly before?: string | undefined;
}

/** As many lines as it takes. */
export function flow(parts: readonly Part[], columns: number): string[] {
  const lines: { text: string; width: number }[] = [];
  for (const part of parts) {
    const { text, paint = same, before = separator } = part;
    const shown = cut(text, columns);
    const width = stringWidth(shown);
    const line = lines.at(-1);
    const gap = stringWidth(before);
    if (line && line.width + gap + width <= columns) {
      line.text += `${before}${paint(shown)}`;
      line.width += gap + width;
    } else lines.push({ text: paint(shown), width });
  }
  return lines.map(({ text }) => text);
}

export const widthOf = (parts: readonly Part[]): number =>
  parts.reduce(
    (sum, { text, before = separator }, at) =>
      sum + stringWidth(text) + (at === 0 ? 0 : stringWidth(before)),
    0,
  );

const separator = ' · ';
const same = (text: string) => text;
