/** `voicectl mock worlds`, and the verbs that change one while the mock runs. */
import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import type { Context } from '../../context';
import { exitCodes, KnownFailure, UsageError } from '../../failure';
import { cantWrite } from '../../failure/cant-write';
import { readDocument } from '../../input/document';
import type { View } from '../../output/index';
import type { Verb } from '../verb';
import { type AddressFlags, addAddress, mockOf } from './mock-address';
import type { Question, RunningMock } from './running-mock';

/** As the mock counts it. */
interface WorldSummary {
  readonly name: string;
  readonly agents: Readonly<Record<'draft' | 'active' | 'archived' | 'deleted', number>>;
  readonly goals: number;
  readonly faults: number;
  readonly clock: { readonly now: string };
}

/** A change of a world; what is there afterwards is shown. */
interface Change {
  readonly name: string;
  readonly summary: string;
  readonly example: string;
  readonly argument?: readonly [name: string, summary: string];
  question(argument: string, options: Options, read: Read): Question | Promise<Question>;
}

type Read = (file: string) => Promise<unknown>;
interface Options {
  readonly seed?: string;
}

const changes: readonly Change[] = [
  {
    name: 'reset',
    example: 'voicectl mock reset',
    summary: 'Back to what it began with; its faults, too, and an empty journal',
    question: () => ({ method: 'POST', path: '/reset' }),
  },
  {
    name: 'add',
    example: 'voicectl mock add more.yaml',
    summary: 'Add agents and goals',
    argument: ['<file>', 'as for --seed-file; - reads standard input'],
    question: async (file, _, read) => ({ method: 'POST', path: '/add', body: await read(file) }),
  },
  {
    name: 'restore',
    example: 'voicectl mock restore before.json',
    summary: 'Replace everything by a snapshot',
    argument: ['<file>', 'made by snapshot; - reads standard input'],
    question: async (file, _, read) => ({
      method: 'PUT',
      path: '/snapshot',
      body: await read(file),
    }),
  },
  {
    name: 'generate',
    example: 'voicectl mock generate 10000 --seed 42',
    summary: 'Replace everything by made-up agents and goals',
    argument: ['<agents>', 'how many'],
    question: (agents, { seed }) => ({
      method: 'POST',
      path: '/generate',
      body: { agents: wholeNumber(agents), seed },
    }),
  },
];

export function register(mock: Verb, context: Context): void {
  const worlds = addAddress(
    mock.command('worlds').examples('voicectl mock worlds').prints('Any'),
  ).description('Worlds that have been used');
  worlds.action(async ({ world }: AddressFlags) => {
    const all = await mockOf(worlds, context).worlds();
    const found = world === undefined ? all : only(all, world);
    await context.out.show(found, () => table(found as readonly WorldSummary[]));
    if ([found].flat().length === 0) context.out.say('No world has been used yet.');
  });

  for (const change of changes) addChange(mock, change, context);

  const snapshot = addAddress(
    mock.command('snapshot').examples('voicectl mock snapshot before.json').prints('Any'),
  )
    .description('A whole world as JSON, for restore and --seed-file')
    .argument('[file]', 'where to; default: standard output');
  snapshot.action(async (file: string = '-') => {
    const whole = await mockOf(snapshot, context).ask({ method: 'GET', path: '/snapshot' });
    if (file === '-') context.out.json(whole);
    else await save(whole, file, context);
  });
}

function addChange(mock: Verb, change: Change, context: Context): void {
  const { name, summary, example, argument, question } = change;
  const command = addAddress(mock.command(name).examples(example).prints('Any')).description(
    summary,
  );
  if (argument) command.argument(...argument);
  if (name === 'generate') command.option('--seed <text>', 'the same seed makes the same world');
  command.action(async (...typed: unknown[]) => {
    const { stdin } = context.streams;
    const read: Read = (file) => readDocument(file, stdin, context.signal);
    const target = mockOf(command, context);
    await target.ask(await question(argument ? String(typed[0]) : '', command.opts(), read));
    target.sayWhere(context);
    await showWorld(target, context);
  });
}

/** To ask the mock for it would make it. */
function only(all: unknown, world: string): readonly unknown[] {
  const found = [all].flat().filter((each) => Object(each).name === world);
  if (found.length > 0) return found;
  throw new KnownFailure(`The world ${world} has not been used`, {
    exit: exitCodes.notFound,
    code: 'NOT_FOUND',
    hint: 'voicectl mock worlds lists those that have; the first request makes one.',
  });
}

function wholeNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new UsageError(`${JSON.stringify(text)} is no whole number of agents`);
}

async function showWorld(target: RunningMock, { out }: Context): Promise<void> {
  const world = (await target.ask({ method: 'GET', path: '' })) as WorldSummary;
  await out.show(world, () => table([world]));
}

function table(worlds: readonly WorldSummary[]): View<WorldSummary> {
  return {
    rows: worlds,
    columns: [
      { title: 'world', value: ({ name }) => name, whole: true },
      ...(['draft', 'active', 'archived', 'deleted'] as const).map((status) => ({
        title: status,
        value: ({ agents }: WorldSummary) => agents[status],
      })),
      { title: 'goals', value: ({ goals }) => goals },
      { title: 'faults', value: ({ faults }) => faults },
      { title: 'time', value: ({ clock }) => clock.now, whole: true },
    ],
  };
}

/** By rename: whoever reads the file meanwhile finds the old one or the new one. */
async function save(whole: unknown, file: string, { out }: Context): Promise<void> {
  const draft = `${file}.${randomUUID()}.tmp`;
  try {
    await writeFile(draft, `${JSON.stringify(whole)}\n`, { flag: 'wx' });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    throw cantWrite(file, error);
  }
  const { agents, goals } = whole as Readonly<Record<'agents' | 'goals', readonly unknown[]>>;
  const saved = { file, agents: agents?.length, goals: goals?.length };
  await out.show(saved, () => ({ fields: Object.entries(saved) }));
}
