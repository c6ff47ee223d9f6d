/** What each exit code says to a script. */
import { exitCodes } from '../failure';

const meanings: Readonly<Record<keyof typeof exitCodes, string>> = {
  done: 'Done.',
  failed:
    'Failed: the server, or something on this machine. What was lost on its way counts here, too, where the server may have acted: a second try could make a second agent.',
  wrongUse:
    'Wrong use: a flag, an argument, an input file, a bound of the contract. Nothing was sent.',
  notFound: 'Not found.',
  notAllowed: 'Not allowed: no key, or one that the server does not take (401, 403).',
  conflict: 'Conflict (409): as a rule, the lifecycle knows no such transition.',
  checkFailed: 'A check failed; the command itself worked.',
  tryAgain: 'Unreachable, timed out or rate-limited, and safe to try again.',
  cannotStart: 'mock exec: the command can not be started.',
  noSuchCommand: 'mock exec: there is no such command.',
  interrupted: 'Interrupted (Ctrl-C).',
};

/** In the order of their numbers. */
export const exitMeanings: readonly {
  readonly code: number;
  readonly name: string;
  readonly meaning: string;
}[] = [
  ...Object.entries(exitCodes).map(([name, code]) => ({
    code,
    name,
    meaning: meanings[name as keyof typeof exitCodes],
  })),
  { code: 129, name: 'hungUp', meaning: 'The terminal went away (SIGHUP).' },
].sort((a, b) => a.code - b.code);
