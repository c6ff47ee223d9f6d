/** Text to read, as data: for a terminal of any width, and for man pages. */

export type Block =
  | string
  /** Lines to copy, never wrapped. */
  | { readonly code: readonly string[] }
  /** Words and what each means. */
  | { readonly terms: readonly (readonly [term: string, text: string])[] };

export interface Topic {
  readonly name: string;
  readonly summary: string;
  load(): Promise<readonly Block[]>;
}

/** @param width of the terminal; lines never get longer than is good to read. */
export function pageText(blocks: readonly Block[], width: number): string {
  const room = Math.max(20, Math.min(width, 80));
  return `${blocks.map((block) => blockText(block, room)).join('\n\n')}\n`;
}

function blockText(block: Block, room: number): string {
  if (typeof block === 'string') return wrapped(block, room).join('\n');
  if ('code' in block) return block.code.map((line) => `  ${line}`).join('\n');
  return termsText(block.terms, room);
}

/** Side by side where there is room, else the text below its term. */
export function termsText(terms: readonly (readonly [string, string])[], room: number): string {
  const widest = Math.max(...terms.map(([term]) => term.length));
  const beside = widest <= 34 && room - widest - 4 >= 30;
  return terms
    .map(([term, text]) => {
      const indent = ' '.repeat(beside ? widest + 4 : 6);
      const lines = wrapped(text, room - indent.length);
      if (text === '') return `  ${term}`;
      if (!beside) return [`  ${term}`, ...lines.map((line) => indent + line)].join('\n');
      return `  ${term.padEnd(widest)}  ${lines.join(`\n${indent}`)}`;
    })
    .join('\n');
}

/** Lines of at most so many characters, but for words that are longer. */
export function wrapped(text: string, room: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
