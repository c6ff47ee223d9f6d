/** Whether a microphone has heard the loudspeaker. Pure. */

/**
 * Whether words that were understood are, in their order, those that the agent was saying. A recogniser mishears an echo
 * more often than a person, so most of them are enough.
 */
export function isEcho(said: string, speaking: string): boolean {
  const words = wordsOf(said);
  const spoken = wordsOf(speaking);
  if (words.length === 0) return false;
  const needed = words.length < 3 ? words.length : Math.ceil(words.length * most);
  // Small words are in every answer: they count where they stand together.
  const reach = words.length + Math.ceil(words.length / 2);
  return spoken.some((_, at) => inOrder(words, spoken.slice(at, at + reach)) >= needed);
}

/** How many words of one row are in the other, in the same order. */
function inOrder(one: readonly string[], other: readonly string[]): number {
  let row = new Array<number>(other.length + 1).fill(0);
  for (const word of one) {
    const next = [0];
    for (const [at, against] of other.entries()) {
      const same = word === against ? (row[at] ?? 0) + 1 : 0;
      next.push(Math.max(same, row[at + 1] ?? 0, next[at] ?? 0));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

function wordsOf(text: string): string[] {
  // Without accents and vowel signs: a recogniser leaves them out.
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/['’]/g, '');
  return [...segmenter.segment(plain)].flatMap(({ segment, isWordLike }) =>
    isWordLike ? segment : [],
  );
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });
const most = 0.6;
