/** `--watch` of get and list. */
import { type Command, Option } from 'commander';
import type { Context } from '../context';
import { number } from '../input/number';

/** Adds the flag; what it gives draws once, or again and again. */
export function addWatch(
  command: Command,
  context: Context,
): (options: { watch?: number | true }, draw: () => Promise<void>) => Promise<void> {
  command.addOption(
    new Option('--watch [seconds]', 'again every so many seconds (default 2)').argParser(number),
  );
  return async ({ watch: seconds }, draw) => {
    if (seconds === undefined || context.flags.dryRun) return draw();
    const { watch } = await import('../output/watch');
    await watch(context, seconds === true ? 2 : seconds, draw);
  };
}
