// What a start costs: fresh processes in turn, wall time over a bare node's; after the import, and after a first call.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { clients } from '../peers/clients.mjs';
import { median } from '../rig.mjs';

const file = fileURLToPath(new URL('../peers/import-once.mjs', import.meta.url));

/**
 * @param {string} url
 * @param {number} rounds
 */
export function importTime(url, rounds) {
  const bare = { name: 'bare node', step: 'start', args: /** @type {string[]} */ ([]) };
  const starts = clients.flatMap(({ name, package: specifier = '' }) => [
    ...(specifier ? [{ name, step: 'imported', args: [specifier] }] : []),
    { name, step: 'called', args: [specifier, url, name] },
  ]);
  const contenders = [bare, ...starts].map((start) => ({
    ...start,
    ms: /** @type {number[]} */ ([]),
  }));
  // The first round fills the disk cache.
  for (let round = -1; round < rounds; round++) {
    for (const { args, ms, name } of contenders) {
      const start = performance.now();
      const { status } = spawnSync(process.execPath, [file, ...args], { stdio: 'ignore' });
      if (status !== 0) throw new Error(`${name} ended with ${status}.`);
      if (round >= 0) ms.push(performance.now() - start);
    }
  }
  const none = median(contenders[0]?.ms ?? []);
  const over = (/** @type {string} */ name, /** @type {string} */ step) => {
    const found = contenders.find((each) => each.name === name && each.step === step);
    return found && median(found.ms) - none;
  };
  const rows = clients.map(({ name }) => ({
    name,
    imported: over(name, 'imported'),
    called: over(name, 'called'),
  }));
  return { bare: none, rows };
}

/** @param {ReturnType<typeof importTime>} measured */
export function importTable({ bare, rows }) {
  const ms = (/** @type {number | undefined} */ value) =>
    value === undefined ? '–' : value.toFixed(0);
  const sorted = [...rows].sort((a, b) => (a.called ?? 0) - (b.called ?? 0));
  return [
    `### Start: ms over a bare node (${bare.toFixed(0)} ms)\n`,
    '| | imported | imported, and a first call |',
    '| --- | ---: | ---: |',
    ...sorted.map(({ name, imported, called }) => `| ${name} | ${ms(imported)} | ${ms(called)} |`),
  ].join('\n');
}
