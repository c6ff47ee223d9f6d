/** A message through several modes in the midst of a chat: sessions of their own, with the chat's agent and voice. */
import { cleanLine } from '../../output/clean';
import { drawTable } from '../../output/table';
import {
  compare,
  type MeasuredTurn,
  type Medians,
  mediansOf,
  type Side,
} from '../../voice/compare';
import { Session } from '../../voice/session';
import { silentPlayers } from '../../voice/session-players';
import type { Speaker } from '../../voice/stages';
import { agentThinker } from '../../voice/thinker';
import { openSpeaker } from '../../voice/voices';
import type { Stage } from './command';
import { announcement, turnSeconds } from './compare-length';
import { composerFor } from './composer';
import { printWidth } from './print-width';

export interface Wanted {
  readonly modes: readonly Side['mode'][];
  readonly rounds: number;
  readonly message: string;
}

/** Stopped by the person, it is what there is of it. @throws SpeakError when the voice fails; what the platform's client throws. */
export async function compareHere(stage: Stage, wanted: Wanted): Promise<void> {
  const { context, say, live } = stage;
  const signal = AbortSignal.any([context.signal, stage.signal]);
  const { message, rounds, modes } = wanted;
  const all = modes.length * rounds;
  await using voice = await openVoice(stage);
  const sides = await sidesOf(stage, wanted, voice.speaker);
  say(announcement(wanted, turnSeconds(stage.room.turns)));
  const done: (readonly [Side, MeasuredTurn])[] = [];
  const progress = () => live([`turn ${Math.min(done.length + 1, all)} of ${all}…`]);
  progress();
  try {
    await compare(sides, {
      messages: [message],
      rounds,
      signal,
      progress(side, turn) {
        done.push([side, turn]);
        const { firstAudio = '-', end = '-' } = turn.marks;
        const times = `first audio ${firstAudio} ms · end to end ${end} ms`;
        say(`${side.name} · round ${turn.round} of ${rounds} · ${times}`);
        progress();
      },
    });
  } catch (error) {
    const isStopped = stage.signal.aborted && !context.signal.aborted;
    if (!isStopped || done.length === 0) throw error;
    say(`Stopped after ${done.length} of ${all} turns.`);
  }
  for (const note of voice.notes) say(note);
  showMedians(stage, sides, done);
}

function showMedians(
  { say, print, context }: Stage,
  sides: readonly Side[],
  done: readonly (readonly [Side, MeasuredTurn])[],
): void {
  const rows = sides.map((side) => {
    const turns = done.flatMap(([of, turn]) => (of === side ? [turn] : []));
    return { mode: side.mode, turns: turns.length, medians: mediansOf(turns) };
  });
  const [[side, turn] = []] = done;
  const who = cleanLine(String(side?.agent.name));
  say(`Medians of ${who}, spoken by ${cleanLine(turn?.voice ?? '')}:`);
  const measured = rows.filter(({ turns }) => turns > 0);
  const width = printWidth(context);
  print(drawTable(measured, columns, { width, headers: true, isolate: true }));
}

/** The chat's own, else one for as long as this takes. */
async function openVoice({ room, context }: Stage) {
  const notes: string[] = [];
  if (room.voice) {
    return { speaker: room.voice.speaker, notes, [Symbol.asyncDispose]: async () => {} };
  }
  const { voiceConfig } = await room.agent();
  const speaker = await openSpeaker(
    { agentVoice: voiceConfig?.voiceId ?? undefined, note: (text) => notes.push(text) },
    context.streams,
  );
  return { speaker, notes, [Symbol.asyncDispose]: () => speaker.close() };
}

async function sidesOf(
  { room }: Stage,
  { modes }: Wanted,
  speaker: Speaker,
): Promise<readonly Side[]> {
  const { id, name } = await room.agent();
  const compose = await composerFor(room);
  const { playerOf } = silentPlayers();
  return modes.map((mode) => ({
    name: mode,
    agent: { id, name },
    mode,
    session: new Session({
      thinker: agentThinker(room.client, id),
      voice: { speaker, mode, playerOf },
      compose,
    }),
  }));
}

interface Row {
  readonly mode: string;
  readonly turns: number;
  readonly medians: Medians;
}

const columns = [
  { title: 'mode', value: ({ mode }: Row) => mode, whole: true },
  { title: 'turns', value: ({ turns }: Row) => turns },
  { title: 'first token', value: ({ medians }: Row) => ms(medians.firstToken) },
  { title: 'first audio', value: ({ medians }: Row) => ms(medians.firstAudio) },
  { title: 'end to end', value: ({ medians }: Row) => ms(medians.endToEnd) },
  { title: 'underruns', value: ({ medians }: Row) => medians.underruns },
];

const ms = (time: number | null) => (time === null ? null : `${time} ms`);
