/** What somebody has written and could not be sent, in a form that undoes nothing that others have done meanwhile. */
import { lineOf, samePlatform } from '../command-line';
import type { Context } from '../context';
import type { Fields } from '../input/assign';
import type { Kind } from '../input/contract';
import { yamlText } from '../input/yaml-text';
import type { Session } from './session';

/**
 * @param changes what the text would change; undefined where it makes no sense. The text is a whole record, as old as
 * the editing: to send it later would set back whatever has been changed since.
 */
export async function keep(
  { out, flags }: Context,
  kind: Kind,
  id: unknown,
  session: Session,
  changes: Fields | undefined,
): Promise<void> {
  const noun = `${kind}s`;
  const there = samePlatform(flags);
  if (changes === undefined) {
    const again = lineOf([noun, 'edit', String(id), ...there]);
    const way = again === undefined ? '' : `, to be copied from: ${again}`;
    return out.warn(`Your text is kept in ${session.file}${way}`);
  }
  const { file, command } = await keepChanges({ flags }, kind, id, session, changes);
  out.warn(`Your changes are kept: ${command ?? file}`);
}

/** @returns where they are, and the command that sends them; undefined where no shell could be given it. */
export async function keepChanges(
  { flags }: Pick<Context, 'flags'>,
  kind: Kind,
  id: unknown,
  session: Session,
  changes: Fields,
): Promise<{ readonly file: string; readonly command: string | undefined }> {
  const file = await session.put('changes.yaml', yamlText(changes));
  const words = [`${kind}s`, 'update', String(id), '-f', file, ...samePlatform(flags)];
  return { file, command: lineOf(words) };
}
