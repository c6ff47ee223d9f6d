/** `play --compare`: one script through modes or agents, as a table of medians and a report. */
import { stat } from 'node:fs/promises';
import { dirname, extname, format, parse } from 'node:path';
import type { Agent, Client } from '@voicectl/sdk';
import type { Context } from '../context';
import { UsageError } from '../failure';
import type { Fields } from '../input/assign';
import { compare, type MeasuredSide, type MeasuredTurn, type Side } from '../voice/compare';
import { type Comparison, markdownOf } from '../voice/compare-report';
import type { Mode } from '../voice/pipeline';
import { Session } from '../voice/session';
import { openPlayers, silentPlayers } from '../voice/session-players';
import type { Speaker } from '../voice/stages';
import { agentThinker } from '../voice/thinker';
import { openSpeaker } from '../voice/voices';
import { modeOf, modesOf, type PlayFlags, voiceWishes } from './flags';

export interface ComparedAgents {
  readonly client: Client;
  readonly first: string;
  /** By `--with`. */
  readonly second: Opponent | undefined;
}

/** An agent of the platform, or one that is made for the comparison. */
export type Opponent = { readonly id: string } | { readonly document: Fields };

export async function comparePlays(
  context: Context,
  agents: ComparedAgents,
  messages: readonly string[],
  flags: PlayFlags,
): Promise<void> {
  await checkReport(flags.report);
  const { rounds = 3 } = flags;
  await using sides = await openSides(context, agents, flags);
  const { out, signal } = context;
  const measured = await compare(sides.all, {
    messages,
    rounds,
    signal,
    progress: (side, turn) => out.say(lineOf(side, turn)),
  });
  const comparison = { messages, rounds, sides: measured };
  await keepReport(flags.report, comparison);
  await out.show(comparison, () => ({ rows: measured, columns }));
}

async function openSides(
  context: Context,
  { client, first, second }: ComparedAgents,
  flags: PlayFlags,
) {
  const ends: (() => Promise<void>)[] = [];
  const close = async () => {
    await Promise.allSettled(ends.map((end) => end()));
  };
  const { out, streams, signal } = context;
  const noted = new Set<string>();
  // Sides may share what there is to know.
  const note = (text: string) => {
    if (!noted.has(text)) out.warn(text);
    noted.add(text);
  };
  const all: Side[] = [];
  try {
    const agents = [await client.agents.get(first, { signal })];
    if (second && 'id' in second) agents.push(await client.agents.get(second.id, { signal }));
    else if (second) {
      const { createTrial } = await import('./trial');
      const trial = await createTrial(client, second.document, { signal });
      const { id } = trial.agent;
      const left = () => out.warn(`${id} could not be deleted: voicectl agents delete ${id}`);
      ends.push(() => trial.drop().catch(left));
      signal.throwIfAborted();
      agents.push(trial.agent);
    }
    const pairs = agents.flatMap((agent) =>
      comparedModes(flags.mode, agent, agents.length > 1).map((mode) => ({ agent, mode })),
    );
    if (pairs.length < 2) {
      throw new UsageError('There is only one side to compare', 'Add a second mode, or --with.');
    }
    for (const { agent, mode } of pairs) {
      const name = nameOf(agent, mode, agents, pairs);
      const wishes = { ...voiceWishes(flags, agent.voiceConfig?.voiceId), note };
      const speaker = await openSpeaker(wishes, streams);
      ends.push(() => speaker.close());
      await warmedUp(speaker, signal);
      const players =
        flags.out === undefined
          ? silentPlayers()
          : await openPlayers({
              out: fileOf(flags.out, name),
              paced: true,
              env: streams.env,
              note,
            });
      ends.push(() => players.close());
      const voice = { speaker, mode, playerOf: (turn: number) => players.playerOf(turn) };
      const session = new Session({ thinker: agentThinker(client, agent.id), voice });
      all.push({ name, agent: { id: agent.id, name: agent.name }, mode, session });
    }
    return { all, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Who speaks first would pay for what the others find loaded. What goes wrong goes wrong again, and is told then. */
async function warmedUp(speaker: Speaker, signal: AbortSignal): Promise<void> {
  const pieces = (async function* () {
    yield { text: 'Hello.', start: 0, end: 6 };
  })();
  try {
    for await (const _ of speaker.speak(pieces, signal));
  } catch {}
}

/** Of one agent both modes, of two agents the one that each is set to. */
function comparedModes(
  flag: string | undefined,
  agent: Agent,
  isOneOfTwo: boolean,
): readonly Mode[] {
  const asked = modesOf(flag);
  if (asked.length > 0) return [...new Set(asked)];
  return isOneOfTwo ? [modeOf(undefined, agent.voiceConfig?.pipelineMode)] : ['batch', 'streaming'];
}

function nameOf(
  { id, name }: Agent,
  mode: Mode,
  agents: readonly Agent[],
  pairs: readonly { readonly mode: Mode }[],
): string {
  if (agents.length === 1) return mode;
  const isTwin = agents.every((agent) => agent.name === name);
  const who = isTwin ? `${name} ${id.slice(0, 8)}` : name;
  return pairs.length > agents.length ? `${who} ${mode}` : who;
}

/** answer.wav of batch is answer-batch.wav. */
function fileOf(out: string, side: string): string {
  const { base: _, ...place } = parse(out);
  const safe = side.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '');
  return format({ ...place, name: `${place.name}-${safe}` });
}

function lineOf({ name }: Side, { round, message, marks }: MeasuredTurn): string {
  const short = message.length > 40 ? `${message.slice(0, 39)}…` : message;
  return `${name} · round ${round} · ${short} · first audio ${marks.firstAudio ?? '-'} ms`;
}

const columns = [
  { title: 'side', value: ({ name }: MeasuredSide) => name },
  { title: 'mode', value: ({ mode }: MeasuredSide) => mode },
  { title: 'voice', value: ({ voice }: MeasuredSide) => voice },
  { title: 'turns', value: ({ turns }: MeasuredSide) => turns.length },
  { title: 'first token', value: ({ medians }: MeasuredSide) => ms(medians.firstToken) },
  { title: 'first audio', value: ({ medians }: MeasuredSide) => ms(medians.firstAudio) },
  { title: 'end to end', value: ({ medians }: MeasuredSide) => ms(medians.endToEnd) },
  { title: 'underruns', value: ({ medians }: MeasuredSide) => medians.underruns },
];

const ms = (time: number | null) => (time === null ? null : `${time} ms`);

/** Before anything is paid for. */
async function checkReport(file: string | undefined): Promise<void> {
  if (file === undefined) return;
  if (!kinds.includes(extname(file).toLowerCase())) {
    throw new UsageError(`--report ${file} is neither Markdown nor JSON`, `End it in ${kinds}.`);
  }
  const folder = await stat(dirname(file)).catch(() => undefined);
  if (folder?.isDirectory()) return;
  throw new UsageError(`--report ${file}: its folder does not exist`, 'Make the folder first.');
}

async function keepReport(file: string | undefined, comparison: Comparison): Promise<void> {
  if (file === undefined) return;
  const isJson = extname(file).toLowerCase() === '.json';
  const text = isJson ? `${JSON.stringify(comparison, null, 2)}\n` : markdownOf(comparison);
  const { writeWhole } = await import('../voice/play/write-whole');
  await writeWhole(file, Buffer.from(text));
}

const kinds = ['.md', '.json'];
