/** Where a running mock is, and which of its worlds is meant: what flags and environment say. */
import type { Command } from 'commander';
import type { Context } from '../../context';
import { UsageError } from '../../failure';
import type { GlobalFlags } from '../../input/global-flags';
import { RunningMock } from './running-mock';

export interface Address {
  /** Without a slash at its end. */
  readonly root: string;
  readonly world: string;
}

export interface AddressFlags extends GlobalFlags {
  readonly url?: string;
  readonly world?: string;
}

export function addAddress(command: Command): Command {
  return command
    .option(
      '--url <url>',
      'where the mock is: VOICECTL_AGENTS_URL, if on this machine, or http://127.0.0.1:4010',
    )
    .option('--world <name>', 'default: that of the URL, or "default"');
}

/** The mock that the flags of a command mean. */
export function mockOf(command: Command, { streams, signal }: Context): RunningMock {
  const flags = command.optsWithGlobals<AddressFlags>();
  if (flags.mock) {
    throw new UsageError(
      '--mock is a platform inside of one command, with no server that could be steered',
      'Leave it out; --url says where a mock of voicectl mock serve is.',
    );
  }
  return new RunningMock(addressFrom(flags, streams.env), signal, flags.timeout);
}

/** @throws UsageError for what is no URL of a server. */
export function addressFrom(flags: AddressFlags, env: NodeJS.ProcessEnv): Address {
  const named = flags.url ?? flags.agentsUrl;
  const url = named === undefined ? local(env.VOICECTL_AGENTS_URL) : parse(named);
  const { origin = 'http://127.0.0.1:4010', pathname = '' } = url ?? {};
  const [, root = '', , world] =
    /^(.*?)\/*((?:\/__voicectl(?:\/worlds\/([^/]+))?)?(?:\/(?:api|v1))?)\/*$/.exec(pathname) ?? [];
  return { root: origin + root, world: checked(flags.world ?? decode(world) ?? 'default') };
}

/** As the mock has it: nothing that a path would be changed by. */
function checked(world: string): string {
  if (/^[A-Za-z0-9][\w.-]{0,63}$/.test(world)) return world;
  throw new UsageError(
    `${JSON.stringify(world)} is no name of a world`,
    'It is 1 to 64 letters, digits, ".", "_" or "-", and begins with a letter or digit.',
  );
}

/** The real platform has no such door: an address that is not of this machine is not asked. */
function local(url: string | undefined): URL | undefined {
  if (!url || !URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(parsed.hostname)
    ? parsed
    : undefined;
}

function parse(url: string): URL {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return new URL(url);
  throw new UsageError(
    `${JSON.stringify(url)} is no address of a mock`,
    'It looks like http://127.0.0.1:4010.',
  );
}

function decode(segment: string | undefined): string | undefined {
  try {
    return segment && decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
