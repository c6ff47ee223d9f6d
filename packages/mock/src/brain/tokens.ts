/** Text in pieces about as large as a model's tokens; joined, they are the text. */
export function tokenize(text: string): string[] {
  return text.match(/\s*(?:[\p{L}\p{M}\p{N}'’]{1,8}|[^\p{L}\p{M}\p{N}'’\s])|\s+$/gu) ?? [];
}
