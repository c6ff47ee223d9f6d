/** The colour of a state. One that nobody has heard of is shown as it is. */
import type { Paint } from './paint';

const colours: Readonly<Record<string, keyof Paint>> = {
  active: 'green',
  draft: 'yellow',
  archived: 'gray',
};

export function paintState(paint: Paint, cell: string): string {
  const colour = Object.hasOwn(colours, cell) ? colours[cell] : undefined;
  return colour === undefined ? cell : paint[colour](cell);
}
