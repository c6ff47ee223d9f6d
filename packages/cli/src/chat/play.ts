/** `voicectl play`: which session it is, by its flags and by what it runs on. */
import { findAgentId } from '../commands/find/agents';
import type { Context } from '../context';
import { Exit, exitCodes, UsageError } from '../failure';
import { checkFlags } from './check-flags';
import type { Opponent } from './compare';
import { type Given, type PlayFlags, speaks } from './flags';
import { givenMessages, linesFromStdin } from './messages';
import type { Telling } from './script';

export async function play(
  context: Context,
  agent: string | undefined,
  flags: PlayFlags,
  given: readonly Given[],
): Promise<void> {
  if (flags.listDevices) {
    const { showDevices } = await import('./devices');
    return showDevices(context);
  }
  checkFlags(flags, given);
  if (flags.check) return check(context, agent, flags, flags.check);
  const client = await context.client();
  const said = await givenMessages(given, flags.script, context);
  const id = await findAgentId(context, agent);
  if (flags.compare) {
    const second = flags.with === undefined ? undefined : await opponent(context, flags.with, id);
    const { comparePlays } = await import('./compare');
    const messages = said.flatMap((each) => ('text' in each ? each.text : []));
    return comparePlays(context, { client, first: id, second }, messages, flags);
  }
  const { Room } = await import('./room');
  if (flags.web) {
    const { chatInBrowser } = await import('./web/serve');
    // The page speaks, and not this machine.
    const silent = { ...flags, voice: false };
    await using room = await Room.open(context, client, id, { flags: silent, listens: false });
    return await chatInBrowser(context, room, flags);
  }
  const telling = tellingOf(context, flags);
  const isLive = said.length === 0 && telling === 'text' && isDrawnOn(context);
  if (!isLive) refuseLive(flags);
  const listens = said.some((each) => 'file' in each);
  await using room = await Room.open(context, client, id, { flags, listens });
  if (isLive) {
    const { chatOnTerminal } = await import('./terminal');
    return await chatOnTerminal(context, room, flags);
  }
  const { chatByScript } = await import('./script');
  const messages = said.length > 0 ? said : linesFromStdin(context);
  const failed = await chatByScript(context, room, messages, telling);
  const wanted = flags.out ?? flags.record;
  if (!failed || wanted === undefined) return;
  context.out.warn(`${wanted} does not hold all that was said`);
  throw new Exit(exitCodes.failed);
}

/** A file is another version: an agent for as long as it is compared. */
async function opponent(context: Context, word: string, first: string): Promise<Opponent> {
  if (/\.(ya?ml|json)$/i.test(word)) {
    const { readDocument } = await import('../input/document');
    return { document: await readDocument(word, context.streams.stdin, context.signal) };
  }
  const id = await findAgentId(context, word);
  if (id !== first) return { id };
  throw new UsageError('--with names the same agent', 'Name another one, or leave it out.');
}

/** The agent may stand in the files. */
async function check(
  context: Context,
  agent: string | undefined,
  { criteria, report }: PlayFlags,
  files: readonly string[],
): Promise<void> {
  const [{ runChecks }, { Room }] = await Promise.all([import('./check/run'), import('./room')]);
  const open = async (named: string) => {
    const id = await findAgentId(context, named);
    return Room.open(context, await context.client(), id, { flags: {}, listens: false });
  };
  await runChecks(context, open, files, { agent, criteria, report });
}

/** A chat by text is a line a turn; a voice has more to tell. */
function tellingOf({ out }: Context, flags: PlayFlags): Telling {
  if (out.format === 'ndjson') return 'events';
  if (out.format !== 'json') return 'text';
  return speaks(flags) ? 'events' : 'ends';
}

/** Whether a person types, on a screen that can be drawn on. */
function isDrawnOn({ streams, out }: Context): boolean {
  return streams.stdin.isTTY === true && out.screen !== undefined;
}

/** @throws UsageError for what only a live chat can do. */
function refuseLive(flags: PlayFlags): void {
  const live = ['hands-free', 'headphones', 'input-device', 'criteria'] as const;
  const values = [flags.handsFree, flags.headphones, flags.inputDevice, flags.criteria];
  const wanted = live.find((_, at) => values[at] !== undefined);
  if (wanted === undefined) return;
  throw new UsageError(`--${wanted} needs a terminal to talk at`, 'Leave it out.');
}
