/** What would be published, judged as its users' tools would judge it. */
import { dirname, join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { describe, expect, it } from 'vitest';

const packages = join(dirname(import.meta.dirname), 'packages');

describe.each(['sdk', 'mock', 'cli'])('packages/%s', (name) => {
  it('leads every way of importing it to what is there', async () => {
    const { messages, pkg } = await publint({ pkgDir: join(packages, name), pack: false });
    const words = messages.map((message) => formatMessage(message, pkg, { color: false }) ?? '');
    // The folder is judged as it lies here, with the dependencies that are linked into it.
    expect(words.filter((word) => !word.includes('/node_modules/'))).toEqual([]);
  });
});
