// A real device: a PulseAudio of the benchmark's own, whose loudspeaker is heard by nobody.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sentenceToSound, timesOf } from './first-audio.mjs';
import { cell, inTurn, summary, table } from './numbers.mjs';
import { Conversation } from './programs.mjs';

/** @typedef {import('./first-audio.mjs').Times & { underruns: number }} Played */
/** @typedef {Record<'batch' | 'streaming', Played[]>} OnDevice */

export const hasPulse =
  process.platform === 'linux' &&
  ['pulseaudio', 'pactl'].every((name) => spawnSync(name, ['--version']).status === 0);

/**
 * Two sentences, heard to their end.
 * @param {{ agent: string, env: NodeJS.ProcessEnv, rounds: number }} options
 * @returns {Promise<OnDevice>}
 */
export async function onLoudspeaker({ agent, env, rounds }) {
  const pulse = await startPulse();
  const speaking = (/** @type {string} */ mode) =>
    new Conversation([agent, '--voice', 'rms', '--mode', mode], { ...env, ...pulse.env });
  const talks = { batch: speaking('batch'), streaming: speaking('streaming') };
  const sides = /** @type {const} */ (['batch', 'streaming']);
  /** @type {OnDevice} */
  const found = { batch: [], streaming: [] };
  try {
    for (let round = -1; round < rounds; round++) {
      for (const side of inTurn(sides, round + 1)) {
        const turn = await talks[side].turn('two');
        // The first round opens the device.
        if (round >= 0) found[side].push({ ...timesOf(turn), underruns: turn.ended.underruns });
      }
    }
    return found;
  } finally {
    talks.batch.stop();
    talks.streaming.stop();
    pulse.stop();
  }
}

/** @param {OnDevice} found */
export function loudspeakerTable(found) {
  return table(
    'Two sentences through PulseAudio, flite rms: ms, medians (p95)',
    ['', 'first audio', 'from the first complete sentence', 'underruns'],
    Object.entries(found).map(([mode, turns]) => [
      mode,
      cell(summary(turns.map(({ firstAudio }) => firstAudio))),
      mode === 'batch' ? '' : cell(summary(turns.map(sentenceToSound))),
      String(turns.reduce((sum, { underruns }) => sum + underruns, 0)),
    ]),
  );
}

async function startPulse() {
  const folder = mkdtempSync(join(tmpdir(), 'voicectl-bench-pulse-'));
  const socket = join(folder, 'sound');
  // The library of devices looks for its settings at home.
  writeFileSync(join(folder, '.asoundrc'), 'pcm.!default pulse\nctl.!default pulse\n');
  const env = { HOME: folder, XDG_RUNTIME_DIR: folder, PULSE_SERVER: `unix:${socket}` };
  const modules = [
    `module-native-protocol-unix socket=${socket}`,
    'module-null-sink sink_name=vout',
  ];
  const args = ['-n', '--daemonize=no', '--exit-idle-time=-1', '--use-pid-file=no'];
  const server = spawn('pulseaudio', [...args, ...modules.flatMap((module) => ['-L', module])], {
    env: { ...process.env, ...env },
    stdio: 'ignore',
  });
  const stop = () => {
    server.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  for (let tries = 0; !isReady(env); tries++) {
    if (tries < 100) await sleep(50);
    else {
      stop();
      throw new Error('PulseAudio does not start.');
    }
  }
  return { env, stop };
}

/** @param {NodeJS.ProcessEnv} env */
function isReady(env) {
  try {
    const options = /** @type {const} */ ({ env: { ...process.env, ...env }, stdio: 'pipe' });
    execFileSync('pactl', ['set-default-sink', 'vout'], options);
    return true;
  } catch {
    return false;
  }
}
