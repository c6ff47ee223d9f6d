/** The rows at the foot of a terminal that change: what must be written so that they become others. */
import {
  cutRows,
  down,
  eraseBelow,
  eraseToRight,
  frameBegin,
  frameEnd,
  hideCursor,
  newRow,
  showCursor,
  toColumn,
  up,
  wrapRows,
} from './control-sequences';
import type { Layout, Size } from './layout';
import type { Place } from './prompt-rows';
import { type Reflow, rowsAboveCursor } from './reflow';

const nothing: Layout = { rows: [] };

export class LiveArea {
  readonly #reflow: Reflow;
  #drawn: Layout = nothing;
  #size: Size = { columns: 0, rows: 0 };
  #isDisturbed = false;

  constructor(reflow: Reflow) {
    this.#reflow = reflow;
  }

  /**
   * What must be written so that `layout` stands there.
   * @param printed rows for the scrollback, above what lives.
   */
  frame(layout: Layout, size: Size, printed: readonly string[] = []): string {
    const from = this.#drawn;
    const isAnew = this.#isDisturbed || printed.length > 0;
    const rows = isAnew ? this.#anew(layout, size, printed) : this.#changes(layout);
    this.#drawn = layout;
    this.#size = size;
    this.#isDisturbed = false;
    const to = placeOf(layout);
    const cursor = layout.cursor ? showCursor : hideCursor;
    if (rows !== '') {
      const last = Math.max(0, layout.rows.length - 1);
      return `${frameBegin}${hideCursor}${rows}${move(last, to)}${cursor}${frameEnd}`;
    }
    const before = placeOf(from);
    const hasMoved = before.row !== to.row || before.column !== to.column;
    return hasMoved || !from.cursor !== !layout.cursor ? `${move(before.row, to)}${cursor}` : '';
  }

  /** What takes away all that is drawn; the cursor stands where it began. */
  wipe(size: Size): string {
    const text = `${this.#toTop(size)}${eraseBelow}\r${showCursor}`;
    this.forget();
    return text;
  }

  /** Somebody else has written meanwhile: whatever was drawn is not ours any more. */
  forget(): void {
    this.#drawn = nothing;
    this.disturb();
  }

  /** The terminal may have moved what is drawn: it is drawn anew. */
  disturb(): void {
    this.#isDisturbed = true;
  }

  #anew(layout: Layout, size: Size, printed: readonly string[]): string {
    const lines = printed.map((row) => `${row}${newRow}`).join('');
    const rows = `${cutRows}${layout.rows.join(newRow)}${wrapRows}`;
    return `${this.#toTop(size)}${eraseBelow}\r${lines}${rows}`;
  }

  /** Leaves the cursor in the last row, as `anew` does. */
  #changes({ rows }: Layout): string {
    const before = this.#drawn.rows;
    const isShorter = rows.length < before.length;
    const isSame = rows.length === before.length && rows.every((row, at) => row === before[at]);
    if (isSame) return '';
    const written = rows.map((row, at) => {
      const isUnchanged = row === before[at] && !(isShorter && at === rows.length - 1);
      return isUnchanged ? '' : `${row}${eraseToRight}`;
    });
    const below = isShorter ? eraseBelow : '';
    return `${this.#toTop(this.#size)}${cutRows}${written.join(newRow)}${below}${wrapRows}`;
  }

  #toTop(size: Size): string {
    const { rows } = this.#drawn;
    const drawn = { rows, cursor: placeOf(this.#drawn), size: this.#size };
    return `\r${up(rowsAboveCursor(drawn, size, this.#reflow))}`;
  }
}

/** Hidden, it stands where nothing is below it: of that, terminals make different things when they wrap their rows again. */
function placeOf({ rows, cursor }: Layout): Place {
  return cursor ?? { row: Math.max(0, rows.length - 1), column: 0 };
}

function move(fromRow: number, { row, column }: Place): string {
  return `${up(fromRow - row)}${down(row - fromRow)}${toColumn(column)}`;
}
