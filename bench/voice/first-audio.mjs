// Time to first audio, batch against streaming, voice by voice; and whether speech delays the text.
import { answers } from './answers.mjs';
import { cell, inTurn, middle, signed, summary, table } from './numbers.mjs';
import { Conversation, soundFile } from './programs.mjs';

/** @typedef {import('./answers.mjs').Message} Message */
/** @typedef {{ firstToken: number, lastToken: number, sentence: number, cut: number, made: number, firstAudio: number }} Times */
/** @typedef {{ batch: Times, streaming: Times, silent: { lastToken: number } }} Round */
/** @typedef {{ name: string, voice: string, turns: Record<Message, Round[]> }} MeasuredEngine */

const messages = /** @type {Message[]} */ (Object.keys(answers));
const sides = /** @type {const} */ (['batch', 'streaming', 'silent']);

/**
 * All conversations are open at the same time and take turns, each round in another order. Sound goes to a file, which
 * takes all at once.
 * @param {readonly import('./engines.mjs').Engine[]} engines
 * @param {{ agent: string, env: NodeJS.ProcessEnv, rounds: number }} options
 * @returns {Promise<MeasuredEngine[]>}
 */
export async function firstAudio(engines, { agent, env, rounds }) {
  const silent = new Conversation([agent, '--no-voice'], env);
  const all = engines.map((engine) => {
    const { name, voice } = engine;
    const speaking = (/** @type {string} */ mode) =>
      new Conversation([agent, '--voice', voice, '--mode', mode, '--out', soundFile()], {
        ...env,
        ...engine.env,
      });
    /** @type {Record<Message, Round[]>} */
    const turns = { one: [], two: [], four: [] };
    return {
      name,
      voice,
      turns,
      batch: speaking('batch'),
      streaming: speaking('streaming'),
      silent,
    };
  });
  try {
    for (let round = -1; round < rounds; round++) {
      for (const message of messages) {
        for (const engine of inTurn(all, round + 1)) {
          /** @type {Partial<Record<typeof sides[number], Times>>} */
          const found = {};
          for (const side of inTurn(sides, round + 1)) {
            found[side] = timesOf(await engine[side].turn(message));
          }
          // The first round warms up.
          if (round >= 0) engine.turns[message].push(/** @type {Round} */ (found));
        }
      }
    }
  } finally {
    for (const { batch, streaming } of all) {
      batch.stop();
      streaming.stop();
    }
    silent.stop();
  }
  return all.map(({ name, voice, turns }) => ({ name, voice, turns }));
}

/**
 * @param {import('./programs.mjs').Turn} turn
 * @returns {Times}
 */
export function timesOf({ events, ended: { marks } }) {
  return {
    firstToken: marks.firstToken,
    lastToken: marks.lastToken,
    sentence: firstSentence(events),
    cut: marks.firstPiece,
    made: marks.firstSound,
    firstAudio: marks.firstAudio,
  };
}

/**
 * When the token came that ended the first sentence: earlier than anybody could know that it has ended.
 * @param {readonly import('./programs.mjs').Event[]} events
 */
function firstSentence(events) {
  const { end } = events.find(({ type }) => type === 'piece') ?? { end: Number.POSITIVE_INFINITY };
  let length = 0;
  const last = events.find(({ type, text }) => {
    if (type === 'token') length += text.length;
    return type === 'token' && length >= end;
  });
  return last?.ms ?? Number.NaN;
}

/** @param {readonly MeasuredEngine[]} measured */
export function firstAudioTables(measured) {
  return [
    table(
      'Time to first audio: ms, medians (p95)',
      [
        '',
        ...messages.flatMap((message) => [`${message}: batch`, `${message}: streaming`]),
        'ahead, four',
      ],
      measured.map(({ name, turns }) => [
        name,
        ...messages.flatMap((message) => [
          cell(summary(turns[message].map(({ batch }) => batch.firstAudio))),
          cell(summary(turns[message].map(({ streaming }) => streaming.firstAudio))),
        ]),
        ahead(turns.four).toFixed(0),
      ]),
    ),
    table(
      'Streaming: from the first complete sentence to its sound, ms, all answers',
      ['', 'median (p95)', 'until it is cut', 'made', 'heard', 'slowest'],
      measured.map(({ name, turns }) => {
        const all = Object.values(turns).flatMap((rounds) =>
          rounds.map(({ streaming }) => streaming),
        );
        const of = (/** @type {(times: Times) => number} */ time) =>
          middle(all.map(time)).toFixed(0);
        return [
          name,
          cell(summary(all.map(sentenceToSound))),
          of(({ cut, sentence }) => cut - sentence),
          of(({ made, cut }) => made - cut),
          of((times) => times.firstAudio - times.made),
          Math.max(...all.map(sentenceToSound)).toFixed(0),
        ];
      }),
    ),
    table(
      'Last token of four sentences, ms: does speech delay the text?',
      ['', 'without a voice', 'streaming', 'later by', 'batch', 'later by'],
      measured.map(({ name, turns: { four } }) => {
        const late = (/** @type {'batch' | 'streaming'} */ side) =>
          signed(middle(four.map((round) => round[side].lastToken - round.silent.lastToken)));
        return [
          name,
          cell(summary(four.map(({ silent }) => silent.lastToken))),
          cell(summary(four.map(({ streaming }) => streaming.lastToken))),
          late('streaming'),
          cell(summary(four.map(({ batch }) => batch.lastToken))),
          late('batch'),
        ];
      }),
    ),
  ].join('\n\n');
}

/** @param {Times} times */
export const sentenceToSound = ({ firstAudio, sentence }) => firstAudio - sentence;

/** @param {readonly Round[]} rounds */
export const ahead = (rounds) =>
  middle(rounds.map(({ batch, streaming }) => batch.firstAudio - streaming.firstAudio));
