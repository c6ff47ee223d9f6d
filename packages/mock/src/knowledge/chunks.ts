/** Documents in pieces of a size that an answer can be made from. */

/** Characters of the longest chunk, its heading left out. */
export const maxChunk = 1000;

/** A part of a document, and the headings that it stands under. */
export interface Chunk {
  /** `Returns > Refunds`; empty where there are none. */
  readonly heading: string;
  readonly text: string;
}

/**
 * Paragraphs of one section, as many as fit. Headings (of markdown) begin a new chunk; a paragraph that is too long is
 * cut after a sentence, else between words, else between characters. No word is lost, and none stands in two chunks.
 */
export function chunksOf(text: string): Chunk[] {
  return sectionsOf(text).flatMap(({ heading, paragraphs }) =>
    packed(paragraphs.flatMap(cut)).map((chunk) => ({ heading, text: chunk })),
  );
}

interface Section {
  readonly heading: string;
  readonly paragraphs: string[];
}

/** A heading with neither a text nor a heading below it is a text itself, so that nothing is lost. */
function sectionsOf(text: string): Section[] {
  const sections: Section[] = [];
  const path: string[] = [];
  let section: Section = { heading: '', paragraphs: [] };
  const close = (hasChild: boolean) => {
    const { heading, paragraphs } = section;
    if (paragraphs.length > 0) sections.push(section);
    else if (heading !== '' && !hasChild) sections.push({ heading, paragraphs: [heading] });
  };
  for (const block of blocksOf(text)) {
    if (typeof block === 'string') {
      section.paragraphs.push(block);
      continue;
    }
    close(block.level > path.length);
    path.length = Math.min(path.length, block.level - 1);
    path.push(block.title);
    section = { heading: path.join(' > '), paragraphs: [] };
  }
  close(false);
  return sections;
}

/** Paragraphs, and headings as they come. A `#` within a fence of code is no heading. */
function blocksOf(text: string): (string | { level: number; title: string })[] {
  const blocks: (string | { level: number; title: string })[] = [];
  let lines: string[] = [];
  let fenced = false;
  const close = () => {
    const paragraph = lines.join('\n').trim();
    if (paragraph !== '') blocks.push(paragraph);
    lines = [];
  };
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (/^\s{0,3}(```|~~~)/.test(line)) fenced = !fenced;
    const heading = fenced ? null : /^(#{1,6})\s+(\S.*)$/.exec(line);
    if (heading || (!fenced && line.trim() === '')) close();
    if (heading) blocks.push({ level: heading[1]?.length ?? 1, title: (heading[2] ?? '').trim() });
    else lines.push(line);
  }
  close();
  return blocks;
}

/** Pieces joined while they fit. */
function packed(pieces: readonly string[]): string[] {
  const chunks: string[] = [];
  for (const piece of pieces) {
    const last = chunks.at(-1);
    if (last !== undefined && last.length + 2 + piece.length <= maxChunk) {
      chunks[chunks.length - 1] = `${last}\n\n${piece}`;
    } else chunks.push(piece);
  }
  return chunks;
}

function cut(paragraph: string): string[] {
  const pieces: string[] = [];
  let from = 0;
  while (paragraph.length - from > maxChunk) {
    const to = from + lengthOfCut(paragraph.slice(from, from + maxChunk));
    pieces.push(paragraph.slice(from, to).trim());
    from = to;
  }
  pieces.push(paragraph.slice(from).trim());
  return pieces.filter((piece) => piece !== '');
}

/** After the last sentence, else the last word, else the last whole character of a window. */
function lengthOfCut(window: string): number {
  const sentence = Math.max(
    ...['. ', '! ', '? ', '.\n', '!\n', '?\n'].map((end) => window.lastIndexOf(end)),
  );
  if (sentence > maxChunk / 2) return sentence + 1;
  const space = Math.max(window.lastIndexOf(' '), window.lastIndexOf('\n'));
  if (space > 0) return space;
  const last = window.charCodeAt(window.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? window.length - 1 : window.length;
}
