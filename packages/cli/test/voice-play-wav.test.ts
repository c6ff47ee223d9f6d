/** WAV files: in place of a microphone, and of a loudspeaker. */
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readWav } from '../src/voice/play/wav-read';
import { wavIn, wavSound } from '../src/voice/play/wav-sound';
import { wavBytes, wavHeader } from '../src/voice/play/wav-write';
import { writeWhole } from '../src/voice/play/write-whole';
import { digest, wholeOf } from './voice-play';
import { tone } from './voice-speak';
import { newFolder } from './voicectl';

interface Format {
  readonly tag: number;
  readonly bits: number;
  readonly channels: number;
  readonly rate: number;
}

/** Any WAV file: `extra` parts stand before the sound. */
function file({ tag, bits, channels, rate }: Format, sound: Buffer, extra: Buffer[] = []): Buffer {
  const format = Buffer.alloc(24);
  format.write('fmt ', 0);
  format.writeUInt32LE(16, 4);
  format.writeUInt16LE(tag, 8);
  format.writeUInt16LE(channels, 10);
  format.writeUInt32LE(rate, 12);
  format.writeUInt32LE((rate * channels * bits) / 8, 16);
  format.writeUInt16LE((channels * bits) / 8, 20);
  format.writeUInt16LE(bits, 22);
  const data = Buffer.alloc(8);
  data.write('data', 0);
  data.writeUInt32LE(sound.length, 4);
  const body = Buffer.concat([Buffer.from('WAVE'), format, ...extra, data, sound]);
  const head = Buffer.alloc(8);
  head.write('RIFF', 0);
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
}

type Write = (sound: Buffer, value: number, at: number) => void;

const widths: Readonly<Record<string, [tag: number, bits: number, write: Write, off: number]>> = {
  '8 bits': [1, 8, (sound, value, at) => sound.writeUInt8((value >> 8) + 128, at), 256],
  '16 bits': [1, 16, (sound, value, at) => sound.writeInt16LE(value, at), 0],
  '24 bits': [1, 24, (sound, value, at) => sound.writeIntLE(value * 256, at, 3), 0],
  '32 bits': [1, 32, (sound, value, at) => sound.writeInt32LE(value * 65_536, at), 0],
  floats: [3, 32, (sound, value, at) => sound.writeFloatLE(value / 32_768, at), 0],
  doubles: [3, 64, (sound, value, at) => sound.writeDoubleLE(value / 32_768, at), 0],
};

const sampleValue = fc.integer({ min: -32_768, max: 32_767 });
const rateOf = fc.integer({ min: 1000, max: 192_000 });

test('what is written is read again, sample by sample', () => {
  fc.assert(
    fc.property(
      fc.array(fc.int16Array({ minLength: 1 }), { minLength: 1 }),
      rateOf,
      (parts, rate) => {
        const { samples, rate: read } = readWav(wavBytes(parts, rate));
        expect(read).toBe(rate);
        expect([...samples]).toEqual(parts.flatMap((part) => [...part]));
      },
    ),
  );
});

test.each(Object.entries(widths))('a file of %s is read, its channels as one', (_, form) => {
  const [tag, bits, write, off] = form;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(sampleValue, sampleValue), { minLength: 1, maxLength: 50 }),
      fc.integer({ min: 1, max: 2 }),
      rateOf,
      (frames, channels, rate) => {
        const sound = Buffer.alloc((frames.length * channels * bits) / 8);
        for (const [at, frame] of frames.entries()) {
          for (let channel = 0; channel < channels; channel++) {
            write(sound, frame[channel] ?? 0, ((at * channels + channel) * bits) / 8);
          }
        }
        const { samples } = readWav(file({ tag, bits, channels, rate }, sound));
        expect(samples).toHaveLength(frames.length);
        for (const [at, [left, right]] of frames.entries()) {
          const wanted = channels === 1 ? left : (left + right) / 2;
          expect(Math.abs((samples[at] ?? 0) - wanted)).toBeLessThanOrEqual(off + 1);
        }
      },
    ),
  );
});

test('telephone formats are read, from silence to the loudest', () => {
  const format = { bits: 8, channels: 1, rate: 8000 };
  const mu = readWav(file({ ...format, tag: 7 }, Buffer.from([0xff, 0x7f, 0x80, 0x00, 0xe7])));
  expect([...mu.samples]).toEqual([0, 0, 32_124, -32_124, 260]);
  const a = readWav(file({ ...format, tag: 6 }, Buffer.from([0xd5, 0x55, 0xaa, 0x2a])));
  expect([...a.samples]).toEqual([8, -8, 32_256, -32_256]);
});

test('the extensible format, other parts before the sound and odd sizes are no hindrance', () => {
  const sound = Buffer.from(tone(440, 8000, 0.1).buffer);
  const plain = file({ tag: 1, bits: 16, channels: 1, rate: 8000 }, sound);
  const format = Buffer.alloc(48);
  plain.copy(format, 0, 12, 36);
  format.writeUInt32LE(40, 4);
  format.writeUInt16LE(0xfffe, 8);
  format.writeUInt16LE(1, 32);
  const note = Buffer.from('LIST\x03\0\0\0abc\0', 'latin1');
  const whole = Buffer.concat([plain.subarray(0, 12), note, format, plain.subarray(36)]);
  expect(digest(readWav(whole).samples)).toBe(digest(tone(440, 8000, 0.1)));
});

test('a file that was cut off, or written to a pipe, has the sound that is there', () => {
  const samples = tone(440, 16_000, 0.2);
  const whole = wavBytes([samples], 16_000);
  expect(readWav(whole.subarray(0, 44 + 200)).samples).toHaveLength(100);
  const piped = Buffer.concat([wavHeader(16_000), whole.subarray(44)]);
  expect(digest(readWav(piped).samples)).toBe(digest(samples));
});

