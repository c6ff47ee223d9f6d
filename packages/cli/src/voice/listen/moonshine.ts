/** English without a network: Moonshine tiny, in a process of its own. */
import { Channel } from '../channel';
import { installedMoonshine } from '../install/installed';
import type { Heard, Listener, Pcm } from '../stages';
import { AtSixteenKilohertz } from './at-sixteen-kilohertz';
import { Dictation } from './dictation';
import type { Places } from './moonshine-files';
import { type Ready, Recogniser } from './recogniser';
import { until } from './utterances';
import { ActivityFinder } from './voice-activity';

export interface MoonshineOptions extends Places {
  /** Where it is installed. Default: the cache folder. */
  readonly folder?: string | undefined;
  /** Whether to say what has been understood so far. Default: true */
  readonly partials?: boolean | undefined;
  /** The file that runs in the process. Default: the one beside the binary. */
  readonly entry?: string | undefined;
  /** Milliseconds that a part of a sound may take. Default: 30,000 */
  readonly patience?: number | undefined;
}

export interface MoonshineListener extends Listener {
  /** When the model is loaded, for those who want to say so. @throws ListenError */
  ready(): Promise<Ready>;
  /** Ends its process. */
  close(): Promise<void>;
}

/** Its process starts at once, and ends with this one. @throws ListenError when it is not installed, or not whole. */
export function moonshine({
  partials,
  entry,
  patience,
  ...places
}: MoonshineOptions): MoonshineListener {
  const { folder, runtimes } = installedMoonshine(places);
  const recogniser = new Recogniser({ folder, runtimes, entry, patience });
  return {
    name: 'moonshine tiny',
    listen: (sound, signal) => listen(recogniser, sound, signal, partials ?? true),
    ready: () => recogniser.ready(),
    close: () => recogniser.close(),
  };
}

/** Reads on while it computes: who speaks does not wait. */
async function* listen(
  recogniser: Recogniser,
  sound: AsyncIterable<Pcm>,
  signal: AbortSignal,
  partials: boolean,
): AsyncGenerator<Heard, void, undefined> {
  const heard = new Channel<Heard>();
  const over = new AbortController();
  const ended = AbortSignal.any([signal, over.signal]);
  const dictation = new Dictation(await ActivityFinder.load(), recogniser, heard, { partials });
  read(sound, dictation, ended).then(
    () => heard.end(),
    (error) => heard.fail(error),
  );
  ended.addEventListener('abort', () => heard.end(), { once: true });
  try {
    for await (const next of heard) {
      if (signal.aborted) return;
      yield next;
    }
  } finally {
    over.abort();
  }
}

async function read(
  sound: AsyncIterable<Pcm>,
  dictation: Dictation,
  signal: AbortSignal,
): Promise<void> {
  const resampling = new AtSixteenKilohertz();
  for await (const pcm of until(sound, signal)) dictation.push(resampling.push(pcm));
  dictation.push(resampling.end());
  await dictation.end();
}
