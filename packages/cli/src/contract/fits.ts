/** Whether a value out of JSON surely has a shape. A no is a doubt: the schemas have the word then. */
export interface Shape {
  readonly types?: readonly string[];
  readonly required?: readonly string[];
  readonly properties?: readonly (readonly [name: string, shape: Shape])[];
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
}

export function fits(shape: Shape, value: unknown): boolean {
  const { types, required, properties, items, anyOf } = shape;
  if (types && !types.includes(typeOf(value))) return false;
  if (anyOf && !anyOf.some((each) => fits(each, value))) return false;
  if (Array.isArray(value)) return items === undefined || value.every((each) => fits(items, each));
  if (typeof value !== 'object' || value === null) return true;
  const record = value as Record<string, unknown>;
  if (required && !required.every((name) => Object.hasOwn(record, name))) return false;
  if (!properties) return true;
  return properties.every(
    ([name, each]) => !Object.hasOwn(record, name) || fits(each, record[name]),
  );
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  // `1e400` is JSON, and no number that anybody could go on with.
  if (typeof value === 'number' && !Number.isFinite(value)) return 'infinite';
  return Array.isArray(value) ? 'array' : typeof value;
}
