/** What would be done, for a person to look at: on stderr, for standard output is for what has been done. */

import { ago } from '../output/ago';
import { drawRecord } from '../output/cards';
import type { Room } from '../output/cell';
import { widthOf } from '../output/index';
import type { Paint } from '../output/paint';
import { paintState } from '../output/state';
import { drawTable } from '../output/table';
import type { Column, Field } from '../output/view';
import type { Streams } from '../streams';
import type { Step } from './work';

/** More than anybody reads. */
const mostRows = 50;

/** What is done first, then what is not. */
export function planText(
  name: string,
  steps: readonly Step[],
  streams: Streams,
  paint: Paint,
): string {
  const inOrder = [
    ...steps.filter(({ settled }) => settled === undefined),
    ...steps.filter(({ settled }) => settled !== undefined),
  ];
  const columns: Column<Step>[] = [
    { title: 'id', value: ({ target }) => target.id, whole: true },
    { title: 'name', value: ({ target }) => target.name },
    {
      title: 'status',
      value: ({ target }) => target.status,
      paint: (cell) => paintState(paint, cell),
    },
    {
      title: 'updated',
      value: ({ target: { updated } }) => updated && ago(updated, Date.now()),
    },
    {
      title: 'plan',
      value: ({ settled }) =>
        settled ? `${settled.outcome === 'failed' ? "can't" : 'skip'}: ${settled.reason}` : name,
    },
  ];
  const shown = drawTable(inOrder.slice(0, mostRows), columns, roomOf(streams));
  const more = inOrder.length - mostRows;
  return `${shown.trimEnd()}\n${more > 0 ? `and ${more} more; --dry-run shows each request\n` : ''}`;
}

export function recordText(fields: readonly Field[], streams: Streams): string {
  return `${drawRecord(fields, roomOf(streams)).trimEnd()}\n`;
}

function roomOf({ stderr, env }: Streams): Room {
  return {
    width: stderr.isTTY ? widthOf(stderr.columns) : Number.POSITIVE_INFINITY,
    headers: true,
    isolate: stderr.isTTY === true && env.TERM !== 'dumb' && env.TERM !== 'linux',
  };
}
