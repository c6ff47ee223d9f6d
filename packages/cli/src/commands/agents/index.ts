/** `voicectl agents`: a verb for each call of the agents API, and some that are made of several. */
import type { Context } from '../../context';
import type { Verb } from '../verb';
import { addCopy } from './copy';
import { addCreate } from './create';
import { addDelete } from './delete';
import { addEdit } from './edit';
import { addGet } from './get';
import { addList } from './list';
import { addTest } from './test';
import { addTransitions } from './transitions';
import { addUpdate } from './update';

export function register(agents: Verb, context: Context): void {
  for (const add of [
    addList,
    addGet,
    addCreate,
    addUpdate,
    addEdit,
    addCopy,
    addTransitions,
    addDelete,
    addTest,
  ]) {
    add(agents, context);
  }
}
