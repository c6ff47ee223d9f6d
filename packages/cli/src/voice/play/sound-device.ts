/** This machine's loudspeakers and microphones, reached by a process of their own. */
import { Channel } from '../channel';
import type { Pcm } from '../stages';
import type { AudioAnswer, Problem } from './audio-messages';
import { AudioProcess, type AudioProcessOptions } from './audio-process-client';
import type { AudioDevice, DeviceList, MicrophoneOptions, SpeakerOptions } from './device';
import type { Output, Position } from './output';
import { otherWayIn, PlayError, wayOut } from './play-error';

/** Its process starts with the first use, and ends with this one. */
export function soundDevice(options: AudioProcessOptions = {}): AudioDevice {
  const process = new AudioProcess(options);
  return {
    list: () => list(process),
    openSpeaker: (speaker) => new SpeakerOutput(process, speaker),
    openMicrophone: (microphone = {}) => sound(process, microphone),
    close: () => process.close(),
  };
}

/** For `--list-devices`. @throws PlayError */
export async function listDevices(options: AudioProcessOptions = {}): Promise<DeviceList> {
  const device = soundDevice(options);
  try {
    return await device.list();
  } finally {
    await device.close();
  }
}

async function list(process: AudioProcess): Promise<DeviceList> {
  const ask = () =>
    new Promise<DeviceList | undefined>((resolve) => {
      process.ask((id) => ({ do: 'list', id }), {
        answered: (answer) => resolve('list' in answer ? answer.list : undefined),
        lost: () => resolve(undefined),
      });
    });
  // A library that crashes is left out the second time.
  const found = (await ask()) ?? (await ask());
  if (!found) throw new PlayError('The sound devices of this machine can not be listed', wayOut);
  return found;
}

class SpeakerOutput implements Output {
  readonly rate: number;
  readonly #process: AudioProcess;
  readonly #positions = new Channel<Position>();
  readonly #id: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(process: AudioProcess, { rate, device }: SpeakerOptions) {
    this.rate = rate;
    this.#process = process;
    this.#id = process.ask((id) => ({ do: 'play', id, rate, device }), {
      answered: (answer) => this.#answered(answer),
      lost: (problem) => this.#failed(problem),
    });
  }

  write(samples: Int16Array): void {
    this.#process.send({ do: 'write', id: this.#id, samples });
  }

  end(): void {
    this.#process.send({ do: 'end', id: this.#id });
  }

  stop(): void {
    this.#process.send({ do: 'stop', id: this.#id });
    // One that does not even stop is not waited for.
    this.#timer = setTimeout(() => this.#over(), patience);
  }

  positions(): AsyncIterable<Position> {
    return this.#positions;
  }

  #answered(answer: AudioAnswer): void {
    if ('played' in answer) {
      const { played, underruns } = answer;
      this.#positions.push({ played, underruns });
    } else if ('over' in answer) this.#over();
    else if ('problem' in answer) this.#failed(answer.problem);
  }

  #over(): void {
    clearTimeout(this.#timer);
    this.#positions.end();
  }

  #failed(problem: Problem): void {
    clearTimeout(this.#timer);
    this.#positions.fail(speakerError(problem));
  }
}

async function* sound(
  process: AudioProcess,
  { rate = 16_000, device, signal }: MicrophoneOptions,
): AsyncGenerator<Pcm, void, undefined> {
  if (signal?.aborted) return;
  const heard = new Channel<Pcm>();
  const id = process.ask((id) => ({ do: 'record', id, rate, device }), {
    answered: (answer) => {
      if ('samples' in answer) heard.push({ samples: answer.samples, rate });
      else if ('over' in answer) heard.end();
      else if ('problem' in answer) heard.fail(microphoneError(answer.problem));
    },
    lost: (problem) => heard.fail(microphoneError(problem)),
  });
  const stop = () => {
    process.send({ do: 'stop', id });
    heard.end();
  };
  signal?.addEventListener('abort', stop, { once: true });
  try {
    yield* heard;
  } finally {
    signal?.removeEventListener('abort', stop);
    stop();
  }
}

function speakerError(problem: Problem & { readonly cause?: unknown }): PlayError {
  return problem.kind === 'none'
    ? new PlayError('There is no loudspeaker here', wayOut)
    : new PlayError(`The loudspeaker failed: ${words(problem)}`, wayOut, problem.cause);
}

function microphoneError(problem: Problem & { readonly cause?: unknown }): PlayError {
  return problem.kind === 'none'
    ? new PlayError('There is no microphone here', otherWayIn)
    : new PlayError(`The microphone failed: ${words(problem)}`, otherWayIn, problem.cause);
}

/** Of what a library says, the first line. */
const words = ({ why }: Problem) => why.split('\n')[0]?.slice(0, 200) ?? '';

/** Milliseconds. */
const patience = 1000;
