/** `voicectl voice`: what voices and listening need and voicectl doesn't bring with it. */
import type { Context } from '../../context';
import type { Verb } from '../verb';
import type { InstallFlags } from './install';

export function register(voice: Verb, context: Context): void {
  voice
    .command('install [engine]')
    .description(
      'Bring an engine by npm: moonshine (hears English), espeak (speaks a hundred languages)',
    )
    .examples('voicectl voice install', 'voicectl voice install espeak --yes')
    .previews()
    .option('--yes', "don't ask")
    .option('--portable', 'take what runs on any machine: smaller, and slower')
    .option('--again', 'also when it is there')
    .action(async (engine: string | undefined, flags: InstallFlags) => {
      const { installEngine } = await import('./install');
      await installEngine(engine ?? 'moonshine', flags, context);
    });
  voice
    .command('list')
    .description('What there is: engines, their state, sizes, licences and places')
    .examples('voicectl voice list', 'voicectl voice list -o json')
    .previews()
    .action(async () => {
      const { listEngines } = await import('./list');
      await listEngines(context);
    });
  voice
    .command('remove <engine>')
    .description('Remove what was installed')
    .examples('voicectl voice remove moonshine')
    .previews()
    .action(async (engine: string) => {
      const { removeEngine } = await import('./remove');
      await removeEngine(engine, context);
    });
}
