/** Loudness, silence, rates and WAVs of what voices make. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ceiling, Leveller, target } from '../src/voice/speak/level';
import { atRate, Resampler } from '../src/voice/speak/resample';
import { withoutSilence } from '../src/voice/speak/silence';
import { soundOfWav } from '../src/voice/speak/wav';
import { answer, decibels, loudness, mean, oneByOne, peak, tone, wavOf } from './voice-speak';

const parts = (samples: Int16Array, size: number): Int16Array[] =>
  Array.from({ length: Math.ceil(samples.length / size) }, (_, at) =>
    samples.subarray(at * size, (at + 1) * size),
  );
const together = (all: readonly Int16Array[]) => Int16Array.from(all.flatMap((part) => [...part]));

function levelled(samples: Int16Array, rate: number, size = samples.length, usual?: number) {
  const piece = new Leveller({ usual }).begin();
  return together([...parts(samples, size).map((part) => piece.push(part, rate)), piece.end()]);
}

test.each([
  ['loud', 0.7],
  ['as it should be', 0.14],
  ['quiet', 0.03],
])('a voice that is %s comes out at one loudness', (_, size) => {
  const usual = decibels(size / Math.SQRT2);
  const sound = levelled(tone(220, 16_000, 2, size), 16_000, 800, usual);
  expect(loudness(sound)).toBeGreaterThan(target - 0.5);
  expect(loudness(sound)).toBeLessThan(target + 0.5);
});

test('a loudness that nobody knew beforehand is learnt', () => {
  const leveller = new Leveller();
  const heard = Array.from({ length: 8 }, () => {
    const piece = leveller.begin();
    return together([piece.push(tone(220, 16_000, 3, 0.6), 16_000), piece.end()]);
  });
  const [first, last] = [heard.at(0), heard.at(-1)].map((one) => loudness(one ?? new Int16Array()));
  expect(Math.abs(Number(last) - target)).toBeLessThan(0.5);
  expect(Math.abs(Number(first) - target)).toBeLessThan(4);
});

test('silence does not make a voice louder', () => {
  const leveller = new Leveller();
  const silent = leveller.begin();
  silent.push(new Int16Array(160_000), 16_000);
  const piece = leveller.begin();
  const sound = together([piece.push(tone(220, 16_000, 1, 0.1414), 16_000), piece.end()]);
  expect(Math.abs(loudness(sound) - target)).toBeLessThan(0.5);
});

test('the offset of a voice is gone, and it begins and ends without a step', () => {
  const sound = levelled(
    tone(220, 16_000, 1, 0.1).map((sample) => sample + 2000),
    16_000,
  );
  expect(Math.abs(mean(sound))).toBeLessThan(20);
  expect(Math.abs(Number(sound[0]))).toBeLessThan(50);
  expect(Math.abs(Number(sound.at(-1)))).toBeLessThan(50);
});

test('whatever comes in and however it is cut, as much comes out, and nothing passes the ceiling', () => {
  const sound = fc.array(fc.integer({ min: -32768, max: 32767 }), { maxLength: 3000 });
  fc.assert(
    fc.property(sound, fc.integer({ min: 1, max: 700 }), (samples, size) => {
      const out = levelled(Int16Array.from(samples), 16_000, size, -40);
      expect(out).toHaveLength(samples.length);
      expect(out.length === 0 || peak(out) <= ceiling + 0.01).toBe(true);
    }),
  );
});

test('what stands before and after a sentence is as long as is wanted', () => {
  const [long, short] = [new Int16Array(4000), new Int16Array(100)];
  for (const around of [long, short]) {
    const sound = together([around, tone(300, 16_000, 0.5), around]);
    const kept = withoutSilence(sound, 16_000, { before: 10, after: 200 });
    const first = kept.findIndex((sample) => Math.abs(sample) > 1000);
    expect(Math.min(first, 101)).toBeLessThan(280);
    expect(Math.abs(kept.length - 8000 - 3200)).toBeLessThan(400);
    expect(peak(kept.subarray(-2800))).toBeLessThan(-60);
  }
  expect(
    withoutSilence(new Int16Array(5000).fill(900), 16_000, { before: 10, after: 0 }).length,
  ).toBeLessThan(200);
  expect(withoutSilence(new Int16Array(0), 16_000, { before: 10, after: 0 })).toHaveLength(0);
});

function resampled(samples: Int16Array, from: number, to: number, size = samples.length || 1) {
  const resampler = new Resampler(from, to);
  return together([...parts(samples, size).map((part) => resampler.push(part)), resampler.end()]);
}

/** How much of the sound is something else than that tone, in dB. */
function impurity(samples: Int16Array, frequency: number, rate: number): number {
  const middle = samples.subarray(0.1 * samples.length, 0.9 * samples.length);
  let [sine, cosine] = [0, 0];
  middle.forEach((sample, at) => {
    const angle = (2 * Math.PI * frequency * at) / rate;
    sine += (2 * sample * Math.sin(angle)) / middle.length;
    cosine += (2 * sample * Math.cos(angle)) / middle.length;
  });
  const rest = middle.map((sample, at) => {
    const angle = (2 * Math.PI * frequency * at) / rate;
    return Math.round(sample - sine * Math.sin(angle) - cosine * Math.cos(angle));
  });
  return loudness(rest) - loudness(middle);
}

