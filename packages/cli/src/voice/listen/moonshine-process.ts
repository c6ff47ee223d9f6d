/**
 * Entry of the process in which Moonshine listens: sound in, words out, over Node's own channel. What it loads is native
 * code that the user installed: a crash in there, or what it prints, stays in here.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { moonshineFiles, type Runtime } from './moonshine-files';

export interface Question {
  readonly id: number;
  /** At 16 kHz. */
  readonly samples: Int16Array;
}

export type Answer =
  | { readonly ready: Runtime; readonly ms: number }
  | { readonly broken: string }
  | { readonly id: number; readonly text: string; readonly ms: number }
  | { readonly id: number; readonly problem: string };

type Recognise = (samples: Float32Array) => string;

interface Result {
  readonly text: string;
}

/** What is used of `sherpa-onnx-node`. */
interface Native {
  readonly OfflineRecognizer: new (
    config: object,
  ) => {
    createStream(): {
      acceptWaveform(sound: { samples: Float32Array; sampleRate: number }): void;
    };
    decode(stream: object): void;
    getResult(stream: object): Result;
  };
}

/** What is used of `sherpa-onnx`. */
interface Wasm {
  createOfflineRecognizer(config: object): {
    createStream(): {
      acceptWaveform(rate: number, samples: Float32Array): void;
      free(): void;
    };
    decode(stream: object): void;
    getResult(stream: object): Result;
  };
}

const rate = 16_000;

function loaded(folder: string, runtime: Runtime): Recognise {
  const { encoder, decoder, tokens } = moonshineFiles;
  const config = {
    modelConfig: {
      moonshine: { encoder: join(folder, encoder), mergedDecoder: join(folder, decoder) },
      tokens: join(folder, tokens),
      // Two are slower where somebody speaks at the same time.
      numThreads: 1,
      provider: 'cpu',
      debug: 0,
    },
  };
  const load = createRequire(join(folder, 'any.js'));
  return runtime === 'native'
    ? native(load('sherpa-onnx-node'), config)
    : portable(load('sherpa-onnx'), config);
}

function native({ OfflineRecognizer }: Native, config: object): Recognise {
  const recogniser = new OfflineRecognizer(config);
  return (samples) => {
    const stream = recogniser.createStream();
    stream.acceptWaveform({ samples, sampleRate: rate });
    recogniser.decode(stream);
    return recogniser.getResult(stream).text;
  };
}

function portable({ createOfflineRecognizer }: Wasm, config: object): Recognise {
  const recogniser = createOfflineRecognizer(config);
  return (samples) => {
    const stream = recogniser.createStream();
    try {
      stream.acceptWaveform(rate, samples);
      recogniser.decode(stream);
      return recogniser.getResult(stream).text;
    } finally {
      stream.free();
    }
  };
}

function serve(folder: string, runtime: Runtime): void {
  const start = performance.now();
  let recognise: Recognise;
  try {
    recognise = loaded(folder, runtime);
    // The first time takes three times as long: not while somebody waits.
    recognise(Float32Array.from({ length: rate }, () => (Math.random() - 0.5) / 50));
  } catch (error) {
    tell({ broken: said(error) });
    process.disconnect();
    return;
  }
  tell({ ready: runtime, ms: Math.round(performance.now() - start) });
  process.on('message', ({ id, samples }: Question) => {
    const begun = performance.now();
    try {
      const text = recognise(Float32Array.from(samples, (sample) => sample / 32_768)).trim();
      tell({ id, text, ms: Math.round(performance.now() - begun) });
    } catch (error) {
      tell({ id, problem: said(error) });
    }
  });
}

function tell(answer: Answer): void {
  process.send?.(answer);
}

const said = (error: unknown) => (error instanceof Error ? error.message : String(error));

// Whoever asked is gone.
process.on('disconnect', () => process.exit());
// At a terminal, Ctrl-C reaches this process, too: it ends a turn, not the listener.
process.on('SIGINT', () => {});
const [folder = '', runtime = 'native'] = process.argv.slice(2);
serve(folder, runtime as Runtime);
