// The first turn of a process: what its voice costs before the first token, and until the first sound.
import { sentenceToSound, timesOf } from './first-audio.mjs';
import { cell, inTurn, middle, signed, summary, table } from './numbers.mjs';
import { Conversation, soundFile } from './programs.mjs';

/** @typedef {{ begun: number, token: number, afterBeginning: number }} Start milliseconds, from the start of the process */
/** @typedef {{ silent: Start, spoken: Start & { firstAudio: number, fromSentence: number } }} Pair */

/**
 * With the default voice and without one, in turns, each in a fresh process.
 * @param {{ agent: string, env: NodeJS.ProcessEnv, rounds: number }} options
 * @returns {Promise<Pair[]>}
 */
export async function cold({ agent, env, rounds }) {
  const sides = /** @type {const} */ (['silent', 'spoken']);
  const flags = {
    silent: ['--no-voice'],
    spoken: ['--voice', 'rms', '--mode', 'streaming', '--out', soundFile()],
  };
  /** @type {Pair[]} */
  const pairs = [];
  for (let round = -1; round < rounds; round++) {
    /** @type {Partial<Record<typeof sides[number], unknown>>} */
    const found = {};
    for (const side of inTurn(sides, round + 1)) {
      const started = performance.now();
      const program = new Conversation([agent, ...flags[side], '--say', 'two'], env);
      const turn = await program.turn();
      await program.close();
      const start = startOf(turn, started);
      const times = timesOf(turn);
      found[side] =
        side === 'silent'
          ? start
          : { ...start, firstAudio: times.firstAudio, fromSentence: sentenceToSound(times) };
    }
    // The first round fills the disk cache.
    if (round >= 0) pairs.push(/** @type {Pair} */ (found));
  }
  return pairs;
}

/**
 * @param {import('./programs.mjs').Turn} turn
 * @param {number} started
 * @returns {Start}
 */
function startOf({ events, at, ended }, started) {
  const read = (/** @type {string} */ wanted) =>
    (at[events.findIndex(({ type }) => type === wanted)] ?? Number.NaN) - started;
  return {
    begun: read('turn.started'),
    token: read('token'),
    afterBeginning: ended.marks.firstToken,
  };
}

/** @param {readonly Pair[]} pairs */
export function coldTable(pairs) {
  const row = (/** @type {string} */ name, /** @type {(start: Start) => number} */ time) => [
    name,
    cell(summary(pairs.map(({ silent }) => time(silent)))),
    cell(summary(pairs.map(({ spoken }) => time(spoken)))),
    signed(middle(pairs.map(({ silent, spoken }) => time(spoken) - time(silent)))),
  ];
  const only = (/** @type {string} */ name, /** @type {readonly number[]} */ times) => [
    ...[name, '', cell(summary(times)), ''],
  ];
  return table(
    'The first turn of a process, flite rms: ms, medians (p95)',
    ['', 'no voice', 'with a voice', 'later by'],
    [
      row('from the start to the question', ({ begun }) => begun),
      row('from the question to the first token', ({ afterBeginning }) => afterBeginning),
      row('from the start to the first token', ({ token }) => token),
      only(
        'from the question to the first sound',
        pairs.map(({ spoken }) => spoken.firstAudio),
      ),
      only(
        'from the first complete sentence to its sound',
        pairs.map(({ spoken }) => spoken.fromSentence),
      ),
    ],
  );
}
