/** The text of a flag as the value that is meant. */
import { type Schema, takes } from './contract';

/**
 * JSON where it is some; but the text itself where the contract wants text and JSON would be something else, so that
 * `name=123` stays text.
 */
export function typed(text: string, schemas: readonly Schema[]): unknown {
  const value = json(text);
  const wantsText = takes(schemas, '');
  return wantsText && !takes(schemas, value) ? text : value;
}

function json(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    // A number too long to be kept would become another one.
    return Number.isInteger(value) && !Number.isSafeInteger(value) ? text : value;
  } catch {
    return text;
  }
}
