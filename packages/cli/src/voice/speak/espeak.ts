/**
 * A hundred languages without a network: eSpeak NG. It is under the GPL, so it is no part of voicectl: a package that the
 * user installs, in a process of its own, with text going in and sound coming out.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cacheFolder } from '../../shell/user-cache';
import type { Speaker } from '../stages';
import { speakEach } from './each';
import { Leveller } from './level';
import { VoiceProcess } from './voice-process';

export const espeakPackage = '@echogarden/espeak-ng-emscripten';

export interface Places {
  readonly env: NodeJS.ProcessEnv;
  readonly home?: string | undefined;
}

/** Where `voicectl voice install espeak` puts the package: `npm install --prefix` of this folder. */
export const espeakFolder = (places: Places): string => join(cacheFolder(places), 'espeak');

/**
 * The package's main file, where it is installed: beside voicectl, or in the cache folder. It is looked for, not loaded;
 * and not in the present folder, whose code nobody asked to run.
 */
export function espeakPlace(places: Places): string | undefined {
  for (const file of [__filename, join(espeakFolder(places), 'any.js')]) {
    try {
      return createRequire(file).resolve(espeakPackage);
    } catch {}
  }
  return undefined;
}

export interface EspeakOptions {
  /** What `espeakPlace` found. */
  readonly library: string;
  /** A language or a voice of it, with a variant: `fr`, `ar`, `en-us+f3`. Default: `en-us` */
  readonly voice?: string | undefined;
  /** The file that runs in the process. Default: the one beside the binary. */
  readonly entry?: string | undefined;
  /** Milliseconds of silence in the midst of a sentence. Default: 20,000 */
  readonly patience?: number | undefined;
}

/** Its process starts at once, and ends with this one. */
export function espeak({
  library,
  voice = 'en-us',
  entry = join(__dirname, 'espeak-process.js'),
  patience,
}: EspeakOptions): Speaker {
  const child = new VoiceProcess({
    name: 'eSpeak NG',
    command: process.execPath,
    args: [entry, library, voice],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '' },
    patience,
  });
  const leveller = new Leveller({ usual: espeakLevel });
  return {
    name: `espeak ${voice}`,
    speak: (pieces, signal) =>
      speakEach(pieces, signal, (text) => child.say(text, voice), leveller),
    close: () => child.close(),
  };
}

/** In dBFS while it speaks: measured. */
const espeakLevel = -19;
