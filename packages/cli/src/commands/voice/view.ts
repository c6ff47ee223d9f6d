/** An engine as it is shown. */
import type { Context } from '../../context';
import type { Engine } from '../../voice/install/engines';
import { stateOf } from '../../voice/install/installed';

export interface EngineView {
  readonly engine: string;
  readonly does: string;
  readonly state: 'built in' | 'installed' | 'not installed' | 'damaged' | 'outdated';
  /** Of what is on the disk. */
  readonly bytes: number | null;
  readonly packages: string;
  readonly licences: string;
  readonly place: string | null;
}

export function engineView(engine: Engine, { streams }: Pick<Context, 'streams'>): EngineView {
  const folder = engine.folder(streams);
  const { state, note } = stateOf(folder);
  const packages = note?.packages ?? engine.packages({ portable: false });
  const bytes = Object.values(note?.files ?? {}).reduce((sum, file) => sum + file.bytes, 0);
  return {
    engine: engine.name,
    does: engine.does,
    state: state === 'whole' ? 'installed' : state === 'missing' ? 'not installed' : state,
    bytes: note ? bytes : null,
    packages: packages.map(({ name, version }) => `${name}@${version}`).join(', '),
    licences: [...new Set(packages.map(({ licence }) => licence))].join(', '),
    place: note ? folder : null,
  };
}

/** What has to be brought, where it is not there. */
export function downloadOf(engine: Engine, { state }: EngineView): number | null {
  if (state !== 'not installed') return null;
  return engine.packages({ portable: false }).reduce((sum, { bytes }) => sum + bytes, 0);
}
