/** What a terminal is told, by name. */

const csi = '\u001b[';

/** All of it is seen at once, where the terminal knows how. */
export const frameBegin = `${csi}?2026h`;
export const frameEnd = `${csi}?2026l`;
export const hideCursor = `${csi}?25l`;
export const showCursor = `${csi}?25h`;
/** A row whose width the terminal sees otherwise than we do is cut, and stays one row. */
export const cutRows = `${csi}?7l`;
export const wrapRows = `${csi}?7h`;
export const pasteInBrackets = `${csi}?2004h`;
export const pastePlainly = `${csi}?2004l`;
export const eraseToRight = `${csi}K`;
/** And to the right. Not all at once: where that is the whole screen, tmux keeps a copy of it in its history. */
export const eraseBelow = `${csi}K${csi}C${csi}J`;
export const plainStyle = `${csi}0m`;
export const newRow = '\r\n';

export function up(rows: number): string {
  return rows > 0 ? `${csi}${rows}A` : '';
}

export function down(rows: number): string {
  return rows > 0 ? `${csi}${rows}B` : '';
}

/** @param column from 0. */
export function toColumn(column: number): string {
  return `${csi}${column + 1}G`;
}
