/** Where a text may be cut: between what a reader takes for whole characters. */

const segmenter = new Intl.Segmenter();

export function graphemes(text: string): string[] {
  // Nothing combines in there.
  if (/^[ -~]*$/.test(text)) return [...text];
  const all: string[] = [];
  let size = piece;
  for (let at = 0; at < text.length; ) {
    // Half a surrogate pair would not go with what it belongs to.
    const end = at + size + (/[\ud800-\udbff]/.test(text.charAt(at + size - 1)) ? 1 : 0);
    const found = Array.from(segmenter.segment(text.slice(at, end)), part);
    // What comes next may belong to the last one.
    if (end < text.length) found.pop();
    // A character of that many marks: nobody reads it, but it is one.
    if (found.length === 0) size *= 2;
    for (const character of found) {
      all.push(character);
      at += character.length;
    }
  }
  return all;
}

const part = ({ segment }: Intl.SegmentData) => segment;

/** A segmenter takes longer for each character, the longer the whole text is. */
const piece = 512;

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
