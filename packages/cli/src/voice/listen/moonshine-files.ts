/** Where Moonshine is kept, and what belongs to it. */
import { join } from 'node:path';
import { cacheFolder } from '../../shell/user-cache';

/** What runs it: compiled for this machine, or for any. */
export type Runtime = 'native' | 'wasm';

export interface Places {
  readonly env: NodeJS.ProcessEnv;
  readonly home?: string | undefined;
}

export const moonshineFolder = (places: Places): string => join(cacheFolder(places), 'moonshine');

export const moonshineFiles = {
  encoder: 'encoder_model.onnx',
  decoder: 'decoder_model_merged.onnx',
  tokens: 'tokens.txt',
} as const;
