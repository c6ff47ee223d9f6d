/** Where a text may be cut: between what a reader takes for whole characters. */

const segmenter = new Intl.Segmenter();

export function graphemes(text: string): string[] {
  // Nothing combines in there.
  if (/^[ -~]*$/.test(text)) return [...text];
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** The nearest place before it. */
export function placeBefore(text: string, at: number): number {
  return at <= 0 ? 0 : (segmenter.segment(text).containing(at - 1)?.index ?? 0);
}

/** The nearest place after it. */
export function placeAfter(text: string, at: number): number {
  const here = segmenter.segment(text).containing(at);
  return here ? here.index + here.segment.length : text.length;
}

/** The place itself, or the end of the character that it is in the middle of. */
export function placeAt(text: string, at: number): number {
  const within = Math.max(0, Math.min(at, text.length));
  return within === 0 ? 0 : placeAfter(text, placeBefore(text, within));
}
