/** `voicectl mock clock`: what a world takes for the time. */
import type { Context } from '../../context';
import { UsageError } from '../../failure';
import type { Verb } from '../verb';
import { duration } from './duration';
import { addAddress, mockOf } from './mock-address';

/** The mock's own words: `at` and `tick` of a clock of the world's own, `ahead` of the machine's. */
interface Time {
  readonly now: string;
  readonly at?: number;
  readonly tick?: number;
  readonly ahead?: number;
}

interface ClockFlags {
  readonly tick?: number;
  readonly advance?: number;
  readonly machine?: true;
}

export function register(mock: Verb, context: Context): void {
  const clock = addAddress(
    mock
      .command('clock')
      .examples(
        'voicectl mock clock 2030-01-01T00:00:00Z --tick 1s',
        'voicectl mock clock --advance 2h',
      )
      .prints('Any'),
  )
    .description('Show the time, set it, or move it')
    .argument('[time]', 'ISO 8601; from then on only changes move the clock, by --tick')
    .option('--tick <duration>', 'how far each change moves it, as in 1s; default 0', duration)
    .option('--advance <duration>', 'move it, as in 90s, 5m, 2h or 1d', duration)
    .option('--machine', "go back to the machine's");
  clock.action(async (time: string | undefined, flags: ClockFlags) => {
    const body = setting(time, flags);
    const path = '/clock';
    const target = mockOf(clock, context);
    const shown = (await target.ask(
      body ? { method: 'PUT', path, body } : { method: 'GET', path },
    )) as Time;
    if (body) target.sayWhere(context);
    await context.out.show(shown, () => ({
      fields: [
        ['now', shown.now],
        ['clock', kindOf(shown)],
      ],
    }));
  });
}

/** Nothing to only look. @throws UsageError */
function setting(now: string | undefined, { tick, advance, machine }: ClockFlags) {
  if ([now, advance, machine].filter((given) => given !== undefined).length > 1) {
    throw new UsageError('A time, --advance and --machine exclude each other');
  }
  if (tick !== undefined && now === undefined) {
    throw new UsageError(
      '--tick needs a time to begin at',
      'As in: 2026-01-01T00:00:00Z --tick 1s',
    );
  }
  if (now !== undefined) return { now, tick };
  if (advance !== undefined) return { advance };
  return machine && { machine };
}

function kindOf({ at, tick = 0, ahead }: Time): string {
  if (at !== undefined) return tick > 0 ? `its own, ${tick} ms with each change` : 'its own, still';
  return ahead
    ? `the machine's, ${Math.abs(ahead)} ms ${ahead > 0 ? 'ahead' : 'behind'}`
    : "the machine's";
}
