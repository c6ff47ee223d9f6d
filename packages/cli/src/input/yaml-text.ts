/** A document as YAML for a person to edit: texts of several lines stay lines, and nothing in it acts on a terminal. */

import { isDeepStrictEqual } from 'node:util';
import { Document, isScalar, parse, visit } from 'yaml';
import { escaped } from '../output/clean';
import type { Fields } from './assign';

/** What reads back as the very same document. */
export function yamlText(fields: Fields): string {
  const readable = draw(fields, true);
  return isDeepStrictEqual(parse(readable), fields) ? readable : draw(fields, false);
}

function draw(fields: Fields, blocks: boolean): string {
  const document = new Document(fields, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_, scalar) {
      if (!isScalar(scalar) || typeof scalar.value !== 'string') return;
      if (unsafe.test(scalar.value)) scalar.type = 'QUOTE_DOUBLE';
      else if (scalar.value.includes('\n')) scalar.type = blocks ? 'BLOCK_LITERAL' : 'QUOTE_DOUBLE';
    },
  });
  // Only between double quotes can a character be written by its number.
  return document.toString({ lineWidth: 0 }).replace(unsafeButLines, escaped);
}

/** What acts on a terminal, would be lost in a text file, or can't be seen at all. */
const unsafe =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is written by their number
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u2028-\u202e\u2060-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const unsafeButLines = new RegExp(unsafe.source, 'g');
