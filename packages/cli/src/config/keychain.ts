/** The keychain of the operating system, asked in a child process: one that is locked may never answer. */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';

/** What a keychain answered, or in a few words why it didn't. */
export type Answer<T> =
  | { readonly value: T; readonly why?: never }
  | { readonly why: string; readonly value?: never };

type Question =
  | { readonly action: 'read'; readonly ids: readonly string[] }
  | { readonly action: 'write'; readonly id: string; readonly secret: string }
  | { readonly action: 'remove'; readonly ids: readonly string[] };

/** Milliseconds. */
const patience = 2000;

/** The secrets, in the order of their ids; null for one that is not there. */
export function readSecrets(
  ids: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Answer<readonly (string | null)[]>> {
  return ask({ action: 'read', ids }, env);
}

/** Counts as done only when the same secret came back. */
export async function writeSecret(
  id: string,
  secret: string,
  env: NodeJS.ProcessEnv,
): Promise<Answer<true>> {
  const answer = await ask<readonly (string | null)[]>({ action: 'write', id, secret }, env);
  if (answer.why !== undefined) return answer;
  return answer.value[0] === secret
    ? { value: true }
    : { why: 'it does not keep what it is given' };
}

export function removeSecrets(
  ids: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Answer<unknown>> {
  return ask({ action: 'remove', ids }, env);
}

/** What each platform calls it. */
export function keychainName(platform: NodeJS.Platform = process.platform): string {
  if (platform === 'darwin') return 'the macOS keychain';
  if (platform === 'win32') return 'the Windows credential manager';
  return 'the keyring of the desktop (Secret Service)';
}

function ask<T>(question: Question, env: NodeJS.ProcessEnv): Promise<Answer<T>> {
  if (/^(off|0|no|false)$/i.test(env.VOICECTL_KEYCHAIN ?? '')) {
    return Promise.resolve({ why: 'VOICECTL_KEYCHAIN turns it off' });
  }
  let library: string;
  try {
    library = createRequire(__filename).resolve('@napi-rs/keyring');
  } catch {
    return Promise.resolve({ why: 'its library (@napi-rs/keyring) is not installed' });
  }
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['-e', script],
      // Secrets go through pipes, never through arguments, which a process list would show.
      { timeout: patience, killSignal: 'SIGKILL', windowsHide: true, env: plainEnv(env) },
      (error, stdout) => {
        if (error?.killed) {
          resolve({ why: `it did not answer within ${patience / 1000} s: is it locked?` });
        } else resolve(answerIn<T>(stdout));
      },
    );
    child.stdin?.on('error', () => {});
    child.stdin?.end(JSON.stringify({ library, ...question }));
  });
}

function answerIn<T>(stdout: string): Answer<T> {
  try {
    const answer = JSON.parse(stdout) as Answer<T>;
    return answer.why && /dbus/i.test(answer.why)
      ? { why: 'there is none in this session' }
      : answer;
  } catch {
    return { why: 'its library failed' };
  }
}

/** Without what would make Node start slowly, or write to the pipe. */
function plainEnv(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, NODE_EXTRA_CA_CERTS: __, ...others } = env;
  return others;
}

// On Linux, the library would fall back to the kernel's keyring, which forgets everything at the next start.
const script = `
let text = '';
process.stdin.on('data', (part) => { text += part; }).on('end', () => {
  let answer;
  try {
    const { library, action, id, ids = [id], secret } = JSON.parse(text);
    const { Entry } = require(library);
    const entries = ids.map((each) => new Entry('voicectl', each, { linux: { store: 'secret-service' } }));
    if (action === 'write') entries[0].setPassword(secret);
    const value = entries.map((entry) => (action === 'remove' ? entry.deletePassword() : entry.getPassword()));
    answer = { value };
  } catch (error) {
    answer = { why: String(error && error.message).slice(0, 200) };
  }
  process.stdout.write(JSON.stringify(answer), () => process.exit(0));
});`;
