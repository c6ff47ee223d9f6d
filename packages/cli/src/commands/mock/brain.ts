/** What answers: rules first, then what was recorded, then a script, a model or nothing. */
import type { Brain } from '@voicectl/mock';
import type { Context } from '../../context';
import { readDocument } from '../../input/document';
import { fitting } from './file-problems';
import type { PlatformFlags } from './platform-flags';
import { recordingsIn } from './recordings';

type BrainFlags = Pick<PlatformFlags, 'brain' | 'rules' | 'recordings'>;

/** Nothing where the mock's own will do. @throws UsageError naming the file and each problem in it. */
export async function brainFrom(flags: BrainFlags, context: Context): Promise<Brain | undefined> {
  const { rules, recordings } = flags;
  const kind = flags.brain ?? (recordings === undefined ? 'scripted' : 'recorded');
  const model = kind === 'model' ? await modelBrain(context) : undefined;
  if (rules === undefined && recordings === undefined) return model;
  const { createRecordedBrain, createScriptedBrain } = await import('@voicectl/mock/brains');
  const read = (file: string) => readDocument(file, context.streams.stdin, context.signal);
  let brain = model ?? (kind === 'scripted' ? createScriptedBrain({}) : undefined);
  if (recordings !== undefined) {
    const heard = await recordingsIn(recordings, context);
    brain = await fitting(recordings, 'recordings', () => createRecordedBrain(heard, brain));
  }
  if (rules !== undefined) {
    const script = await read(rules);
    brain = await fitting(rules, 'rules', () => createScriptedBrain(script, brain));
  }
  return brain;
}

async function modelBrain({ streams }: Context): Promise<Brain> {
  const { createModelBrain } = await import('@voicectl/mock/model');
  return createModelBrain({ environment: streams.env });
}
