/** Changes that wait for one another: kept together, each with its own answer. */
import { readFile } from 'node:fs/promises';
import { createClient } from '@voicectl/sdk';
import { expect, it } from 'vitest';
import { createMock } from '../../src/index';
import { fileStore } from '../../src/store/file';
import { temporaryFile } from './temporary-file';

const minimal = { name: 'Support', instructions: 'Be brief.' };

async function open() {
  const file = await temporaryFile();
  const mock = createMock({ store: fileStore(file) });
  const lines = async () => (await readFile(file, 'utf8')).trimEnd().split('\n').length - 1;
  return { file, mock, lines, ...createClient({ ...mock.clientOptions, maxRetries: 0 }) };
}

it('Changes made at once are kept together, in the order in which they came', async () => {
  const { agents, lines, file } = await open();
  const { id } = await agents.create(minimal);
  const updates = Array.from({ length: 50 }, (_, step) =>
    agents.update(id, { instructions: `Step ${step}` }),
  );
  const versions = (await Promise.all(updates)).map(({ version }) => version);
  expect(versions).toEqual(Array.from({ length: 50 }, (_, step) => step + 2));
  expect(await lines()).toBeLessThan(40);
  const again = createClient(createMock({ store: fileStore(file) }).clientOptions);
  expect(await again.agents.get(id)).toMatchObject({ version: 51, instructions: 'Step 49' });
});

it('Each of them gets its own answer, or its own refusal that leaves nothing', async () => {
  const { agents, lines } = await open();
  const { id } = await agents.create(minimal);
  const settled = await Promise.allSettled([
    agents.update(id, { name: 'One' }),
    agents.activate(id),
    agents.activate(id),
    agents.delete(id),
    agents.archive(id),
  ]);
  expect(settled).toMatchObject([
    { value: { name: 'One', status: 'draft' } },
    { value: { name: 'One', status: 'active' } },
    { reason: { status: 409 } },
    { status: 'fulfilled' },
    { reason: { status: 404 } },
  ]);
  const before = await lines();
  await expect(agents.get(id)).rejects.toMatchObject({ status: 404 });
  expect(await lines()).toBe(before);
});

it('A snapshot that does not fit is refused, and those beside it are kept', async () => {
  const { agents, mock, file } = await open();
  const [first, refused, second] = await Promise.allSettled([
    agents.create({ ...minimal, name: 'First' }),
    mock.restore({ version: 1, agents: [{}], goals: [], attachments: {} } as never),
    agents.create({ ...minimal, name: 'Second' }),
  ]);
  expect(first.status).toBe('fulfilled');
  expect(refused).toMatchObject({ reason: { name: 'ContentsError' } });
  expect(second.status).toBe('fulfilled');
  const again = createClient(createMock({ store: fileStore(file) }).clientOptions);
  expect((await again.agents.list()).meta.total).toBe(2);
});
