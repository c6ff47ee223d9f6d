/** `voicectl mock journal`: what a running mock was asked, and what it is being asked. */
import type { JournalEntry } from '@voicectl/mock';
import type { Command } from 'commander';
import type { Context } from '../../context';
import { exitCodes, KnownFailure, UnexpectedAnswerError, UsageError } from '../../failure';
import { sensible } from '../../output/index';
import type { Verb } from '../verb';
import { journalLine } from './journal-line';
import { type AddressFlags, addAddress, mockOf } from './mock-address';

interface JournalFlags extends AddressFlags {
  readonly operation?: string;
  readonly follow?: true;
}

export function register(mock: Verb, context: Context): void {
  const journal = addAddress(
    mock
      .command('journal')
      .examples('voicectl mock journal --operation agents.create', 'voicectl mock journal --follow')
      .prints('Any')
      .endsUnread(),
  )
    .description('What was asked, and what was answered')
    .option('--operation <name>', 'only this one, as in agents.create')
    .option('--follow', 'as it happens, in every world or in that of --world; Ctrl-C ends it');
  journal.action(async (flags: JournalFlags) => {
    if (flags.operation !== undefined) await checkOperation(flags.operation);
    await (flags.follow ? follow : show)(journal, flags, context);
  });
}

/** @throws UsageError for what is none: it would only ever be met by silence. */
async function checkOperation(name: string): Promise<void> {
  const { agentEndpoints, goalEndpoints } = await import('@voicectl/sdk/contract');
  const endpoints = [...Object.values(agentEndpoints), ...Object.values(goalEndpoints)];
  const known: readonly string[] = endpoints.map(({ operation }) => operation);
  if (known.includes(name)) return;
  throw new UsageError(
    `${JSON.stringify(name)} is no operation`,
    `It is one of ${known.join(', ')}.`,
  );
}

async function show(journal: Command, { operation }: JournalFlags, context: Context) {
  const query = operation === undefined ? '' : `?operation=${encodeURIComponent(operation)}`;
  const target = mockOf(journal, context);
  const entries = await target.ask({ method: 'GET', path: `/journal${query}` });
  const { out } = context;
  if (out.format === 'json') return out.json(entries);
  if (!Array.isArray(entries)) throw new UnexpectedAnswerError();
  for (const entry of entries) out.write(`${lineOf(entry, context)}\n`);
  if (entries.length === 0) out.say(`Nothing was asked in the world ${target.world}.`);
}

async function follow(journal: Command, { operation, world }: JournalFlags, context: Context) {
  const { out, signal } = context;
  try {
    for await (const entry of mockOf(journal, context).follow(world)) {
      if (operation !== undefined && entry.operation !== operation) continue;
      if (out.format === 'json') out.jsonLine(entry);
      else out.write(`${lineOf(entry, context)}\n`);
    }
  } catch (error) {
    // To be told to stop is how it ends.
    if (signal.aborted) return;
    if (error instanceof KnownFailure || error instanceof UnexpectedAnswerError) throw error;
    throw new KnownFailure('The mock broke the connection', gone, error);
  }
  if (!signal.aborted) throw new KnownFailure('The mock has stopped', gone);
}

const gone = { exit: exitCodes.tryAgain, code: 'MOCK_STOPPED' };

function lineOf(entry: unknown, { out }: Context): string {
  if (typeof entry !== 'object' || entry === null) throw new UnexpectedAnswerError();
  return sensible(() => journalLine(entry as JournalEntry, out.paint));
}
