// What a call costs over the bare HTTP client: contenders paired in one process, so that a slow moment falls on all.
import { createClient } from '@voicectl/sdk';
import { Agent, request } from 'undici';
import { compare, median, pairs } from '../rig.mjs';

const id = '550e8400-e29b-41d4-a716-000000000001';
const headers = { 'x-api-key': 'k', accept: 'application/json' };

/** CPU over bare, at most. Measured is less; the rest is for machines that have other things to do. */
export const ceiling = 1.15;

const cases = [
  { title: 'one agent, one after another', path: `/agents/${id}`, calls: 1_500, atOnce: 1 },
  { title: 'one agent, 32 at once', path: `/agents/${id}`, calls: 4_000, atOnce: 32 },
  { title: 'a page of 100, one after another', path: '/agents?limit=100', calls: 300, atOnce: 1 },
];

/**
 * @param {string} url
 * @param {number} rounds
 */
export async function paired(url, rounds) {
  const dispatcher = new Agent();
  const agents = { url: `${url}/api`, apiKey: 'k' };
  const checking = createClient({ agents });
  const trusting = createClient({ agents, validation: 'off' });

  /** @param {string} path */
  const contenders = (path) => {
    const address = `${url}/api${path}`;
    const list = path.startsWith('/agents?');
    return {
      'undici.request + JSON.parse': async () => {
        const { body } = await request(address, { dispatcher, headers });
        return JSON.parse(await body.text());
      },
      'fetch + json()': async () => (await fetch(address, { headers })).json(),
      '@voicectl/sdk': () =>
        list ? checking.agents.list({ limit: 100 }) : checking.agents.get(id),
      '@voicectl/sdk, validation off': () =>
        list ? trusting.agents.list({ limit: 100 }) : trusting.agents.get(id),
    };
  };

  const results = [];
  for (const { title, path, ...plan } of cases) {
    const rows = await compare(contenders(path), { ...plan, rounds });
    results.push({ title, ...plan, rows });
  }

  // Short turns and many of them: the difference is smaller than a machine's moods.
  const page = { calls: 40, atOnce: 1, rounds: rounds * 5 };
  const [on, off] = await pairs(
    () => checking.agents.list({ limit: 100 }),
    () => trusting.agents.list({ limit: 100 }),
    page,
  );
  const validation = median(on.map((cpu, index) => cpu - (off[index] ?? cpu)));
  await Promise.all([checking.close(), trusting.close(), dispatcher.close()]);
  return { results, validation };
}

/** @typedef {Awaited<ReturnType<typeof paired>>} Paired */

/** @param {Paired} measured */
export function pairedTable({ results, validation }) {
  const names = results[0]?.rows.map(({ name }) => name) ?? [];
  const cell = (/** @type {string} */ name, /** @type {Paired['results'][number]} */ { rows }) => {
    const { ratio, cpu } = rows.find((row) => row.name === name) ?? {};
    return `${ratio?.toFixed(2)} x, ${cpu?.toFixed(0)} us`;
  };
  return [
    '### Paired in one process: CPU a call, times the bare client\n',
    `| | ${results.map(({ title }) => title).join(' | ')} |`,
    `| --- |${' ---: |'.repeat(results.length)}`,
    ...names.map((name) => `| ${name} | ${results.map((each) => cell(name, each)).join(' | ')} |`),
    `\nChecking the answer adds ${validation.toFixed(0)} us of CPU to a page of 100.`,
  ].join('\n');
}

/** What is above the ceiling, in words. @param {Paired} measured */
export function aboveCeiling({ results }) {
  return results.flatMap(({ title, rows }) => {
    const ratio = rows.find(({ name }) => name === '@voicectl/sdk')?.ratio ?? Number.NaN;
    return ratio <= ceiling ? [] : [`${title}: ${ratio.toFixed(2)} x bare, at most ${ceiling}`];
  });
}
