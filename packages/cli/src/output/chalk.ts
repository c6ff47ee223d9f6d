/** chalk, in a file of its own, so that only who shows colours loads it. It judges both streams by stdout unless told. */
import { Chalk, supportsColor, supportsColorStderr } from 'chalk';
import type { Paint } from './paint';

export function chalkFor(stream: 'stdout' | 'stderr', forced: boolean): Paint {
  const support = stream === 'stdout' ? supportsColor : supportsColorStderr;
  return new Chalk({ level: support === false ? (forced ? 1 : 0) : support.level });
}
