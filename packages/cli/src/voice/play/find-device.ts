/** Whether there is a loudspeaker, or a microphone, before anything is said. */
import { type AudioDevice, type DeviceList, deviceCalled } from './device';
import { otherWayIn, PlayError, wayOut } from './play-error';

/** @returns its name, for people. @throws PlayError where there is none, or none of that name. */
export async function findDevice(
  audio: AudioDevice,
  kind: keyof DeviceList,
  wanted: string | undefined,
): Promise<string> {
  const [what, way] = words[kind];
  const { by, devices } = (await audio.list())[kind];
  if (by === undefined) throw new PlayError(`There is no ${what} here`, way);
  // Programs of the system know more names than they tell, and none for their own choice.
  if (by !== 'decibri') return wanted ?? what;
  const found =
    wanted === undefined
      ? devices.find(({ isDefault }) => isDefault)
      : deviceCalled(devices, wanted);
  if (found) return found.name;
  const hint = 'voicectl play --list-devices shows what there is.';
  throw new PlayError(`There is no ${what} called ${JSON.stringify(wanted)}`, hint);
}

const words = {
  outputs: ['loudspeaker', wayOut],
  inputs: ['microphone', otherWayIn],
} as const;