test('floats beyond the loudest are cut, and no numbers are silence', () => {
  const sound = Buffer.alloc(16);
  for (const [at, value] of [9, -9, Number.NaN, Number.POSITIVE_INFINITY].entries()) {
    sound.writeFloatLE(value, 4 * at);
  }
  const { samples } = readWav(file({ tag: 3, bits: 32, channels: 1, rate: 8000 }, sound));
  expect([...samples]).toEqual([32_767, -32_768, 0, 32_767]);
});

test('bytes that are anything are read, or refused in words', () => {
  const header = wavBytes([tone(440, 8000, 0.01)], 8000);
  const damaged = fc
    .array(fc.tuple(fc.nat(header.length - 1), fc.nat(255)), { maxLength: 6 })
    .map((changes) => {
      const bytes = Buffer.from(header);
      for (const [at, value] of changes) bytes[at] = value;
      return bytes;
    });
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 100 }), damaged), (bytes) => {
      try {
        const { samples, rate } = readWav(bytes);
        expect(samples.length).toBeGreaterThan(0);
        expect(rate).toBeGreaterThanOrEqual(1000);
      } catch (error) {
        expect(error).not.toBeInstanceOf(RangeError);
        expect((error as Error).message).toMatch(/^(it|its|there) /);
      }
    }),
    { numRuns: 500 },
  );
});

const samplesOf = Buffer.from(tone(440, 8000, 0.01).buffer);
const plain = { tag: 1, bits: 16, channels: 1, rate: 8000 };

test.each([
  ['text', Buffer.from('Hello, I am no sound at all.'), 'it is no WAV file'],
  ['nothing', Buffer.alloc(0), 'it is no WAV file'],
  ['an MP3', Buffer.from('ID3\x04 and so on'), 'it is a sound file of another kind'],
  ['a header alone', wavBytes([], 8000), 'there is no sound in it'],
  ['half a header', wavBytes([], 8000).subarray(0, 30), 'it breaks off in its header'],
  ['no channels', file({ ...plain, channels: 0 }, samplesOf), 'it has 0 channels'],
  ['a rate of 5', file({ ...plain, rate: 5 }, samplesOf), 'it has 5 samples a second'],
  ['MP3 inside', file({ ...plain, tag: 85 }, samplesOf), 'its format, MP3 of 16 bits, is not'],
])('%s is refused by name, with what is wrong', async (_, bytes, why) => {
  const path = join(newFolder(), 'question.wav');
  writeFileSync(path, bytes);
  await expect(wholeOf(wavSound(path))).rejects.toMatchObject({
    name: 'UsageError',
    message: expect.stringContaining(`${path} can't be read as sound: ${why}`),
    hint: expect.stringContaining(`ffmpeg -i ${path}`),
  });
});

test('a file that is not there, or a folder, is refused by name', async () => {
  const folder = newFolder();
  const missing = join(folder, 'none.wav');
  await expect(wavIn(missing)).rejects.toMatchObject({ message: `There is no file ${missing}` });
  await expect(wavIn(folder)).rejects.toMatchObject({
    message: `${folder} can't be read as sound: it is a folder`,
  });
});

test('a file is heard in parts of 20 ms, and paced as it was spoken', async () => {
  const path = join(newFolder(), 'question.wav');
  const samples = tone(300, 11_025, 0.23);
  writeFileSync(path, wavBytes([samples], 11_025));
  const sizes: number[] = [];
  for await (const part of wavSound(path)) sizes.push(part.samples.length);
  expect(new Set(sizes.slice(0, -1))).toEqual(new Set([221]));
  const begun = performance.now();
  const whole = await wholeOf(wavSound(path, { paced: true }));
  // A timer may be early by a millisecond.
  expect(performance.now() - begun).toBeGreaterThan(225);
  expect([whole.rate, digest(whole.samples)]).toEqual([11_025, digest(samples)]);
});

test('an abort ends the sound of a file, also in the midst of a pause', async () => {
  const path = join(newFolder(), 'question.wav');
  writeFileSync(path, wavBytes([tone(300, 8000, 60)], 8000));
  const turn = new AbortController();
  let parts = 0;
  for await (const _ of wavSound(path, { paced: true, signal: turn.signal })) {
    parts += 1;
    if (parts === 2) turn.abort();
  }
  expect(parts).toBe(2);
});

test('a file is replaced as a whole, behind a link too, and nothing else is left in its folder', async () => {
  const folder = newFolder();
  const target = join(folder, 'kept.wav');
  const link = join(folder, 'link.wav');
  writeFileSync(target, 'old');
  symlinkSync(target, link);
  await writeWhole(link, Buffer.from('new'));
  expect(readFileSync(target, 'utf8')).toBe('new');
  expect(readdirSync(folder).sort()).toEqual(['kept.wav', 'link.wav']);
});

test('a file that can not be written is told of by name, and no draft stays', async () => {
  const folder = newFolder();
  mkdirSync(join(folder, 'taken.wav'));
  for (const path of [join(folder, 'no', 'answer.wav'), join(folder, 'taken.wav')]) {
    await expect(writeWhole(path, Buffer.from('x'))).rejects.toMatchObject({
      name: 'PlayError',
      message: expect.stringContaining(`${path} can't be written: `),
    });
  }
  expect(readdirSync(folder)).toEqual(['taken.wav']);
});

test.skipIf(process.platform === 'win32')('/dev/null stays what it is', async () => {
  await writeWhole('/dev/null', Buffer.from('x'));
  expect(readFileSync('/dev/null')).toHaveLength(0);
});
