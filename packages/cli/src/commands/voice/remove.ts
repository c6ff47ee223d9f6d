/** `voicectl voice remove`: gives the space back; installing brings it again. */
import type { Context } from '../../context';
import { remove } from '../../voice/install/install';
import { engineNamed } from './engine-named';

export async function removeEngine(word: string, context: Context): Promise<void> {
  const { name, folder } = engineNamed(word);
  const place = folder(context.streams);
  const wouldBe = context.flags.dryRun === true;
  const wasThere = wouldBe ? undefined : await remove(place, context.signal);
  const removed = { engine: name, place, removed: wasThere ?? false };
  await context.out.show(removed, () => ({ fields: Object.entries(removed) }));
}
