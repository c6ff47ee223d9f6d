/** Keys on a command line, where they don't belong: what is told of a failure must not repeat them. */

import { redactor } from './redaction';

/** What keys look like that say so: `sk-...`, a JSON web token. */
const marked =
  /^(sk|pk|rk|key|api|tok|token|secret|ghp|gho|glpat|xox[a-z]|vk|vc|el|bearer)[-_ ][\w-]{8,}$|^eyJ[\w-]+\.[\w-]+/i;
const secretFlag = /^--?[a-z-]*(key|token|secret|password|auth|bearer)[a-z-]*$/i;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A function that takes keys out of a text: those of the environment, and what looks like one among the words. */
export function hiding(words: readonly string[], env: NodeJS.ProcessEnv): (text: string) => string {
  return redactor([...fromEnvironment(env), ...amongWords(words)]);
}

/** Whether a command line tries to say a key by a flag. */
export function isSecretFlag(word: string): boolean {
  return secretFlag.test(word.split('=')[0] ?? '');
}

export function looksLikeKey(text: string): boolean {
  if (uuid.test(text)) return false;
  return marked.test(text) || text.split(/[-_.:/\s]/).some(isDense);
}

/** Long, and of letters and digits together: no word of a language. */
function isDense(part: string): boolean {
  return part.length >= 20 && /[a-z]/i.test(part) && /\d/.test(part);
}

function fromEnvironment(env: NodeJS.ProcessEnv): string[] {
  return Object.entries(env).flatMap(([name, value]) =>
    value && /^VOICECTL_.*(KEY|TOKEN)$/.test(name) ? [value] : [],
  );
}

function amongWords(words: readonly string[]): string[] {
  return words.flatMap((word, at) => {
    const [flag = '', ...rest] = word.split('=');
    const value = rest.length > 0 ? rest.join('=') : word;
    const before = words[at - 1] ?? '';
    const isSaid =
      (rest.length > 0 && secretFlag.test(flag)) ||
      (!word.startsWith('-') && secretFlag.test(before));
    return (isSaid && !/^\d+$/.test(value)) || looksLikeKey(value) ? [value] : [];
  });
}
