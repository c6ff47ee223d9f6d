/** The page's sound: a loudspeaker that tells what was heard, and a microphone that does not hear it. */
import type { PlayedByPage } from '../wire';
import type { Position, ToLoudspeaker } from './sound-messages';

export interface SoundOptions {
  played(played: PlayedByPage): void;
  /** At 16 kHz. */
  heard(samples: Int16Array<ArrayBuffer>): void;
}

export class Sound {
  readonly context = new AudioContext({ latencyHint: 'interactive' });
  /** What is heard of the answer, and what the microphone hears: for those who draw it. */
  readonly answer = analyser(this.context);
  readonly voice = analyser(this.context);
  readonly #options: SoundOptions;
  #loudspeaker: AudioWorkletNode | undefined;
  #microphone: { readonly stream: MediaStream; readonly nodes: readonly AudioNode[] } | undefined;

  constructor(options: SoundOptions) {
    this.#options = options;
  }

  async load(): Promise<void> {
    await this.context.audioWorklet.addModule('/worklet.js');
    const node = new AudioWorkletNode(this.context, 'loudspeaker', {
      numberOfInputs: 0,
      outputChannelCount: [1],
    });
    node.port.onmessage = ({ data }: MessageEvent<Position>) => this.#played(data);
    node.connect(this.answer).connect(this.context.destination);
    this.#loudspeaker = node;
    // Browsers keep a page silent until somebody touches it.
    for (const event of ['pointerdown', 'keydown']) {
      document.addEventListener(event, () => this.wake(), { capture: true });
    }
  }

  wake(): void {
    if (this.context.state !== 'running') void this.context.resume().catch(() => {});
  }

  play(message: ToLoudspeaker): void {
    this.#loudspeaker?.port.postMessage(message);
  }

  get hasMicrophone(): boolean {
    return this.#microphone !== undefined;
  }

  get device(): string | undefined {
    return this.#microphone?.stream.getAudioTracks()[0]?.getSettings().deviceId;
  }

  set muted(muted: boolean) {
    for (const track of this.#microphone?.stream.getAudioTracks() ?? []) track.enabled = !muted;
  }

  /** @throws DOMException when there is none, or nobody may use it. @param lost it was unplugged. */
  async openMicrophone(deviceId: string | undefined, lost: () => void): Promise<void> {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: {
        echoCancellation: true,
        noiseSuppression: true,
        autoGainControl: true,
        channelCount: 1,
        ...(deviceId !== undefined && { deviceId: { exact: deviceId } }),
      },
    });
    this.closeMicrophone();
    const source = this.context.createMediaStreamSource(stream);
    const node = new AudioWorkletNode(this.context, 'microphone', {
      channelCount: 1,
      channelCountMode: 'explicit',
    });
    node.port.onmessage = ({ data }: MessageEvent<Int16Array<ArrayBuffer>>) =>
      this.#options.heard(data);
    source.connect(this.voice);
    // It says nothing, but only what leads to a loudspeaker is surely run.
    source.connect(node).connect(this.context.destination);
    this.#microphone = { stream, nodes: [source, node] };
    stream.getAudioTracks()[0]?.addEventListener('ended', () => {
      this.closeMicrophone();
      lost();
    });
  }

  closeMicrophone(): void {
    for (const node of this.#microphone?.nodes ?? []) node.disconnect();
    for (const track of this.#microphone?.stream.getTracks() ?? []) track.stop();
    this.#microphone = undefined;
  }

  /** What has gone out is heard a little later; what is hushed in between is not. */
  #played({ stream, samples, underruns, over, complete }: Position): void {
    const { outputLatency = 0, sampleRate } = this.context;
    // Some browsers don't know it.
    const late = Math.min(1, Number.isFinite(outputLatency) ? outputLatency : 0);
    const heard = Math.max(0, samples - Math.round(late * sampleRate));
    const isLast = over && !complete;
    this.#options.played({ type: 'played', stream, samples: heard, underruns, over: isLast });
    if (!complete) return;
    const all = () => this.#options.played({ type: 'played', stream, samples, underruns, over });
    setTimeout(all, late * 1000);
  }
}

function analyser(context: AudioContext): AnalyserNode {
  const node = context.createAnalyser();
  node.fftSize = 1024;
  return node;
}
