/** Where the user's own file is, by each platform's convention. */
import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';

export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly platform?: NodeJS.Platform | undefined;
  readonly home?: string | undefined;
}

/** An absolute path, whether the file is there or not. */
export function userFilePlace({
  env,
  cwd,
  platform = process.platform,
  home,
}: Surroundings): string {
  const { join, resolve, isAbsolute } = platform === 'win32' ? win32 : posix;
  if (env.VOICECTL_CONFIG) return resolve(cwd, env.VOICECTL_CONFIG);
  const own = home ?? homeOf(env);
  // By its specification, a relative one doesn't count.
  if (env.XDG_CONFIG_HOME && isAbsolute(env.XDG_CONFIG_HOME)) {
    return join(env.XDG_CONFIG_HOME, 'voicectl', 'config.json');
  }
  if (platform === 'darwin') {
    return join(own, 'Library', 'Application Support', 'voicectl', 'config.json');
  }
  if (platform === 'win32') {
    return join(env.APPDATA || join(own, 'AppData', 'Roaming'), 'voicectl', 'config.json');
  }
  return join(own, '.config', 'voicectl', 'config.json');
}

/** Node's own fails for a user without an entry, as in some containers. */
export function homeOf(env: NodeJS.ProcessEnv): string {
  try {
    return homedir();
  } catch {
    return env.HOME || '/';
  }
}
