/** Several processes on one file: no update is lost, and all see the same. */
import { createClient } from '@voicectl/sdk';
import { expect, it } from 'vitest';
import { createMock } from '../../src/index';
import { fileStore } from '../../src/store/file';
import { buildServer, startServer } from './child';
import { temporaryFile } from './temporary-file';

buildServer();

it('counts each change of three processes once', { timeout: 60_000 }, async () => {
  const file = await temporaryFile();
  const servers = await Promise.all([1, 2, 3].map(() => startServer(file)));
  const { agents } = createClient(createMock({ store: fileStore(file) }).clientOptions);
  const { id } = await agents.create({ name: 'A', instructions: 'Begin' });
  const versions = await Promise.all(
    servers.flatMap(({ client }, server) =>
      Array.from({ length: 4 }, async (_, lane) => {
        const seen: number[] = [];
        for (let step = 0; step < 10; step++) {
          const instructions = `${server}/${lane}/${step}`;
          seen.push((await client.agents.update(id, { instructions })).version);
        }
        return seen;
      }),
    ),
  );
  for (const seen of versions) expect(seen).toEqual([...seen].sort((a, b) => a - b));
  // Each version was answered to exactly one of them.
  const all = versions.flat().sort((a, b) => a - b);
  expect(all).toEqual(Array.from({ length: 120 }, (_, index) => index + 2));
  const last = await agents.get(id);
  expect(last).toHaveProperty('version', 121);
  for (const { client } of servers) expect(await client.agents.get(id)).toEqual(last);
});
