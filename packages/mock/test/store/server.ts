/**
 * A mock in a process of its own, to be killed: `node server.cjs STORE` says where it listens, as a line of JSON. With
 * `--once` it makes an agent, closes and has nothing more to do.
 */
import { serve } from '../../src/doors/node';
import { createMock } from '../../src/index';
import { openStore } from '../../src/store/open';

const [, , store = '', once] = process.argv;

// A limit to the size of files stands for a full disk: it is to be an error of the write, and no more.
process.on('SIGXFSZ', () => {});

async function main(): Promise<void> {
  const mock = createMock({ store: await openStore(store) });
  if (once) {
    await mock.add({ agents: [{ name: 'Once', instructions: 'Be brief.' }] });
    return mock.close();
  }
  const { agentsUrl, goalsUrl } = await serve(mock, { port: 0 });
  process.stdout.write(`${JSON.stringify({ agentsUrl, goalsUrl })}\n`);
}

void main();
