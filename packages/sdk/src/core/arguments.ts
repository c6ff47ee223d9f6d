/** Arguments that a program without types may have got wrong. */
import { InputError } from './errors';
import { isRecord } from './read';

/** @throws InputError naming the argument. */
export function mustBeObject(operation: string, path: string, value: unknown): void {
  if (!isRecord(value)) refuse(operation, path, 'must be an object');
}

/** @throws InputError naming the argument. */
export function mustBeFunction(operation: string, path: string, value: unknown): void {
  if (typeof value !== 'function') refuse(operation, path, 'must be a function');
}

/** @throws InputError naming the argument. */
export function mustBeCount(operation: string, path: string, value: unknown): void {
  if (typeof value !== 'number' || Number.isNaN(value)) refuse(operation, path, 'must be a number');
}

function refuse(operation: string, path: string, message: string): never {
  throw new InputError([{ path, message }], { operation });
}
