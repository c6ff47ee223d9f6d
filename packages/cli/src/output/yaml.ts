/** A value as YAML, harmless for a terminal, and the same value for every reader. */
import { Document, visit } from 'yaml';
import { escaped, unescaped } from './clean';

export function toYaml(value: unknown): string {
  const document = new Document(value ?? null, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_, scalar) {
      // Only between double quotes can a character be written by its number.
      if (typeof scalar.value === 'string' && needsEscape.test(scalar.value)) {
        scalar.type = 'QUOTE_DOUBLE';
      }
    },
  });
  return document.toString({ lineWidth: 0 }).replace(unescaped, escaped);
}

const needsEscape = new RegExp(unescaped.source);
