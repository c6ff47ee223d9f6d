/** Entry of the thread in which flite speaks: it would hold up everything else for as long as it takes. */
import { readFile } from 'node:fs/promises';
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { FliteHost } from './flite-host';
import type { FliteAnswer, FliteQuestion, FliteSetup } from './flite-thread';
import { soundOfWav } from './wav';
import { wasm } from './webassembly';

async function serve({ wasm: file, voice }: FliteSetup): Promise<void> {
  const port = parentPort;
  if (!port) throw new Error('This file is run as a thread.');
  const module = await wasm.compile(await readFile(file));
  let host: FliteHost | undefined = new FliteHost(module);

  const speak = (text: string) => {
    const run = (host ?? new FliteHost(module)).run([
      'flite',
      '-voice',
      voice,
      '-t',
      text,
      '-o',
      '/out',
    ]);
    host = undefined;
    // While the sentence is on its way, and before the next one is there.
    setImmediate(() => {
      host ??= new FliteHost(module);
    });
    const wav = run.files.get('out');
    if (!wav) throw new Error(run.said.trim() || `flite ended with ${run.exit}`);
    return soundOfWav(wav);
  };

  const answer = ({ id, text }: FliteQuestion) => {
    try {
      const { samples, rate } = speak(text);
      port.postMessage({ id, samples, rate } satisfies FliteAnswer, [samples.buffer]);
    } catch (error) {
      port.postMessage({ id, problem: String(error) } satisfies FliteAnswer);
    }
  };

  // The first run is slow, because V8 compiles as it goes: where nobody waits yet, it is had beforehand.
  const first = receiveMessageOnPort(port);
  if (first) answer(first.message);
  else speak('Warm.');
  port.on('message', answer);
}

void serve(workerData);
