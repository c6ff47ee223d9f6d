/** `voicectl mock serve`: both APIs on a port, and a line for each request. */
import { once } from 'node:events';
import type { JournalEntry } from '@voicectl/mock';
import type { Context } from '../../context';
import { UsageError } from '../../failure';
import type { Verb } from '../verb';
import { journalLine } from './journal-line';
import { type Platform, startPlatform } from './platform';
import { addPlatformFlags, type PlatformFlags } from './platform-flags';

interface ServeFlags extends PlatformFlags {
  readonly log?: true;
  readonly quiet?: true;
}

export function register(mock: Verb, context: Context): void {
  const serve = mock
    .command('serve')
    .examples('voicectl mock serve', 'voicectl mock serve --seed-file world.yaml --port 0 -o json')
    .prints('Any')
    .endsUnread()
    .description('Serve both APIs until interrupted, with a line for each request');
  addPlatformFlags(serve, { port: 4010, firstTokenMs: 120, tokenMs: 15 })
    .option('--log', 'a line for each request, off a terminal, too; JSON with -o json')
    .option('--quiet', 'no such lines')
    .addHelpText('after', keysHelp)
    .action(async (flags: ServeFlags) => {
      if (flags.log && flags.quiet) {
        throw new UsageError('--log and --quiet exclude each other', 'Leave one of them out.');
      }
      await using platform = await startPlatform(flags, context);
      greet(platform, context);
      if (isLogged(flags, context)) platform.mock.onCall((entry) => log(entry, context));
      const { signal } = context;
      if (!signal.aborted) await once(signal, 'abort');
    });
}

export const keysHelp = `
Any key is let in, but for VOICECTL_MOCK_API_KEY and VOICECTL_MOCK_TOKEN in the environment: then only these are.
VOICECTL_MOCK_ADMIN_TOKEN may use admin mode on goals.`;

/** A program that reads only the first line must not hold the mock up by never reading on. */
function isLogged({ log, quiet }: ServeFlags, { streams }: Context): boolean {
  return !quiet && (log === true || streams.stdout.isTTY);
}

function log(entry: JournalEntry, { out }: Context): void {
  if (out.format === 'json') out.jsonLine(entry);
  else out.write(`${journalLine(entry, out.paint)}\n`);
}

function greet({ server, inspectorUrl, keys }: Platform, { out }: Context): void {
  const { port, agentsUrl, goalsUrl } = server;
  if (out.format === 'json') {
    out.jsonLine({ port, agentsUrl, goalsUrl, inspectorUrl });
    return;
  }
  const key = keys.apiKey === undefined ? 'any' : '"$VOICECTL_MOCK_API_KEY"';
  const token = keys.token === undefined ? 'any' : '"$VOICECTL_MOCK_TOKEN"';
  out.text(
    [
      `export VOICECTL_AGENTS_URL=${agentsUrl}`,
      `export VOICECTL_GOALS_URL=${goalsUrl}`,
      `export VOICECTL_AGENTS_API_KEY=${key} VOICECTL_GOALS_TOKEN=${token}`,
      '',
    ].join('\n'),
  );
  const whom = (keys.apiKey ?? keys.token) ? 'only your keys are let in' : 'any key is let in';
  out.say(`Listening on port ${port}; ${whom}. Ctrl-C stops it.`);
  out.say(`Look inside: ${inspectorUrl}`);
}
