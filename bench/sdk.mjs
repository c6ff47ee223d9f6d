// `pnpm bench:sdk`: what a call costs over the bare HTTP client, paired in one process; with `--json FILE` also as JSON.
import { writeFileSync } from 'node:fs';
import { createClient } from '@voicectl/sdk';
import { Agent, request } from 'undici';
import { compare, startServer } from './rig.mjs';

const server = await startServer();
const id = '550e8400-e29b-41d4-a716-000000000001';
const headers = { 'x-api-key': 'k', accept: 'application/json' };
const dispatcher = new Agent();
const agents = { url: `${server.url}/api`, apiKey: 'k' };
const checking = createClient({ agents });
const trusting = createClient({ agents, validation: 'off' });

/** @param {string} path */
const contenders = (path) => {
  const url = `${server.url}/api${path}`;
  const list = path.startsWith('/agents?');
  return {
    'undici.request + JSON.parse': async () => {
      const { body } = await request(url, { dispatcher, headers });
      return JSON.parse(await body.text());
    },
    'fetch + json()': async () => (await fetch(url, { headers })).json(),
    '@voicectl/sdk': () => (list ? checking.agents.list({ limit: 100 }) : checking.agents.get(id)),
    '@voicectl/sdk, validation off': () =>
      list ? trusting.agents.list({ limit: 100 }) : trusting.agents.get(id),
  };
};

const cases = [
  { title: 'one agent, one after another', path: `/agents/${id}`, calls: 1_500, atOnce: 1 },
  { title: 'one agent, 32 at once', path: `/agents/${id}`, calls: 4_000, atOnce: 32 },
  { title: 'a page of 100, one after another', path: '/agents?limit=100', calls: 300, atOnce: 1 },
];

const results = [];
for (const { title, path, ...plan } of cases) {
  const rows = await compare(contenders(path), { ...plan, rounds: 9 });
  results.push({ title, ...plan, rows });
  console.log(
    `\n### ${title}\n\n| | CPU us a call | x bare | calls/s |\n| --- | ---: | ---: | ---: |`,
  );
  for (const { name, cpu, ratio, perSecond } of rows) {
    console.log(`| ${name} | ${cpu.toFixed(1)} | ${ratio.toFixed(2)} | ${Math.round(perSecond)} |`);
  }
}

const at = process.argv.indexOf('--json');
const file = at > 0 ? process.argv[at + 1] : undefined;
if (file) writeFileSync(file, JSON.stringify({ node: process.version, results }, null, 2));
server.stop();
await Promise.all([checking.close(), trusting.close(), dispatcher.close()]);
