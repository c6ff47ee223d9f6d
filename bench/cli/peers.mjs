// The same two questions to other command lines: which version, and what can it do.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bare, ours } from './programs.mjs';
import { measuredTable } from './stopwatch.mjs';

const peers = [
  { name: '@elevenlabs/cli', bin: 'elevenlabs' },
  { name: 'vercel', bin: 'vercel' },
  { name: 'wrangler', bin: 'wrangler' },
  { name: 'firebase-tools', bin: 'firebase' },
  { name: 'resend-cli', bin: 'resend' },
  { name: 'promptfoo', bin: 'promptfoo' },
];

/**
 * @param {import('./stopwatch.mjs').Stopwatch} stopwatch
 * @param {number} rounds
 */
export async function comparePeers(stopwatch, rounds) {
  const rows = [];
  /** @type {string[]} */
  const leftOut = [];
  const all = [{ title: 'voicectl', args: ours() }, ...installed(leftOut)];
  for (const { title, args } of all) {
    try {
      for (const flag of ['--version', '--help']) {
        const program = { args: [...args, flag] };
        rows.push({ flag, name: title, ...(await stopwatch.paired(bare, program, rounds)) });
      }
    } catch (error) {
      leftOut.push(`${title}: ${/** @type {Error} */ (error).message.replace(/\s+/g, ' ')}`);
    }
  }
  return { rows, leftOut };
}

/** @param {string[]} leftOut */
function installed(leftOut) {
  return peers.flatMap(({ name, bin }) => {
    const folder = new URL(`./peers/node_modules/${name}/`, import.meta.url);
    try {
      const text = readFileSync(new URL('package.json', folder), 'utf8');
      const { version, bin: bins } = JSON.parse(text);
      const file = fileURLToPath(new URL(typeof bins === 'string' ? bins : bins[bin], folder));
      return [{ title: `${name} ${version}`, args: [process.execPath, file] }];
    } catch {
      leftOut.push(`${name}: it can't be installed here.`);
      return [];
    }
  });
}

/** @param {Awaited<ReturnType<typeof comparePeers>>} measured */
export function peersTable({ rows, leftOut }) {
  const tables = ['--version', '--help'].map((flag) => {
    const sorted = rows.filter((row) => row.flag === flag).sort((a, b) => a.ratio - b.ratio);
    return measuredTable(`\`${flag}\` of others, over \`node -e 0\``, sorted, 'node');
  });
  return [...tables, ...leftOut.map((reason) => `Left out: ${reason}`)].join('\n\n');
}
