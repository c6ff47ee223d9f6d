// Whole answers at the pace of speech: whether there is ever nothing to play although more is to come.
import { table } from './numbers.mjs';
import { printed } from './programs.mjs';

/** @typedef {{ name: string, voice: string, turns: number, underruns: number, firstAudio: Record<string, number> }} Whole */

/**
 * `play --compare`, of all voices at the same time: an answer takes as long as it takes to say.
 * @param {readonly import('./engines.mjs').Engine[]} engines
 * @param {{ agent: string, env: NodeJS.ProcessEnv, rounds: number }} options
 * @returns {Promise<Whole[]>}
 */
export function wholeAnswers(engines, { agent, env, rounds }) {
  return Promise.all(
    engines.map(async ({ name, voice, env: own }) => {
      const flags = ['--mode', 'batch,streaming', '--rounds', String(rounds), '-o', 'json'];
      const args = ['play', agent, '--compare', '--voice', voice, '--say', 'four', ...flags];
      /** @type {{ sides: { mode: string, turns: unknown[], medians: { underruns: number, firstAudio: number } }[] }} */
      const { sides } = JSON.parse(await printed(args, { ...env, ...own }));
      return {
        name,
        voice,
        turns: sides.reduce((sum, { turns }) => sum + turns.length, 0),
        underruns: sides.reduce((sum, { medians }) => sum + medians.underruns, 0),
        firstAudio: Object.fromEntries(
          sides.map(({ mode, medians }) => [mode, medians.firstAudio]),
        ),
      };
    }),
  );
}

/** @param {readonly Whole[]} measured */
export function wholeTable(measured) {
  return table(
    'Four sentences, heard to their end, all voices at once',
    ['', 'answers', 'underruns', 'first audio: batch', 'streaming'],
    measured.map(({ name, turns, underruns, firstAudio }) => [
      name,
      String(turns),
      String(underruns),
      String(firstAudio.batch),
      String(firstAudio.streaming),
    ]),
  );
}
