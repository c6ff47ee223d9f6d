/** `voicectl mock faults`: what goes wrong in a running mock, switched on and off. */
import type { ListedFault } from '@voicectl/mock';
import type { Command } from 'commander';
import type { Context } from '../../context';
import { UsageError } from '../../failure';
import { readValue } from '../../input/document';
import type { View } from '../../output/index';
import type { Verb } from '../verb';
import { addFaultFlags, faultFrom } from './fault-flags';
import { effectsOf, type ReadShort } from './fault-in-short';
import { addAddress, mockOf } from './mock-address';
import type { Question } from './running-mock';

export function register(mock: Verb, context: Context): void {
  const faults = mock.command('faults').description('What goes wrong, switched on and off');
  const path = '/faults';

  const list = addAddress(
    faults.command('list').examples('voicectl mock faults list').prints('Any'),
  ).description('Those that are on');
  list.action(() => show(list, { method: 'GET', path }, context));

  const add = addAddress(
    faults
      .command('add')
      .examples(
        'voicectl mock faults add --operation agents.get --status 503 --times 2',
        "voicectl mock faults add 'status=503; retryAfter=2'",
      )
      .prints('Any'),
  )
    .description('Switch one on by flags or in short, or all of a file')
    .argument('[short]', "what goes wrong, as in 'status=503; retryAfter=2', or as JSON")
    .option('-f, --file <file>', 'faults; JSON or YAML, - reads standard input');
  addFaultFlags(add).action(async (short: string | undefined, flags: { file?: string }) => {
    const body = await given(short, flags, context);
    await show(add, { method: 'POST', path, body }, context);
  });

  const remove = addAddress(
    faults.command('remove').examples('voicectl mock faults remove fault-1').prints('Any'),
  )
    .description('Switch one off')
    .argument('<fault>', 'id, as in fault-1');
  remove.action(async (id: string) => {
    if (!/^[\w-]+$/.test(id)) {
      throw new UsageError(`${JSON.stringify(id)} is no id of a fault`, 'It looks like fault-1.');
    }
    await mockOf(remove, context).ask({ method: 'DELETE', path: `${path}/${id}` });
    await show(remove, { method: 'GET', path }, context);
  });

  const clear = addAddress(
    faults.command('clear').examples('voicectl mock faults clear').prints('Any'),
  ).description('Switch all off');
  clear.action(async () => {
    const target = mockOf(clear, context);
    await target.ask({ method: 'DELETE', path });
    target.sayWhere(context);
    await show(clear, { method: 'GET', path }, context);
  });
}

/** A list in any case. */
async function given(short: string | undefined, flags: { file?: string }, context: Context) {
  const fault = await faultFrom(short, flags);
  const isEmpty = Object.keys(fault).length === 0;
  if (flags.file === undefined) {
    if (isEmpty) throw new UsageError('What is to go wrong?', "As in: 'status=503' --times 2");
    return [fault];
  }
  if (!isEmpty) throw new UsageError('A file and flags exclude each other', 'Leave one out.');
  const value = await readValue(flags.file, context.streams.stdin, context.signal);
  return Object(value).faults ?? value;
}

async function show(command: Command, question: Question, context: Context): Promise<void> {
  const listed = (await mockOf(command, context).ask(question)) as readonly ListedFault[];
  const { readShort } = await import('@voicectl/mock');
  await context.out.show(listed, () => table(listed, readShort));
  if (listed.length === 0) context.out.say('No fault is on.');
}

function table(listed: readonly ListedFault[], read: ReadShort): View<ListedFault> {
  return {
    rows: listed,
    columns: [
      { title: 'fault', value: ({ id }) => id, whole: true },
      { title: 'operation', value: ({ fault }) => [fault.operation ?? '*'].flat().join(', ') },
      { title: 'goes wrong', value: ({ fault }) => effectsOf(fault, read) },
      {
        title: 'acted',
        value: ({ acted, fault: { times } }) => (times ? `${acted} of ${times}` : acted),
      },
      { title: 'seen', value: ({ seen }) => seen },
    ],
  };
}
