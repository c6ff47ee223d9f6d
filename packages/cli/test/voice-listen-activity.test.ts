/** When somebody speaks, found in a sound. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utterances } from '../src/voice/listen/utterances';
import { type Activity, voiceActivity } from '../src/voice/listen/voice-activity';
import { Resampler } from '../src/voice/speak/resample';
import type { Pcm } from '../src/voice/stages';
import { mixed, noise, rate, silence, sound, spoken, together } from './voice-listening';

const [short = silence(0), long = silence(0)] = await spoken(
  'I need help with my order.',
  'Your order has shipped and should arrive at your door on Friday.',
);
const conversation = together(silence(1), short, silence(1), long, silence(1));
const lengthOf = (samples: Int16Array) => samples.length / rate;
/** Seconds, as they were put together. */
const places = [
  ['start', 1],
  ['end', 1 + lengthOf(short)],
  ['start', 2 + lengthOf(short)],
  ['end', 2 + lengthOf(short) + lengthOf(long)],
] as const;

describe('when somebody speaks', () => {
  it.each([
    ['in silence', conversation],
    ['softly', conversation.map((sample) => sample / 12)],
    ['in noise', mixed(conversation, noise(lengthOf(conversation), 600))],
  ])('is found %s', async (_, samples) => {
    const found = await activities(sound(samples));
    expect(found.map(({ type }) => type)).toEqual(places.map(([type]) => type));
    for (const [index, [, seconds]] of places.entries()) {
      expect(Math.abs((found[index]?.at ?? 0) / rate - seconds)).toBeLessThan(0.35);
    }
  });

  it('is found at other rates, too', async () => {
    const resampler = new Resampler(rate, 48_000);
    const samples = together(resampler.push(conversation), resampler.end());
    const found = await activities(sound(samples, { at: 48_000, part: 960 }));
    expect(found.map(({ type }) => type)).toEqual(['start', 'end', 'start', 'end']);
  });

  it('is found from the first sample to the last', async () => {
    const found = await activities(sound(long));
    expect(found.map(({ type }) => type)).toEqual(['start', 'end']);
    expect(found[0]?.at).toBeLessThan(0.2 * rate);
    expect(found[1]?.at).toBeGreaterThan(long.length - 0.4 * rate);
  });

  it.each([
    ['silence', silence(4)],
    ['nothing at all', silence(0)],
    ['noise', noise(5, 3000)],
    ['noise that begins', together(silence(2), noise(3, 3000))],
    ['keys', silence(4).map((_, at) => (at % 8000 < 160 ? 20_000 * Math.sin(at) : 0))],
    ['a hum', silence(4).map((_, at) => (at < 20_000 ? 0 : 4000 * Math.sin(at / 25)))],
    ['a single short sound', together(silence(1), short.slice(3000, 4600), silence(1))],
  ])('is not found in %s', async (_, samples) => {
    expect(await activities(sound(samples))).toEqual([]);
  });

  it('is the same however the sound comes in parts', async () => {
    const whole = await activities(sound(conversation, { part: conversation.length }));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 9000 }), { minLength: 1 }),
        async (parts) => {
          expect(await activities(cutInto(conversation, parts))).toEqual(whole);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('is an end for each start, of any sound', async () => {
    const piece = fc.constantFrom(
      silence(0.3),
      short,
      long,
      noise(0.5, 4000),
      short.slice(0, 5000),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
        const samples = together(...pieces);
        const found = await activities(sound(samples));
        expect(found.map(({ type }) => type)).toEqual(
          found.map((_, n) => (n % 2 ? 'end' : 'start')),
        );
        const at = found.map((each) => each.at);
        expect(at).toEqual(at.toSorted((a, b) => a - b));
        expect(Math.max(0, ...at)).toBeLessThanOrEqual(samples.length);
      }),
      { numRuns: 20 },
    );
  });

  it('waits through a longer silence when it is told to', async () => {
    const found = await activities(sound(conversation), { hangover: 1500 });
    expect(found.map(({ type }) => type)).toEqual(['start', 'end']);
  });
});

describe('utterances', () => {
  it('are each a sound of their own, with what came just before', async () => {
    const lengths: number[] = [];
    for await (const said of utterances(sound(conversation), new AbortController().signal)) {
      let length = 0;
      for await (const { samples } of said) length += samples.length;
      lengths.push(length);
    }
    expect(lengths).toHaveLength(2);
    expect(lengths[0]).toBeGreaterThan(short.length);
    expect(lengths[1]).toBeGreaterThan(long.length);
  });

  it('are the same when all comes at once', async () => {
    const whole = sound(conversation, { part: conversation.length });
    const lengths: number[] = [];
    for await (const said of utterances(whole, new AbortController().signal)) {
      let length = 0;
      for await (const { samples } of said) length += samples.length;
      lengths.push(length / rate);
    }
    expect(lengths).toHaveLength(2);
    expect(lengths[0]).toBeLessThan(lengthOf(short) + 1);
  });

  it('begin before they have ended', async () => {
    const device = endless(together(silence(1), short));
    const all = utterances(device, new AbortController().signal);
    const { value: said } = await all.next();
    if (!said) throw new Error('Nothing was heard');
    for await (const { samples } of said) {
      expect(samples.length).toBeGreaterThan(0);
      break;
    }
    await all.return();
  });

  it('end at an abort, although the device gives nothing any more', async () => {
    const stop = new AbortController();
    const all = utterances(endless(silence(1)), stop.signal);
    const next = all.next();
    stop.abort();
    expect(await next).toEqual({ done: true, value: undefined });
  });

  it('pass on what goes wrong with the device', async () => {
    const broken = (async function* (): AsyncGenerator<Pcm> {
      yield { samples: silence(0.5), rate };
      throw new Error('unplugged');
    })();
    const all = utterances(broken, new AbortController().signal);
    await expect(all.next()).rejects.toThrow('unplugged');
  });
});

async function activities(
  samples: AsyncIterable<Pcm>,
  options?: Parameters<typeof voiceActivity>[1],
): Promise<Activity[]> {
  const all: Activity[] = [];
  for await (const each of voiceActivity(samples, options)) all.push(each);
  return all;
}

async function* cutInto(samples: Int16Array, parts: readonly number[]): AsyncGenerator<Pcm> {
  let from = 0;
  for (const part of parts) {
    yield { samples: samples.slice(from, from + part), rate };
    from += part;
  }
  yield { samples: samples.slice(from), rate };
}

/** A device that says no more, and does not end. */
async function* endless(samples: Int16Array): AsyncGenerator<Pcm> {
  yield* sound(samples);
  await new Promise(() => {});
}
