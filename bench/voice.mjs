// `pnpm bench:voice`: how long it takes until an agent is heard, batch against streaming, for each voice that is here.
// `--only first,whole,device,cold` some parts, `--voices flite:rms,espeak` some voices, `--rounds N` more or fewer rounds,
// `--json FILE` also as JSON, `--gate` (or `--check`) ends with 1 when the default voice misses a target.
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { atLeast, atMost, targetTable } from './mock/targets.mjs';
import { answers, pace, tokensOf } from './voice/answers.mjs';
import { cold, coldTable } from './voice/cold.mjs';
import { allEngines, thoseHere } from './voice/engines.mjs';
import { ahead, firstAudio, firstAudioTables, sentenceToSound } from './voice/first-audio.mjs';
import { hasPulse, loudspeakerTable, onLoudspeaker } from './voice/loudspeaker.mjs';
import { middle } from './voice/numbers.mjs';
import { startPlatform } from './voice/platform.mjs';
import { printed } from './voice/programs.mjs';
import { startServices } from './voice/services.mjs';
import { wholeAnswers, wholeTable } from './voice/whole-answers.mjs';

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string' },
    voices: { type: 'string' },
    rounds: { type: 'string' },
    json: { type: 'string' },
    gate: { type: 'boolean' },
    check: { type: 'boolean' },
  },
});
const parts = ['first', 'whole', 'device', 'cold'];
const only = flags.only?.split(',') ?? parts;
if (only.some((part) => !parts.includes(part))) throw new Error(`--only takes ${parts.join(',')}.`);
const rounds = Number(flags.rounds ?? 10);
if (!(rounds >= 1)) throw new Error('--rounds takes a number from 1 up.');
const isDefault = (/** @type {{ voice: string }} */ { voice }) => voice === 'flite:rms';
const wants = (/** @type {string} */ part) => only.includes(part);
// Node reads these certificates at each start: no business of ours.
delete process.env.NODE_EXTRA_CA_CERTS;

const machine = `${availableParallelism()} cores (${cpus()[0]?.model.trim()})`;
console.log(`Node ${process.version}, ${machine}, ${rounds} rounds.`);
console.log(
  `The agent: ${pace.firstToken} ms to the first token, then one each ${pace.token} ms; answers of ${Object.values(
    answers,
  )
    .map((text) => `${text.length} characters (${tokensOf(text).length} tokens)`)
    .join(', ')}.`,
);
/** @type {Record<string, unknown>} */
const found = { node: process.version, rounds };
/** @type {import('./mock/targets.mjs').Target[]} */
const targets = [];

const services = await startServices();
const platform = await startPlatform();
try {
  const { env } = platform;
  const agent = (await printed(['agents', 'list', '-o', 'id'], env)).trim();
  const wanted = allEngines(services).filter(
    ({ voice }) => flags.voices?.split(',').includes(voice) ?? true,
  );
  const engines = await thoseHere(wanted, agent, env);
  const options = { agent, env, rounds };
  console.log();
  if (wants('first')) {
    const measured = await firstAudio(engines, options);
    found.first = measured;
    console.log(`${firstAudioTables(measured)}\n`);
    const own = measured.find(isDefault);
    if (own) {
      const all = Object.values(own.turns).flat();
      const late = middle(all.map(({ streaming }) => sentenceToSound(streaming)));
      targets.push(
        atMost('streaming: first complete sentence to its sound', late, 120, 'ms'),
        atLeast('streaming ahead of batch, four sentences', ahead(own.turns.four), 1200, 'ms'),
      );
    }
  }
  if (wants('whole')) {
    const measured = await wholeAnswers(engines, { ...options, rounds: Math.ceil(rounds / 5) });
    found.whole = measured;
    console.log(`${wholeTable(measured)}\n`);
    const own = measured.find(isDefault);
    if (own) targets.push(atMost('underruns', own.underruns, 0, ''));
  }
  if (wants('device')) {
    if (hasPulse) {
      const measured = await onLoudspeaker({ ...options, rounds: Math.ceil(rounds / 2) });
      found.device = measured;
      console.log(`${loudspeakerTable(measured)}\n`);
      const underruns = measured.streaming.reduce((sum, turn) => sum + turn.underruns, 0);
      targets.push(atMost('underruns through PulseAudio', underruns, 0, ''));
    } else console.log('No PulseAudio here: no loudspeaker is measured.\n');
  }
  if (wants('cold')) {
    const pairs = await cold(options);
    found.cold = pairs;
    console.log(`${coldTable(pairs)}\n`);
    const late = middle(
      pairs.map(({ silent, spoken }) => spoken.afterBeginning - silent.afterBeginning),
    );
    const first = middle(pairs.map(({ spoken }) => spoken.fromSentence));
    targets.push(
      atMost('first turn of a process: first token later with a voice', late, 10, 'ms'),
      atMost('first turn of a process: first complete sentence to its sound', first, 120, 'ms'),
    );
  }
} finally {
  platform.stop();
  services.stop();
}
console.log(targetTable(targets));
if (flags.json) writeFileSync(flags.json, `${JSON.stringify({ ...found, targets }, null, 2)}\n`);
// Where nothing was tried, nothing was met.
const isMet = targets.length > 0 && targets.every((target) => target.isMet);
if ((flags.gate || flags.check) && !isMet) process.exitCode = 1;
