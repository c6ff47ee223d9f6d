/** Where the newest version is asked for: at the registry that npm itself asks. */
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { text } from 'node:stream/consumers';
import spawn from 'cross-spawn';
import { withoutOurs } from '../voice/install/npm-pack';

/** Milliseconds: npm takes its time to start, and nobody waits for this. */
const patience = 10_000;

/** @returns undefined where there is no npm, or it was told something that is no address. */
export async function latestAddress(env: NodeJS.ProcessEnv): Promise<URL | undefined> {
  const registry = env.npm_config_registry || (await ofNpm(env));
  if (!URL.canParse(registry)) return undefined;
  const base = new URL(registry.endsWith('/') ? registry : `${registry}/`);
  // A key in the address is npm's, and not for us to send about.
  base.username = '';
  base.password = '';
  return /^https?:$/.test(base.protocol) ? new URL('voicectl/latest', base) : undefined;
}

/** In a folder where no project has a say. */
async function ofNpm(env: NodeJS.ProcessEnv): Promise<string> {
  const npm = spawn('npm', ['config', 'get', 'registry'], {
    cwd: tmpdir(),
    env: withoutOurs(env),
    stdio: ['ignore', 'pipe', 'ignore'],
    signal: AbortSignal.timeout(patience),
    windowsHide: true,
  });
  const [said] = await Promise.all([npm.stdout ? text(npm.stdout) : '', once(npm, 'close')]);
  return said.trim();
}
