/** An id that can't escape its path segment. */
import type { Problem } from './problem';

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const control = /[\u0000-\u001f\u007f-\u009f]/;

/** One problem when the id is empty, `.`, `..`, no string, or has control characters; none otherwise. */
export function idProblems(id: unknown): Problem[] {
  const message = idProblem(id);
  return message === undefined ? [] : [{ path: 'id', message }];
}

export function fillPath(template: string, id: string | undefined): string {
  return id === undefined ? template : template.replace(':id', encodeURIComponent(id));
}

function idProblem(id: unknown): string | undefined {
  if (typeof id !== 'string') return `must be a string, is ${id === null ? 'null' : typeof id}`;
  if (id === '') return 'must not be empty';
  if (id === '.' || id === '..') return `must name a record, ${JSON.stringify(id)} is a path`;
  if (control.test(id)) return 'must not have control characters';
  if (!id.isWellFormed()) return 'must be well-formed text';
  return undefined;
}
