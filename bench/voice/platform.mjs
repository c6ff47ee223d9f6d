// The agent that is listened to, in a process of its own: the built mock at the pace of a model, with answers of one, two
// and four sentences. `node platform.mjs` says its port.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createMock, scriptedBrain } from '@voicectl/mock';
import { serve } from '@voicectl/mock/node';
import { answers, pace, tokensOf } from './answers.mjs';

const file = fileURLToPath(import.meta.url);

if (process.argv[1] === file) {
  const brain = {
    ...scriptedBrain,
    answer: (/** @type {import('@voicectl/mock').Question} */ { message }) =>
      tokensOf(answers[/** @type {import('./answers.mjs').Message} */ (message)] ?? message),
  };
  const mock = createMock({ brain, pace, seedAgents: 1, seed: 'bench', journalSize: 1 });
  const { port } = await serve(mock, { port: 0 });
  process.stdout.write(`${port}\n`);
}

export async function startPlatform() {
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] });
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