const rates = [
  [16_000, 48_000],
  [22_050, 48_000],
  [22_050, 16_000],
  [24_000, 44_100],
  [16_000, 44_100],
  [48_000, 16_000],
] as const;

test.each(rates)('from %i to %i Hz a tone stays itself', (from, to) => {
  for (const frequency of [200, 1000, 3000, 6000]) {
    const out = resampled(tone(frequency, from, 0.5), from, to);
    expect(impurity(out, frequency, to)).toBeLessThan(-60);
    expect(Math.abs(loudness(out.subarray(2000, -2000)) - decibels(0.5 / Math.SQRT2))).toBeLessThan(
      0.1,
    );
  }
});

test('what the lower rate can not hold is gone, and not folded back into the voice', () => {
  const out = resampled(tone(12_000, 48_000, 0.5), 48_000, 16_000);
  expect(loudness(out.subarray(800, -800))).toBeLessThan(-70);
});

test('however it is cut, the same comes out, as long as what came in', () => {
  const sound = fc.array(fc.integer({ min: -20_000, max: 20_000 }), { maxLength: 1500 });
  fc.assert(
    fc.property(
      sound,
      fc.constantFrom(...rates),
      fc.integer({ min: 1, max: 400 }),
      (list, [from, to], size) => {
        const samples = Int16Array.from(list);
        const whole = resampled(samples, from, to);
        expect(resampled(samples, from, to, size)).toEqual(whole);
        expect(whole).toHaveLength(Math.round((samples.length * to) / from));
      },
    ),
    { numRuns: 40 },
  );
});

test('speech of several rates comes at one, each piece with its own sound', async () => {
  const [one, two, three] = answer('One.', 'Two.', 'Three.');
  if (!one || !two || !three) throw new Error('three pieces');
  const speech = [
    { piece: one, rate: 16_000, samples: tone(300, 16_000, 0.3) },
    { piece: one, rate: 16_000, samples: tone(300, 16_000, 0.3) },
    { piece: two, rate: 22_050, samples: tone(300, 22_050, 0.4) },
    { piece: three, rate: 48_000, samples: tone(300, 48_000, 0.1) },
  ];
  const lengths = new Map<string, number>();
  for await (const { piece, rate, samples } of atRate(oneByOne(speech), 48_000)) {
    expect(rate).toBe(48_000);
    lengths.set(piece.text, (lengths.get(piece.text) ?? 0) + samples.length);
  }
  expect([...lengths]).toEqual([
    ['One.', 28_800],
    ['Two.', 19_200],
    ['Three.', 4800],
  ]);
});

test('a WAV is read as it was written, also where its size is not known or other parts come first', () => {
  const samples = tone(440, 22_050, 0.1);
  const wav = wavOf(samples, 22_050);
  expect(soundOfWav(wav)).toEqual({ samples, rate: 22_050 });
  const streamed = Buffer.from(wav);
  streamed.writeUInt32LE(0x7ffff000, 40);
  expect(soundOfWav(streamed).samples).toEqual(samples);
  const list = Buffer.concat([
    Buffer.from('LIST'),
    Buffer.from([3, 0, 0, 0]),
    Buffer.from('abc\0'),
  ]);
  const more = Buffer.concat([wav.subarray(0, 12), list, wav.subarray(12)]);
  expect(soundOfWav(more).samples).toEqual(samples);
});

test('what is no WAV is refused with a reason, and never read past its end', () => {
  const wav = wavOf(tone(440, 8000, 0.01), 8000);
  expect(() => soundOfWav(Buffer.from('nothing of that kind'))).toThrow('No WAV file');
  expect(() => soundOfWav(wav.subarray(0, 30))).toThrow('breaks off');
  const eight = Buffer.from(wav);
  eight.writeUInt16LE(8, 34);
  expect(() => soundOfWav(eight)).toThrow('8 bits');
  fc.assert(
    fc.property(fc.nat(wav.length - 1), fc.nat(255), fc.nat(wav.length), (at, value, length) => {
      const broken = Buffer.from(wav.subarray(0, length));
      if (at < length) broken[at] = value;
      try {
        expect(soundOfWav(broken).samples.length).toBeLessThanOrEqual(wav.length);
      } catch (error) {
        expect(String(error)).toMatch(/WAV file/);
      }
    }),
  );
});
