/** The metrics of a session as a table. A file of its own, so that what draws tables is loaded only for one. */
import { drawTable } from '../../output/table';
import type { Column } from '../../output/view';
import type { Look } from './look';
import {
  type Group,
  type Metrics,
  type MetricsTurn,
  metricsByGroup,
  metricsOf,
  type Setting,
  type Spread,
  settings,
} from './metrics';

/** @param nameOf what a person calls an agent. Without a line break at its end. */
export function metricsTable(
  turns: readonly MetricsTurn[],
  { columns: width }: Pick<Look, 'columns'>,
  nameOf: (agent: string) => string = (agent) => agent,
): string {
  const groups = metricsByGroup(turns);
  const all: Group = { of: {}, metrics: metricsOf(turns) };
  const rows = [...groups, all].flatMap(rowsOf);
  if (rows.length === 0) return 'No turn has come to an end yet.';
  const of = (name: Setting): Column<Row> => ({
    title: name,
    value: ({ group }) => named(group, name, nameOf),
  });
  const differing = settings.filter((name) => groups.some((group) => name in group.of));
  const lost = all.metrics.underruns > 0;
  return drawTable<Row>(
    rows,
    [
      ...differing.map(of),
      { title: 'time to', value: ({ what }) => what, whole: true },
      { title: 'turns', value: ({ spread }) => spread.turns, whole: true },
      { title: 'p50', value: ({ spread }) => `${spread.p50} ms`, whole: true },
      { title: 'p95', value: ({ spread }) => `${spread.p95} ms`, whole: true },
      ...(lost ? [{ title: 'underruns', value: underrunsOf, whole: true }] : []),
    ],
    { width, headers: true, isolate: true },
  );
}

interface Row {
  readonly group: Group;
  readonly what: string;
  readonly spread: Spread;
}

/** It is the sound that stumbles. */
const underrunsOf = ({ what, group }: Row) => (what === audio ? group.metrics.underruns : '');
const audio = 'first audio';

function rowsOf(group: Group): Row[] {
  const times: [string, keyof Metrics][] = [
    ['first token', 'firstToken'],
    [audio, 'firstAudio'],
    ['end', 'endToEnd'],
  ];
  return times.flatMap(([what, name]) => {
    const spread = group.metrics[name];
    return typeof spread === 'object' ? [{ group, what, spread }] : [];
  });
}

function named({ of }: Group, name: Setting, nameOf: (agent: string) => string): string {
  const value = of[name];
  if (value === undefined) return 'all';
  if (value === null) return name === 'mode' ? 'text' : 'none';
  return name === 'agent' ? nameOf(value) : value;
}
