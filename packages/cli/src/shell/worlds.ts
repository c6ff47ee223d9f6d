/** Names of the worlds of a running mock. */
import { type AddressFlags, addressFrom } from '../commands/mock/mock-address';
import { RunningMock } from '../commands/mock/running-mock';
import type { Context } from '../context';
import type { Candidate } from './wanted';

export async function worldsFor(context: Context, patience: number): Promise<readonly Candidate[]> {
  const { flags, signal, streams } = context;
  const mock = new RunningMock(
    addressFrom(flags as AddressFlags, streams.env),
    signal,
    Math.max(1, Math.round(patience)),
  );
  const all = await mock.worlds();
  if (!Array.isArray(all)) return [];
  return all.flatMap((each) => {
    const { name } = Object(each);
    return typeof name === 'string' && /^[A-Za-z0-9][\w.-]{0,63}$/.test(name)
      ? [{ value: name }]
      : [];
  });
}
