/** Keys of a value that its schema does not know: sent all the same, but often a slip of the pen. */
import type * as z from 'zod';

/** Paths, as in `modelConfig.modelSetings`; empty where every key is known. */
export function unknownKeys(schema: z.ZodType, value: unknown, path = ''): string[] {
  const { def } = (schema as unknown as { _zod: { def: Definition } })._zod;
  switch (def.type) {
    case 'optional':
    case 'nullable':
      return unknownKeys(def.innerType, value, path);
    case 'array':
      return Array.isArray(value)
        ? value.flatMap((item, index) => unknownKeys(def.element, item, `${path}[${index}]`))
        : [];
    case 'union': {
      const fitting = def.options.find((option) => option.safeParse(value).success);
      return fitting ? unknownKeys(fitting, value, path) : [];
    }
    case 'object':
      return keysOf(def, value, path);
    default:
      return [];
  }
}

function keysOf({ shape, catchall }: ObjectDefinition, value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const at = path === '' ? key : `${path}.${key}`;
    const known = Object.hasOwn(shape, key) ? shape[key] : undefined;
    if (known) return unknownKeys(known, item, at);
    return catchall ? [] : [at];
  });
}

interface ObjectDefinition {
  readonly type: 'object';
  readonly shape: Readonly<Record<string, z.ZodType>>;
  readonly catchall?: z.ZodType;
}

type Definition =
  | ObjectDefinition
  | { readonly type: 'optional' | 'nullable'; readonly innerType: z.ZodType }
  | { readonly type: 'array'; readonly element: z.ZodType }
  | { readonly type: 'union'; readonly options: readonly z.ZodType[] }
  | { readonly type: 'other' };
