/**
 * Real capture and playback on machines without sound hardware, through two null sinks of a PulseAudio of the test's own.
 * Skipped where PulseAudio is missing.
 */
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Way } from '../src/voice/play/audio-messages';
import type { AudioDevice } from '../src/voice/play/device';
import { devicePlayer } from '../src/voice/play/device-player';
import { loudness } from '../src/voice/play/loudness';
import { fileOf } from '../src/voice/play/programs';
import { soundDevice } from '../src/voice/play/sound-device';
import type { Player } from '../src/voice/stages';
import { type Capture, hasPulse, Pulse, rate } from './voice-devices-pulse';
import { audioEntry, heard, joined, piece, spoken } from './voice-play';
import { tone } from './voice-speak';
import { newFolder } from './voicectl';

if (!hasPulse) process.stderr.write('Skipped: there is no PulseAudio here.\n');

const [one, two] = [piece('One.'), piece('Two.', 5)];
const quarter = { rate, samples: tone(440, rate, 0.75, 0.25) };

/** A path that leads to nothing but this program. */
function only(name: string): string | undefined {
  const file = fileOf(name, process.env);
  const folder = newFolder();
  if (file) symlinkSync(file, join(folder, name));
  return file && folder;
}

const backends: readonly [by: string, way: Way, path?: string | undefined][] = [
  ['decibri', 'decibri'],
  ['paplay', 'programs', only('paplay')],
  ['aplay', 'programs', only('aplay')],
  ['pw-play', 'programs', only('pw-play')],
  ['ffplay', 'programs', only('ffplay')],
  ['play', 'programs', only('play')],
];

