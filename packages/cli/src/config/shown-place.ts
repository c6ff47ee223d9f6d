/** Where a value comes from, as a person reads it: the home folder as ~, and the user's own file named only once. Pure. */
import type { Source } from './settings';

/** Without the path of the user's file, which is said beside. */
export function briefly({ where }: Source, file: string, home: string): string {
  if (where === file) return 'your file';
  const inFile = ` in ${file}`;
  return withTilde(where.endsWith(inFile) ? where.slice(0, -inFile.length) : where, home);
}

/** Not for a command that is to be copied: between quotes, a shell takes ~ for a name. */
export function withTilde(text: string, home: string): string {
  const folder = home.replace(/[\\/]+$/, '');
  if (folder === '') return text;
  const escaped = folder.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replace(new RegExp(`(?<![\\w.~/\\\\-])${escaped}(?=[\\\\/])`, 'g'), '~');
}
