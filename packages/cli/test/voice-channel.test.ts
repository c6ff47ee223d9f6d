import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Channel } from '../src/voice/channel';

describe('a channel', () => {
  it('hands over everything in order, whenever it was pushed', async () => {
    const pause = fc.constantFrom('none', 'microtask', 'turn');
    await fc.assert(
      fc.asyncProperty(fc.array(pause), async (pauses) => {
        const channel = new Channel<number>();
        const reading = (async () => {
          const read: number[] = [];
          for await (const value of channel) read.push(value);
          return read;
        })();
        for (const [index, each] of pauses.entries()) {
          if (each === 'microtask') await Promise.resolve();
          if (each === 'turn') await new Promise((resolve) => setImmediate(resolve));
          channel.push(index);
        }
        channel.end();
        expect(await reading).toEqual(pauses.map((_, index) => index));
      }),
      { numRuns: 300 },
    );
  });

  it('throws at once what went wrong, and takes no more', async () => {
    const channel = new Channel<number>();
    channel.push(1);
    channel.fail(new Error('broken'));
    channel.push(2);
    await expect(async () => {
      for await (const _ of channel);
    }).rejects.toThrow('broken');
  });
});