// On a busy machine sound breaks off now and then, whoever plays it.
describe.skipIf(!hasPulse)('through PulseAudio', { retry: 2 }, () => {
  let pulse: Pulse;
  let loudspeaker: Capture;
  const opened: AudioDevice[] = [];
  beforeAll(async () => {
    pulse = await Pulse.start();
    loudspeaker = await pulse.capture('vout');
    await pulse.capture('vmic');
  });
  afterAll(async () => {
    await Promise.all(opened.map((audio) => audio.close()));
    pulse?.stop();
  });

  const device = (way: Way, path?: string): AudioDevice => {
    const env = { ...pulse.env, ...(path && { PATH: path }) };
    const audio = soundDevice({ entry: audioEntry, ways: [way], env });
    opened.push(audio);
    return audio;
  };

  const there = backends.filter(([, way, path]) => way === 'decibri' || path);

  describe.each(there)('%s', (by, way, path) => {
    let audio: AudioDevice;
    let player: Player;
    beforeAll(() => {
      audio = device(way, path);
      player = devicePlayer(audio);
    });

    test('is what reaches the loudspeaker', async () => {
      const { outputs } = await audio.list();
      expect(outputs.by).toBe(by);
      expect(outputs.devices.some(({ isDefault }) => isDefault)).toBe(true);
    });

    test('plays two pieces, as long and as loud as they are', async () => {
      loudspeaker.clear();
      const told = await heard(
        player,
        spoken({ piece: one, ...quarter }, { piece: two, ...quarter }),
      );
      await loudspeaker.until(() => loudspeaker.quietFor > 400);
      const { sound } = loudspeaker;
      expect(sound.length / rate).toBeGreaterThan(1.5 * 0.85);
      expect(sound.length / rate).toBeLessThan(1.5 * 1.15);
      expect(longestPause(sound)).toBeLessThan(20);
      expect(loudness(sound)).toBeGreaterThan(loudness(quarter.samples) - 1.5);
      expect(loudness(sound)).toBeLessThan(loudness(quarter.samples) + 1.5);
      const over = told.filter(({ done }) => done);
      expect(over.map((played) => [played.piece, Math.round(played.heard)])).toEqual([
        [one, 750],
        [two, 750],
      ]);
    });

    test('is silent when it is told to be, and says how much was heard', async () => {
      loudspeaker.clear();
      const turn = new AbortController();
      const long = { piece: one, rate, samples: tone(440, rate, 30, 0.25) };
      let reached = 0;
      let aborted = 0;
      for await (const played of player.play(spoken(long), turn.signal)) {
        reached = played.heard;
        if (reached < 600 || turn.signal.aborted) continue;
        aborted = performance.now();
        turn.abort();
      }
      await loudspeaker.until(() => loudspeaker.quietFor > 600);
      // 100 ms are promised; a busy machine is late in hearing it.
      expect((loudspeaker.lastLoud ?? 0) - aborted).toBeLessThan(250);
      expect(loudspeaker.sound.length / rate).toBeGreaterThan(0.25);
      expect(loudspeaker.sound.length / rate).toBeLessThan(2);
    });

    test('plays the next turn after one that was stopped', async () => {
      loudspeaker.clear();
      const told = await heard(player, spoken({ piece: two, ...quarter }));
      await loudspeaker.until(() => loudspeaker.quietFor > 300);
      expect(told.at(-1)).toMatchObject({ piece: two, done: true });
      expect(longestPause(loudspeaker.sound)).toBeLessThan(20);
      expect(loudspeaker.sound.length / rate).toBeGreaterThan(0.75 * 0.85);
      expect(loudspeaker.sound.length / rate).toBeLessThan(0.75 * 1.15);
    });

    test('plays a voice of another rate as long as it is', async () => {
      loudspeaker.clear();
      const other = { piece: one, rate: 22_050, samples: tone(440, 22_050, 0.75, 0.25) };
      await heard(player, spoken(other));
      await loudspeaker.until(() => loudspeaker.quietFor > 300);
      expect(loudspeaker.sound.length / rate).toBeGreaterThan(0.75 * 0.85);
      expect(loudspeaker.sound.length / rate).toBeLessThan(0.75 * 1.15);
      expect(turns(loudspeaker.sound) / 0.75 / 440).toBeCloseTo(1, 0);
    });
  });

  const recorders: readonly [by: string, way: Way, path?: string | undefined][] = [
    ['decibri', 'decibri'],
    ['parec', 'programs', only('parec')],
    ['arecord', 'programs', only('arecord')],
    ['rec', 'programs', only('rec')],
  ];

  test.each(recorders.filter(([, way, path]) => way === 'decibri' || path))(
    '%s hears what is said into the microphone',
    async (_, way, path) => {
      const audio = device(way, path);
      const parts: Int16Array[] = [];
      const enough = new AbortController();
      const reading = (async () => {
        for await (const pcm of audio.openMicrophone({ signal: enough.signal })) {
          expect(pcm.rate).toBe(rate);
          parts.push(pcm.samples);
        }
      })();
      while (parts.length < 10) await setTimeout(20);
      await pulse.speak(tone(440, rate, 1, 0.25));
      await setTimeout(500);
      enough.abort();
      await reading;
      const all = joined(parts);
      const first = all.findIndex((sample) => Math.abs(sample) > 400);
      const sound = all.slice(first, all.findLastIndex((sample) => Math.abs(sample) > 400) + 1);
      expect(sound.length / rate).toBeGreaterThan(0.85);
      expect(sound.length / rate).toBeLessThan(1.15);
      expect(Math.abs(loudness(sound) - loudness(tone(440, rate, 1, 0.25)))).toBeLessThan(1.5);
      expect(turns(sound) / 440).toBeCloseTo(1, 0);
    },
  );

  test('a loudspeaker and a microphone are open at the same time', async () => {
    const audio = device('decibri');
    loudspeaker.clear();
    const mic = new AbortController();
    let samples = 0;
    const listening = (async () => {
      for await (const pcm of audio.openMicrophone({ signal: mic.signal })) {
        samples += pcm.samples.length;
      }
    })();
    while (samples === 0) await setTimeout(20);
    await heard(devicePlayer(audio), spoken({ piece: one, ...quarter }));
    mic.abort();
    await listening;
    await loudspeaker.until(() => loudspeaker.quietFor > 200);
    expect(samples / rate).toBeGreaterThan(0.5);
    expect(loudspeaker.sound.length / rate).toBeGreaterThan(0.75 * 0.85);
  });
});

/** How often a sound crosses zero upwards: its frequency, times its seconds. */
function turns(samples: Int16Array): number {
  return samples.reduce(
    (count, sample, at) => count + (sample >= 0 && (samples[at - 1] ?? 0) < 0 ? 1 : 0),
    0,
  );
}

/** In milliseconds. */
function longestPause(samples: Int16Array): number {
  let [longest, present] = [0, 0];
  for (const sample of samples) {
    present = Math.abs(sample) > 100 ? 0 : present + 1;
    longest = Math.max(longest, present);
  }
  return (1000 * longest) / rate;
}
