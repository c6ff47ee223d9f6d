/** `play --list-devices`: loudspeakers and microphones of this machine. */
import type { Context } from '../context';
import { listDevices } from '../voice/play/sound-device';

export async function showDevices({ out, streams }: Context): Promise<void> {
  const list = await listDevices({ env: streams.env });
  const rows = (['outputs', 'inputs'] as const).flatMap((kind) =>
    list[kind].devices.map((device) => ({ kind: kind.slice(0, -1), ...device })),
  );
  await out.show(list, () => ({
    rows,
    columns: [
      { title: 'kind', value: ({ kind }: Row) => kind, whole: true },
      { title: 'name', value: ({ name }: Row) => name },
      { title: 'default', value: ({ isDefault }: Row) => (isDefault ? 'yes' : null) },
      { title: 'id', value: ({ id }: Row) => id },
    ],
  }));
  for (const [kind, what] of [
    ['outputs', 'loudspeaker'],
    ['inputs', 'microphone'],
  ] as const) {
    if (!list[kind].devices.some(({ isDefault }) => isDefault)) {
      out.say(`there is no ${what} here that could be used`);
    }
  }
  type Row = (typeof rows)[number];
}
