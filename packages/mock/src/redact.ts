/** Keeps secrets out of what is shown. */
import { hideByLook, marker } from './secret-looks';
import { isSecretName } from './secret-names';

/** A copy in which what is a secret by its name or its look is gone. */
export function redacted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redacted);
  if (typeof value === 'string') return hideByLook(value);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([name, inner]) => [
        hideByLook(name),
        isSecretName(name, inner) ? marker : redacted(inner),
      ]),
  );
}
