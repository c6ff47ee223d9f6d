/** Words as a shell hands them over unfinished: without the quotes and backslashes that were typed. */

/** What bash or fish would make of it, but for substitutions, which stay as they are: nothing is ever run. */
export function unquoted(word: string): string {
  let text = '';
  let quote = '';
  for (let at = 0; at < word.length; at += 1) {
    const character = word.charAt(at);
    if (character === '\\' && quote !== "'" && at + 1 < word.length) {
      at += 1;
      const next = word.charAt(at);
      // Between double quotes, a backslash stays but before these.
      const isKept = quote === '"' && !'"\\$`\n'.includes(next);
      text += (isKept ? character : '') + (next === '\n' ? '' : next);
    } else if (character === quote) {
      quote = '';
    } else if (quote === '' && (character === '"' || character === "'")) {
      quote = character;
    } else {
      text += character;
    }
  }
  return text;
}
