/** Command lines as a person can copy them into a POSIX shell. */
import type { GlobalFlags } from './input/global-flags';

export function quote(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The whole line, or nothing where a line of a terminal can't say it. */
export function lineOf(words: readonly string[]): string | undefined {
  return words.some(hasControls) ? undefined : ['voicectl', ...words.map(quote)].join(' ');
}

/** The flags that lead another command to the same platform as this one. */
export function samePlatform({ mock, profile, agentsUrl, goalsUrl }: GlobalFlags): string[] {
  const given = (flag: string, value: string | undefined) =>
    value === undefined ? [] : [flag, value];
  return [
    ...(mock ? ['--mock'] : []),
    ...given('--profile', profile),
    ...given('--agents-url', agentsUrl),
    ...given('--goals-url', goalsUrl),
  ];
}

function hasControls(word: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.test(word);
}
