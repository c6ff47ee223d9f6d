// A platform on this machine, in a process of its own: the built mock with as many agents as are asked for.
// `node platform.mjs AGENTS` says its port.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createMock } from '@voicectl/mock';
import { serve } from '@voicectl/mock/node';

const file = fileURLToPath(import.meta.url);

if (process.argv[1] === file) {
  const mock = createMock({ seedAgents: Number(process.argv[2]), seed: 'bench', journalSize: 1 });
  const { port } = await serve(mock, { port: 0 });
  process.stdout.write(`${port}\n`);
}

/** @param {number} agents */
export async function startPlatform(agents) {
  const args = [file, String(agents)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = await once(createInterface({ input: child.stdout }), 'line');
  const url = `http://127.0.0.1:${port}`;
  return {
    env: {
      ...{ VOICECTL_AGENTS_URL: `${url}/api`, VOICECTL_AGENTS_API_KEY: 'k' },
      ...{ VOICECTL_GOALS_URL: `${url}/v1`, VOICECTL_GOALS_TOKEN: 't' },
    },
    stop: () => child.kill(),
  };
}
