/** `voicectl mock verify`: where a recorded server departs from the contract. */
import type { Difference } from '@voicectl/mock/cassette';
import type { Context } from '../../context';
import { Exit, exitCodes } from '../../failure';
import type { Verb } from '../verb';
import { cassetteIn } from './cassette';

export function register(mock: Verb, context: Context): void {
  mock
    .command('verify <file>')
    .examples('voicectl mock verify recording.ndjson')
    .prints('Any')
    .description('List where a recording departs from the contract; exit code 6 if it does')
    .action(async (file: string) => {
      const cassette = await cassetteIn(file, context);
      const { verifyCassette } = await import('@voicectl/mock/cassette');
      const differences = verifyCassette(cassette);
      const departures = differences.filter(({ level }) => level === 'departure').length;
      const exchanges = cassette.exchanges.length;
      const { out } = context;
      if (differences.length > 0 || out.format === 'json') {
        const value = { exchanges, departures, differences };
        await out.show(value, () => ({ rows: differences, columns }));
      }
      const found = differences.length === 0 ? 'no difference' : counted(departures, 'departure');
      out.say(
        `${found} in ${counted(exchanges, 'exchange')}; the readings are in docs/contract.md`,
      );
      if (departures > 0) throw new Exit(exitCodes.checkFailed);
    });
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

const columns = [
  { title: 'level', value: ({ level }: Difference) => level },
  { title: 'operation', value: ({ operation }: Difference) => operation },
  { title: 'where', value: ({ path }: Difference) => path },
  { title: 'seen', value: ({ seen }: Difference) => seen },
  { title: 'the contract', value: ({ reading }: Difference) => reading },
  { title: 'first', value: ({ exchange }: Difference) => exchange },
  { title: 'times', value: ({ count }: Difference) => count },
];
