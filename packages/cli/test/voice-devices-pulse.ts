/** A PulseAudio of the test's own: `vout` is the loudspeaker, what is played into `vmic` is what the microphone hears. */
import { execFileSync, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileOf } from '../src/voice/play/programs';
import { bytesOf } from '../src/voice/play/wav-write';
import { cleanEnv, newFolder } from './voicectl';

export const rate = 16_000;

const needed = ['pulseaudio', 'pactl', 'parec', 'pacat'];
export const hasPulse = needed.every((program) => fileOf(program, process.env));

/** Samples, and when the last of them came. */
interface Captured {
  readonly at: number;
  readonly samples: Int16Array;
}

export class Pulse {
  readonly env: NodeJS.ProcessEnv;
  readonly #stops: (() => void)[] = [];

  private constructor(folder: string) {
    this.env = {
      ...cleanEnv(),
      HOME: folder,
      XDG_RUNTIME_DIR: folder,
      PULSE_SERVER: `unix:${join(folder, 'sound')}`,
    };
  }

  static async start(): Promise<Pulse> {
    const folder = newFolder();
    const pulse = new Pulse(folder);
    writeFileSync(join(folder, '.asoundrc'), 'pcm.!default pulse\nctl.!default pulse\n');
    const modules = [
      `module-native-protocol-unix socket=${join(folder, 'sound')}`,
      'module-null-sink sink_name=vout',
      'module-null-sink sink_name=vmic',
    ];
    pulse.#run('pulseaudio', [
      ...['-n', '--daemonize=no', '--exit-idle-time=-1', '--use-pid-file=no'],
      ...modules.flatMap((module) => ['-L', module]),
    ]);
    await pulse.#ready();
    pulse.control('set-default-sink', 'vout');
    pulse.control('set-default-source', 'vmic.monitor');
    return pulse;
  }

  control(...args: readonly string[]): string {
    return execFileSync('pactl', args, { env: this.env, encoding: 'utf8', stdio: 'pipe' });
  }

  /** What comes out of a sink until `stop`. A sink that somebody listens to also plays without delay. */
  async capture(sink: 'vout' | 'vmic'): Promise<Capture> {
    const args = ['--raw', '--format=s16le', `--rate=${rate}`, '--channels=1', '--latency-msec=10'];
    const child = this.#run('parec', [...args, '-d', `${sink}.monitor`]);
    const capture = new Capture();
    child.stdout.on('data', (bytes: Buffer) => capture.push(bytes));
    await capture.until(() => capture.samples.length > rate / 10);
    return capture;
  }

  /** Says something into the microphone, as fast as a person would. */
  speak(samples: Int16Array): Promise<void> {
    const args = ['--raw', '--format=s16le', `--rate=${rate}`, '--channels=1', '-d', 'vmic'];
    const child = this.#run('pacat', ['--playback', ...args]);
    child.stdin.end(bytesOf(samples));
    return new Promise((resolve) => void child.on('close', () => resolve()));
  }

  stop(): void {
    for (const stop of this.#stops.reverse()) stop();
  }

  #run(program: string, args: readonly string[]) {
    const child = spawn(program, args, { env: this.env, stdio: ['pipe', 'pipe', 'ignore'] });
    child.stdin.on('error', () => {});
    this.#stops.push(() => void child.kill('SIGKILL'));
    return child;
  }

  async #ready(): Promise<void> {
    for (;;) {
      try {
        if (this.control('list', 'short', 'sinks').includes('vmic')) return;
      } catch {}
      await setTimeout(50);
    }
  }
}

export class Capture {
  readonly #parts: Captured[] = [];
  #rest = Buffer.alloc(0);
  #all = new Int16Array(0);
  #isStale = false;

  push(bytes: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    const whole = this.#rest.length & ~1;
    const samples = new Int16Array(Uint8Array.from(this.#rest.subarray(0, whole)).buffer);
    this.#rest = this.#rest.subarray(whole);
    this.#parts.push({ at: performance.now(), samples });
    this.#isStale = true;
  }

  get samples(): Int16Array {
    if (this.#isStale)
      this.#all = Int16Array.from(this.#parts.flatMap((part) => [...part.samples]));
    this.#isStale = false;
    return this.#all;
  }

  /** Forgets what came before. */
  clear(): void {
    this.#parts.length = 0;
    this.#isStale = true;
  }

  /** From the first loud sample to the last, without the silence around. */
  get sound(): Int16Array {
    const { samples } = this;
    const first = samples.findIndex(isLoud);
    return first < 0 ? new Int16Array(0) : samples.slice(first, samples.findLastIndex(isLoud) + 1);
  }

  /** On the clock of `performance.now`, when something loud last came. */
  get lastLoud(): number | undefined {
    return this.#parts.findLast((part) => part.samples.some(isLoud))?.at;
  }

  /** Milliseconds since something loud last came. */
  get quietFor(): number {
    return performance.now() - (this.lastLoud ?? Number.POSITIVE_INFINITY);
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await setTimeout(20);
  }
}

const isLoud = (sample: number) => Math.abs(sample) > 400;
