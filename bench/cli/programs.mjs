// What is started: a bare Node, and ours as it is published.
import { fileURLToPath } from 'node:url';

const binary = fileURLToPath(new URL('../../packages/cli/dist/bin.js', import.meta.url));

/** The floor of everything that runs on Node. */
export const bare = { args: [process.execPath, '-e', '0'] };

/** @param {string[]} args */
export const ours = (...args) => [process.execPath, binary, ...args];
