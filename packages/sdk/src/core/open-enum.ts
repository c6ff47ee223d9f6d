/** A response field that may grow new values: the known ones complete in an editor, any string passes. */
import * as z from 'zod';

export function openEnum<const V extends readonly string[]>(values: V) {
  return z.string().meta({ examples: [...values] }) as unknown as z.ZodType<
    V[number] | (string & {})
  >;
}
