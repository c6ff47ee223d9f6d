/** `voicectl goals`: a verb for each action of the goals API. */
import type { Context } from '../../context';
import type { Verb } from '../verb';
import { addCreate } from './create';
import { addDelete } from './delete';
import { addEdit } from './edit';
import { addGenerate } from './generate';
import { addGet } from './get';
import { addLinks } from './links';
import { addList } from './list';
import { addUpdate } from './update';

export function register(goals: Verb, context: Context): void {
  for (const add of [
    addList,
    addGet,
    addCreate,
    addUpdate,
    addEdit,
    addDelete,
    addLinks,
    addGenerate,
  ]) {
    add(goals, context);
  }
}
