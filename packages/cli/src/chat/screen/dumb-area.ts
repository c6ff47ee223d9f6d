/** What lives, on a terminal that knows no sequences (`TERM=dumb`): the one row in which typing happens. */
import stringWidth from 'string-width';
import { newRow } from './control-sequences';
import { graphemes } from './graphemes';
import type { Layout, Size } from './layout';
import type { Area } from './live-area';

export class DumbArea implements Area {
  #row = '';
  #before = '';

  frame({ rows, cursor }: Layout, _size: Size, printed: readonly string[] = []): string {
    const row = cursor ? (rows[cursor.row] ?? '') : '';
    const before = start(row, cursor?.column ?? 0);
    if (printed.length === 0 && row === this.#row && before === this.#before) return '';
    const text = `${this.wipe()}${printed.map((line) => `${line}${newRow}`).join('')}${row}`;
    this.#row = row;
    this.#before = before;
    return before === row ? text : `${text}\r${before}`;
  }

  wipe(): string {
    const width = stringWidth(this.#row);
    this.forget();
    return width === 0 ? '' : `\r${' '.repeat(width)}\r`;
  }

  forget(): void {
    this.#row = '';
    this.#before = '';
  }

  disturb(): void {}
}

function start(row: string, column: number): string {
  let text = '';
  for (const grapheme of graphemes(row)) {
    if (stringWidth(text) >= column) break;
    text += grapheme;
  }
  return text;
}
