// `voicectl play` as its users have it: a process that goes on from message to message, or a fresh one each time.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { cleanEnvironment } from '../cli/environment.mjs';
import { ours } from '../cli/programs.mjs';

/** @typedef {{ type: string, ms: number } & Record<string, any>} Event */
/** @typedef {{ events: Event[], at: number[], ended: Event }} Turn `at`: when each event was read, by this process */

/** A process that ended instead of answering. */
export class Ended extends Error {
  /**
   * @param {number | null} code
   * @param {string} words
   */
  constructor(code, words) {
    super(words.trim() || `ended with ${code}`);
    this.code = code;
  }
}

const home = mkdtempSync(join(tmpdir(), 'voicectl-bench-'));
process.on('exit', () => rmSync(home, { recursive: true, force: true }));

/** Nothing of whoever measures, but the voices that were installed. */
const environment = {
  ...cleanEnvironment(home),
  ...(process.platform === 'win32'
    ? { LOCALAPPDATA: process.env.LOCALAPPDATA }
    : { XDG_CACHE_HOME: process.env.XDG_CACHE_HOME ?? join(homedir(), cacheFolder()) }),
};

/** A new name for a file that nobody keeps. */
export const soundFile = () => join(home, `answer-${++files}.wav`);
let files = 0;

/**
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
function start(args, env) {
  const [node = '', ...rest] = ours(...args);
  const child = spawn(node, rest, { env: { ...environment, ...env }, cwd: home });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    words += text;
  });
  child.stdin.on('error', () => {});
  /** @type {Promise<number | null>} */
  const closed = new Promise((resolve) => child.on('close', resolve));
  return { child, closed, words: () => words };
}

/**
 * What one command prints.
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string>}
 * @throws Ended
 */
export async function printed(args, env) {
  const { child, closed, words } = start(args, env);
  child.stdin.end();
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part) => {
    text += part;
  });
  const code = await closed;
  if (code !== 0) throw new Ended(code, words());
  return text;
}

/** A conversation that is told as events, a line each. */
export class Conversation {
  #program;
  #lines;

  /**
   * @param {string[]} args of `play`, the agent first
   * @param {NodeJS.ProcessEnv} env
   */
  constructor(args, env) {
    this.#program = start(['play', ...args, '--json'], env);
    this.#lines = createInterface({ input: this.#program.child.stdout })[Symbol.asyncIterator]();
  }

  /**
   * One turn. A voice that fails is no measure.
   * @param {string} [message] Undefined where its flags say it.
   * @returns {Promise<Turn>}
   * @throws Ended
   */
  async turn(message) {
    const { child, closed, words } = this.#program;
    if (message !== undefined) child.stdin.write(`${message}\n`);
    /** @type {Event[]} */
    const events = [];
    /** @type {number[]} */
    const at = [];
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done) throw new Ended(await closed, words());
      /** @type {Event} */
      const event = JSON.parse(value);
      at.push(performance.now());
      events.push(event);
      if (event.type === 'voice.failed') throw new Error(event.message);
      if (event.type === 'turn.ended') return { events, at, ended: event };
    }
  }

  async close() {
    this.#program.child.stdin.end();
    await this.#program.closed;
  }

  stop() {
    this.#program.child.kill();
  }
}

function cacheFolder() {
  return process.platform === 'darwin' ? 'Library/Caches' : '.cache';
}
