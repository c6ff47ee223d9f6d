/** `voicectl play`: which session it is, by its flags and by what it runs on. */
import { findAgentId } from '../commands/find/agents';
import { type Context, outputOf } from '../context';
import { Exit, exitCodes, UsageError } from '../failure';
import { checkFlags, type Given, type PlayFlags, speaks } from './flags';
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
  const client = await context.client();
  const said = await givenMessages(given, flags.script, context);
  const id = await findAgentId(context, agent);
  if (flags.compare) {
    const second = flags.with === undefined ? undefined : await findAgentId(context, flags.with);
    if (second === id) {
      throw new UsageError('--with names the same agent', 'Name another one, or leave it out.');
    }
    const { comparePlays } = await import('./compare');
    const messages = said.flatMap((each) => ('text' in each ? each.text : []));
    return comparePlays(context, { client, first: id, second }, messages, flags);
  }
  const { Room } = await import('./room');
  const listens = said.some((each) => 'file' in each);
  const room = await Room.open(context, client, id, { flags, listens });
  try {
    const { stdin, stdout } = context.streams;
    const telling = tellingOf(context, flags);
    if (said.length === 0 && stdin.isTTY && stdout.isTTY && telling === 'text') {
      const { chatOnTerminal } = await import('./terminal');
      return await chatOnTerminal(context, room);
    }
    const { chatByScript } = await import('./script');
    const out = flags.json ? await ndjson(context) : context.out;
    const messages = said.length > 0 ? said : linesFromStdin(context);
    const failed = await chatByScript(context, out, room, messages, telling);
    // It has been said. Who wanted a file has not got it.
    if (failed && (flags.out ?? flags.record) !== undefined) throw new Exit(exitCodes.failed);
  } finally {
    await room.close();
  }
}

/** A chat by text is a line a turn; a voice has more to tell. */
function tellingOf({ out }: Context, flags: PlayFlags): Telling {
  if (flags.json || out.format === 'ndjson') return 'events';
  if (out.format !== 'json') return 'text';
  return speaks(flags) ? 'events' : 'ends';
}

const ndjson = ({ streams, flags }: Context) => outputOf(streams, { ...flags, output: 'ndjson' });
