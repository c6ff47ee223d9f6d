/** What a session's answers are heard by: a loudspeaker, files, or nothing. */

import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UsageError } from '../failure/errors';
import type { AudioDevice } from './play/device';
import { devicePlayer } from './play/device-player';
import { nullPlayer } from './play/null-player';
import { soundDevice } from './play/sound-device';
import { wavPlayer } from './play/wav-player';
import type { Player } from './stages';

export interface PlayersOptions {
  /** One file for all answers, or one for each where it holds `{n}`. Default: the loudspeaker */
  readonly out?: string | undefined;
  /** A loudspeaker, by its id or a part of its name. Default: the system's own choice */
  readonly device?: string | undefined;
  /** What reaches it, where others use it, too: whoever has opened it closes it. Default: one of its own */
  readonly audio?: AudioDevice | undefined;
  /** Whether files take as long as the sound. */
  readonly paced?: boolean | undefined;
  /** Whether answers are kept by others, so that a machine without a loudspeaker will do. */
  readonly kept?: boolean | undefined;
  readonly env: NodeJS.ProcessEnv;
  /** What a person should know, in a sentence without an end mark. */
  note(text: string): void;
}

export interface Players {
  playerOf(turn: number): Player;
  close(): Promise<void>;
}

/** @throws UsageError for a file whose folder is not there. */
export async function openPlayers(options: PlayersOptions): Promise<Players> {
  const { out, paced } = options;
  if (out === undefined) return onDevice(options);
  await checkFolder(out);
  if (!out.includes(place)) return always(wavPlayer(out, { paced }));
  return {
    playerOf: (turn) => wavPlayer(out.replaceAll(place, String(turn)), { paced }),
    close: async () => {},
  };
}

/** Without a sound: at the pace of a device. */
export const silentPlayers = (): Players => always(nullPlayer({ paced: true }));

async function onDevice(options: PlayersOptions): Promise<Players> {
  const { device: wanted, audio, kept, env, note } = options;
  const device = audio ?? soundDevice({ env });
  const close = async () => {
    if (!audio) await device.close();
  };
  if (kept) {
    const list = await device.list().catch(() => undefined);
    if (!list?.outputs.devices.some(({ isDefault }) => isDefault)) {
      await close();
      note('there is no loudspeaker here: answers are kept, not heard');
      return always(nullPlayer());
    }
  }
  const player = devicePlayer(device, { device: wanted });
  return { playerOf: () => player, close };
}

function always(player: Player): Players {
  return { playerOf: () => player, close: async () => player.close?.() };
}

async function checkFolder(file: string): Promise<void> {
  const folder = await stat(dirname(file)).catch(() => undefined);
  if (folder?.isDirectory()) return;
  throw new UsageError(`--out ${file}: its folder does not exist`, 'Make the folder first.');
}

const place = '{n}';
