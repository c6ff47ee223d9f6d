// What a measured program finds around it: nothing of whoever measures.

/** Loaded or obeyed by every Node at its start: `NODE_EXTRA_CA_CERTS` alone more than doubles that of a bare one. */
const slowing = ['NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS', 'NODE_COMPILE_CACHE', 'NODE_V8_COVERAGE'];

/**
 * @param {string} home an empty folder: no settings, no caches, no accounts
 * @returns {NodeJS.ProcessEnv}
 */
export function cleanEnvironment(home) {
  const left = Object.entries(process.env).filter(
    ([name]) => !slowing.includes(name) && !/^(VOICECTL|npm|pnpm|XDG)_/i.test(name),
  );
  return {
    ...Object.fromEntries(left),
    ...{ HOME: home, USERPROFILE: home, APPDATA: home, LOCALAPPDATA: home },
    // Nobody is asked, nobody looks for news, nobody reports: peers are faster so, too.
    ...{ CI: '1', NO_COLOR: '1', NO_UPDATE_NOTIFIER: '1', DO_NOT_TRACK: '1' },
    ...{ PROMPTFOO_DISABLE_TELEMETRY: '1', PROMPTFOO_DISABLE_UPDATE: '1' },
    ...{ VERCEL_TELEMETRY_DISABLED: '1', WRANGLER_SEND_METRICS: 'false' },
  };
}

/**
 * Asks a program that the stopwatch starts.
 * @param {import('./stopwatch.mjs').Stopwatch} stopwatch
 * @throws when something would slow all of them down.
 */
export async function assertClean(stopwatch) {
  const asked = `process.stdout.write(${JSON.stringify(slowing)}.filter((n) => n in process.env).join())`;
  const found = (await stopwatch.good({ args: [process.execPath, '-e', asked] })).stdout();
  if (found !== '') throw new Error(`${found} would slow down every Node that is measured.`);
}
