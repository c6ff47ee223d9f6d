/** A program of its own that plays or records, for tests of what becomes of its process and of its stderr. */
import { devicePlayer } from '../src/voice/play/device-player';
import { listDevices, soundDevice } from '../src/voice/play/sound-device';

const [what, entry] = process.argv.slice(2);
const audio = soundDevice({ entry });
if (what === 'list') {
  process.stdout.write(JSON.stringify(await listDevices({ entry })));
} else {
  const rate = 16_000;
  const samples = Int16Array.from({ length: 30 * rate }, (_, at) => 9000 * Math.sin(at / 6));
  const speech = async function* () {
    yield { piece: { text: 'tone', start: 0, end: 4 }, rate, samples };
  };
  const player = devicePlayer(audio);
  for await (const { heard } of player.play(speech(), new AbortController().signal)) {
    process.stdout.write(`${Math.round(heard)}\n`);
  }
}
