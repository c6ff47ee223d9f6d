/** Candidates for what is typed, as lines for a shell's script. What a server sent can't break out of its line. */
import { cleanLine } from '../output/clean';
import type { Found } from './live';
import type { Asked, Candidate } from './wanted';

/** Records by their ids, or by their names when that is what is being typed. */
export function recordCandidates(
  records: readonly Found[],
  typed: string,
  except: readonly string[] = [],
): readonly Candidate[] {
  const left = records.filter(({ id, name }) => !except.includes(id) && !except.includes(name));
  const byId = left
    .filter(({ id }) => isPlainId(id) && startsWith(id, typed))
    .map(({ id, name, status }) => ({ value: id, about: status ? `${name} (${status})` : name }));
  if (byId.length > 0 || typed === '') return byId;
  const named = left.filter(({ name }) => isPlainName(name) && startsWith(name, typed));
  return named
    .filter(({ name }) => left.filter((other) => other.name === name).length === 1)
    .map(({ id, name, status }) => ({ value: name, about: status ? `${id} (${status})` : id }));
}

/** One that any shell takes for one plain word. */
function isPlainId(id: string): boolean {
  return /^[A-Za-z0-9_][\w.-]{0,127}$/.test(id);
}

/** One that is the same once it is cleaned, and no flag. Each shell quotes what else is in it. */
function isPlainName(name: string): boolean {
  return name === cleanLine(name) && name !== '' && !name.startsWith('-');
}

function startsWith(text: string, typed: string): boolean {
  return text.toLowerCase().startsWith(typed.toLowerCase());
}

/** The first line says what to do: `:words`, and then they follow, or `:files` or `:folders` after a prefix. */
export function wordLines({ prefix, typed }: Asked, candidates: readonly Candidate[]): string {
  const fitting = candidates.filter(({ value }) => startsWith(value, typed));
  const lines = fitting.map(({ value, about }) => {
    const words = shortened(cleanLine(about ?? ''));
    return words === '' ? prefix + value : `${prefix}${value}\t${words}`;
  });
  return `${[':words', ...lines].join('\n')}\n`;
}

export function fileLines({ prefix }: Asked, kind: 'files' | 'folders'): string {
  return `:${kind}\t${prefix}\n`;
}

function shortened(text: string): string {
  const characters = [...text];
  return characters.length > 70 ? `${characters.slice(0, 69).join('')}…` : text;
}
