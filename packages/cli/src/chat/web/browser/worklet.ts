/** What runs beside the page, where nothing the page does can hold up sound: a loudspeaker and a microphone. */
import { Resampler } from '../../../voice/speak/resample';
import { microphoneRate } from '../wire';
import type { Position, ToLoudspeaker } from './sound-messages';

class Loudspeaker extends AudioWorkletProcessor {
  #stream = 0;
  #waiting: Int16Array[] = [];
  /** Of the first that waits. */
  #at = 0;
  #played = 0;
  #underruns = 0;
  #state: 'open' | 'ended' | 'over' = 'over';
  /** There was nothing to play: whether that was a gap is known when more comes. */
  #isDry = false;
  #isComplete = false;
  #told = -1;
  #sinceTold = 0;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<ToLoudspeaker>) => this.#hear(data);
  }

  process(_: Float32Array[][], [output]: Float32Array[][]): boolean {
    const [channel, ...others] = output ?? [];
    if (!channel) return true;
    this.#fill(channel);
    for (const other of others) other.set(channel);
    this.#sinceTold += channel.length;
    if (this.#sinceTold >= sampleRate * 0.04) this.#tell();
    return true;
  }

  #hear(message: ToLoudspeaker): void {
    if ('begin' in message) this.#begin(message.begin);
    else if (this.#state === 'over') return;
    else if ('samples' in message) {
      if (this.#isDry && this.#played > 0) this.#underruns += 1;
      this.#isDry = false;
      this.#waiting.push(message.samples);
    } else if ('hush' in message) this.#over(false);
    else this.#state = 'ended';
  }

  #begin(stream: number): void {
    this.#stream = stream;
    this.#state = 'open';
    this.#waiting = [];
    this.#at = 0;
    this.#played = 0;
    this.#underruns = 0;
    this.#isDry = false;
    this.#isComplete = false;
    this.#told = -1;
  }

  #fill(channel: Float32Array): void {
    for (let to = 0; to < channel.length; to++) {
      const [first] = this.#waiting;
      if (!first) {
        if (this.#state === 'ended') this.#over(true);
        else this.#isDry = true;
        return;
      }
      channel[to] = (first[this.#at] ?? 0) / 32_768;
      this.#at += 1;
      this.#played += 1;
      if (this.#at < first.length) continue;
      this.#waiting.shift();
      this.#at = 0;
    }
  }

  #over(isComplete: boolean): void {
    // Silent already.
    if (this.#state === 'over') return;
    this.#state = 'over';
    this.#isComplete = isComplete;
    this.#waiting = [];
    this.#at = 0;
    this.#told = -1;
    this.#tell();
  }

  #tell(): void {
    this.#sinceTold = 0;
    if (this.#played === this.#told || this.#stream === 0) return;
    this.#told = this.#played;
    this.port.postMessage({
      stream: this.#stream,
      samples: this.#played,
      underruns: this.#underruns,
      over: this.#state === 'over',
      complete: this.#isComplete,
    } satisfies Position);
  }
}

class Microphone extends AudioWorkletProcessor {
  readonly #resampler = sampleRate === microphoneRate ? undefined : newResampler();
  readonly #part = new Int16Array(Math.round(sampleRate / 50));
  #length = 0;

  process([input]: Float32Array[][]): boolean {
    const [channel] = input ?? [];
    for (const value of channel ?? []) {
      this.#part[this.#length] = Math.max(-1, Math.min(1, value)) * 32_767;
      this.#length += 1;
      if (this.#length === this.#part.length) this.#give();
    }
    return true;
  }

  #give(): void {
    const samples = this.#resampler?.push(this.#part) ?? this.#part.slice();
    this.#length = 0;
    if (samples.length > 0) this.port.postMessage(samples, [samples.buffer]);
  }
}

function newResampler(): Resampler {
  return new Resampler(Math.round(sampleRate), microphoneRate);
}

registerProcessor('loudspeaker', Loudspeaker);
registerProcessor('microphone', Microphone);
