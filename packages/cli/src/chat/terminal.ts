/** `play` with a person at a terminal: screen, keyboard and, where there are some, microphone and judge. */
import type { Context } from '../context';
import { saveTestCommand } from './check/save-test';
import { Ears } from './ears';
import type { PlayFlags } from './flags';
import { criteriaOf } from './judge/criteria';
import { criteriaCommand } from './judge/criteria-command';
import { openCriteria } from './judge/open-criteria';
import { LiveChat } from './live-chat';
import type { Room } from './room';
import type { Key } from './screen/key';
import { readKeys } from './screen/keys';
import type { Screen } from './screen/screen';
import { openScreen } from './screen/terminal-screen';
import { slashCommands } from './slash/index';
import { muteCommand } from './talk/mute';
import { isTrial } from './trial-mark';
import { metricsLine } from './view/metrics';

export async function chatOnTerminal(
  context: Context,
  room: Room,
  flags: PlayFlags,
): Promise<void> {
  const { out, streams } = context;
  const { note } = room;
  const agent = await room.agent();
  const criteria = await openCriteria(context, { agent, file: flags.criteria, note });
  out.say(`${agent.name} (${agent.status}). Type a message; /help says what else there is.`);
  const screen = openScreen(streams);
  const ears = new Ears(context, room, flags);
  const more = [
    muteCommand(() => ears.talk),
    criteriaCommand(() => criteria),
    saveTestCommand(() => criteria.list),
  ];
  const commands = slashCommands(more, streams.env);
  let agentId = agent.id;
  const chat: LiveChat = new LiveChat({
    context,
    room,
    screen,
    commands,
    criteria,
    settled: async () => {
      if (room.voice) ears.open(chat);
      if (room.agentId === agentId) return;
      agentId = room.agentId;
      const now = await room.agent();
      // A draft that is tried is to bring about the same as the agent that it stands for.
      if (flags.criteria !== undefined || isTrial(now)) return;
      criteria.use(await criteriaOf(now, undefined, context));
    },
  });
  const began = performance.now();
  const keys = readKeys(
    streams.stdin,
    (key) => chat.key(performance.now() - began < early ? entered(key) : key),
    () => chat.end(),
  );
  try {
    using _ = out.divert(wholeLines(screen));
    if (room.voice) ears.open(chat);
    await chat.run();
  } finally {
    keys.close();
    screen.close();
    criteria.close();
    const metrics = metricsLine(room.turns);
    if (metrics !== '') out.say(metrics);
    await Promise.allSettled([ears.close(), commands.end(context, room)]);
  }
}

/** What was typed before the terminal was ours: it has made a line break of Enter. */
function entered(key: Key): Key {
  return key.type === 'key' && key.name === 'enter' ? { ...key, name: 'return' } : key;
}

/** Milliseconds in which nobody breaks a line. */
const early = 100;

/** What others write is no line before its end. */
function wholeLines(screen: Screen): (text: string) => void {
  let rest = '';
  return (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) screen.print(line);
  };
}
