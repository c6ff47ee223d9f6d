/** `voicectl mock`: the platform on this machine. */
import type { Command } from 'commander';
import type { Context } from '../../context';
import * as serve from './serve';

export function register(mock: Command, context: Context): void {
  for (const verb of [serve]) verb.register(mock, context);
}
