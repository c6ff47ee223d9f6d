/** A message through several modes in the midst of a chat: sessions of their own, with the chat's agent and voice. */
import { cleanLine } from '../../output/clean';
import { drawTable } from '../../output/table';
import { compare, type MeasuredSide, type Side } from '../../voice/compare';
import { Session } from '../../voice/session';
import { silentPlayers } from '../../voice/session-players';
import type { Speaker } from '../../voice/stages';
import { agentThinker } from '../../voice/thinker';
import { openSpeaker } from '../../voice/voices';
import type { Stage } from './command';
import { composerFor } from './composer';
import { printWidth } from './print-width';

export interface Wanted {
  readonly modes: readonly Side['mode'][];
  readonly rounds: number;
  readonly message: string;
}

/** @throws SpeakError when the voice fails; what the platform's client throws. */
export async function compareHere(stage: Stage, wanted: Wanted): Promise<void> {
  const { context, say, print } = stage;
  const signal = AbortSignal.any([context.signal, stage.signal]);
  const { message, rounds, modes } = wanted;
  await using voice = await openVoice(stage);
  const sides = await sidesOf(stage, wanted, voice.speaker);
  say(`${modes.join(' against ')}, ${rounds === 1 ? 'one round' : `${rounds} rounds`}, silent.`);
  const measured = await compare(sides, {
    messages: [message],
    rounds,
    signal,
    progress: ({ name }, { round, marks }) =>
      say(`${name} · round ${round} · first audio ${marks.firstAudio ?? '-'} ms`),
  });
  for (const note of voice.notes) say(note);
  const [{ agent, voice: spoken } = { agent: undefined, voice: '' }] = measured;
  say(`Medians of ${cleanLine(String(agent?.name))}, spoken by ${cleanLine(spoken)}:`);
  print(tableOf(measured, printWidth(context)));
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
  { modes, message }: Wanted,
  speaker: Speaker,
): Promise<readonly Side[]> {
  const { id, name } = await room.agent();
  const compose = await composerFor(room, message);
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

function tableOf(sides: readonly MeasuredSide[], width: number): string {
  return drawTable(sides, columns, { width, headers: true, isolate: true });
}

const columns = [
  { title: 'mode', value: ({ mode }: MeasuredSide) => mode, whole: true },
  { title: 'first token', value: ({ medians }: MeasuredSide) => ms(medians.firstToken) },
  { title: 'first audio', value: ({ medians }: MeasuredSide) => ms(medians.firstAudio) },
  { title: 'end to end', value: ({ medians }: MeasuredSide) => ms(medians.endToEnd) },
  { title: 'underruns', value: ({ medians }: MeasuredSide) => medians.underruns },
];

const ms = (time: number | null) => (time === null ? null : `${time} ms`);
