// The findings as Markdown: a row for each behaviour, a column for each client, ours beside its peers in both tables.

/**
 * @typedef {import('./verdict.mjs').Cell} Cell
 * @typedef {{ name: string, kind: import('../peers/clients.mjs').Client['kind'], cells: Map<string, Cell> }} Finding
 */

const marks = { good: '✓', partly: '~', bad: '✗', 'n/a': '–' };

/**
 * @param {Finding[]} findings
 * @param {string[]} titles
 */
export function tables(findings, titles) {
  const kinds = /** @type {const} */ ([
    ['api sdk', 'Beside other API clients'],
    ['transport', 'Beside HTTP clients'],
  ]);
  const ours = findings.filter(({ kind }) => kind === 'ours');
  const beside = kinds
    .map(([kind, heading]) => ({ heading, peers: findings.filter((each) => each.kind === kind) }))
    .filter(({ peers }) => peers.length > 0);
  const all = beside.length > 0 ? beside : [{ heading: 'Ours', peers: [] }];
  return all
    .map(({ heading, peers }) => `### ${heading}\n\n${table([...ours, ...peers], titles)}`)
    .join('\n\n');
}

/**
 * @param {Finding[]} findings
 * @param {string[]} titles
 */
function table(findings, titles) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.join(' | ')} |`;
  const rows = titles.map((title) =>
    line([title, ...findings.map(({ cells }) => cell(cells.get(title)))]),
  );
  return [
    line(['', ...findings.map(({ name }) => `\`${name}\``)]),
    line(['---', ...findings.map(() => '---')]),
    ...rows,
    line(['**kept**', ...findings.map(({ cells }) => `**${score(cells)}**`)]),
  ].join('\n');
}

/** @param {Cell | undefined} found */
function cell(found) {
  const { verdict, fact } = found ?? { verdict: 'bad', fact: 'the probe did not end' };
  return `${marks[verdict]} ${fact.replaceAll('|', '\\|')}`;
}

/** Of the rows that can be asked of it. @param {Map<string, Cell>} cells */
function score(cells) {
  const asked = [...cells.values()].filter(({ verdict }) => verdict !== 'n/a');
  return `${asked.filter(({ verdict }) => verdict === 'good').length} of ${asked.length}`;
}
