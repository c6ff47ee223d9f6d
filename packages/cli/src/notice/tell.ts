/** Tells a person, at most daily, that there is a newer version; what is told was found out behind an earlier command. */
import { spawn } from 'node:child_process';
import { version } from '../../package.json';
import type { Context } from '../context';
import { readState, writeState } from './state';
import { isNewer } from './versions';

/** Milliseconds. */
const daily = 24 * 60 * 60_000;

/** After a command that went well, where a person is watching. It never fails, and holds nothing up. */
export async function tellOfUpdate(context: Context): Promise<void> {
  const { env } = context.streams;
  try {
    const now = Date.now();
    const { latest, checkedAt, toldAt } = readState(env);
    const isTold = now - toldAt < daily || !isNewer(latest, version);
    const isChecked = now - checkedAt < daily;
    if ((isTold && isChecked) || !(await isWanted(context))) return;
    // What can't be remembered would be said, and asked, with each command.
    if (!isTold && writeState(env, { toldAt: now })) {
      context.out.say(
        `voicectl ${latest} is there, this is ${version}: npm install --global voicectl (voicectl config set update-notice off ends this)`,
      );
    }
    if (!isChecked && writeState(env, { checkedAt: now })) checkBehind(env);
  } catch {}
}

async function isWanted(context: Context): Promise<boolean> {
  const { updateNotice } = await context.settings();
  return updateNotice.value !== false;
}

/** In a process of its own, so that nothing is delayed; it ends by itself within a few seconds. */
function checkBehind(env: NodeJS.ProcessEnv): void {
  const [, program] = process.argv;
  if (program === undefined) return;
  spawn(process.execPath, [program, '__check-for-update'], {
    detached: true,
    stdio: 'ignore',
    windowsHide: true,
    env,
  })
    .on('error', () => {})
    .unref();
}
