/** Keys of an answer that its schema does not name: legal, since the platform grows, and worth knowing. */
import type * as z from 'zod';

/** Paths, as in `modelConfig.seed`. A value that is an open object by contract (`metadata`) may hold anything. */
export function* unnamedKeys(schema: z.ZodType, value: unknown, path = ''): Generator<string> {
  const { def } = (schema as unknown as { _zod: { def: Definition } })._zod;
  if (def.type === 'optional' || def.type === 'nullable') {
    yield* unnamedKeys(def.innerType, value, path);
  } else if (def.type === 'array' && Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      yield* unnamedKeys(def.element, item, `${path}[${index}]`);
    }
  } else if (def.type === 'object' && typeof value === 'object' && value !== null) {
    const { shape } = def;
    if (Object.keys(shape).length === 0) return;
    for (const [key, item] of Object.entries(value)) {
      const at = path === '' ? key : `${path}.${key}`;
      const known = Object.hasOwn(shape, key) ? shape[key] : undefined;
      if (known) yield* unnamedKeys(known, item, at);
      else yield at;
    }
  }
}

type Definition =
  | { readonly type: 'object'; readonly shape: Readonly<Record<string, z.ZodType>> }
  | { readonly type: 'optional' | 'nullable'; readonly innerType: z.ZodType }
  | { readonly type: 'array'; readonly element: z.ZodType }
  | { readonly type: 'other' };
