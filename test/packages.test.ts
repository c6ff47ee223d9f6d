/** What would be published, judged as its users' tools would judge it. */
import { readFile } from 'node:fs/promises';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { describe, expect, it } from 'vitest';
import { tarball } from './packed';

const packed = async (name: string) => new Uint8Array(await readFile(await tarball(name)));

describe.each(['sdk', 'mock', 'cli'])('packages/%s', (name) => {
  it('leads every way of importing it to what is there', { timeout: 60_000 }, async () => {
    const { buffer } = await packed(name);
    const { messages, pkg } = await publint({ pack: { tarball: buffer } });
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
  });
});

describe.each(['sdk', 'mock'])('the types of packages/%s', (name) => {
  it('are those of what is imported, whoever resolves them', { timeout: 60_000 }, async () => {
    const result = await checkPackage(createPackageFromTarballData(await packed(name)));
    // TypeScript's `node10` is Node without `exports`, so it can't find a second door. Node has read `exports` for
    // longer than any version that we run on.
    const problems = 'problems' in result ? result.problems : [{ kind: 'no types' }];
    expect(
      problems.filter((each) => !('resolutionKind' in each && each.resolutionKind === 'node10')),
    ).toEqual([]);
  });
});
