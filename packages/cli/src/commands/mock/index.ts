/** `voicectl mock`: the platform on this machine. */
import type { Context } from '../../context';
import type { Verb } from '../verb';
import * as clock from './clock';
import * as exec from './exec';
import * as faults from './faults';
import * as journal from './journal';
import * as record from './record';
import * as replay from './replay';
import * as serve from './serve';
import * as verify from './verify';
import * as worlds from './worlds';

export function register(mock: Verb, context: Context): void {
  for (const verb of [serve, exec, worlds, clock, faults, journal, record, replay, verify])
    verb.register(mock, context);
}
