/** A value as the text of a cell: its width on the screen, cut where it must be, kept apart by its writing direction. */
import stringWidth from 'string-width';
import { clean, cleanLine } from './clean';

/** How much room there is, and what the place can show. */
export interface Room {
  /** Columns of the terminal; infinite where nothing has to fit. */
  readonly width: number;
  readonly headers: boolean;
  /** Whether right-to-left text is kept from turning its neighbours round. */
  readonly isolate: boolean;
}

export function cellLine(value: unknown): string {
  return isNothing(value) ? '-' : cleanLine(textOf(value));
}

/** Keeps the line breaks of texts. */
export function cellLines(value: unknown): string {
  if (isNothing(value)) return '-';
  return typeof value === 'string'
    ? clean(value).replaceAll('\t', '  ').trimEnd()
    : cleanLine(textOf(value));
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 1);
}

const segmenter = new Intl.Segmenter();

/** Never more than so many columns; what was cut ends in an ellipsis. */
export function cut(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let kept = '';
  let used = 0;
  for (const { segment } of segmenter.segment(text)) {
    const wide = stringWidth(segment);
    if (used + wide > width - 1) break;
    kept += segment;
    used += wide;
  }
  return `${kept.trimEnd()}…`;
}

const rightToLeft =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Between isolates, digits and cells beside it stay where they are, on terminals that turn text round. */
export function isolated(text: string, { isolate }: Room): string {
  return isolate && rightToLeft.test(text) ? `\u2068${text}\u2069` : text;
}
