/** A program of its own with a screen, for tests of what becomes of the terminal that it ran on. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type EditorState, newEditor, press } from '../src/chat/screen/editor';
import { readKeys } from '../src/chat/screen/keys';
import { openScreen } from '../src/chat/screen/terminal-screen';
import type { Streams } from '../src/streams';

const [asideCommand = 'true'] = process.argv.slice(2);
const screen = openScreen(process as unknown as Streams);
let editor: EditorState = newEditor();

// As the binary does.
process.on('uncaughtException', (error) => {
  process.stderr.write(`error: unexpected ${error}\n`, () => process.exit(1));
});
process.on('SIGTERM', () => process.exit(143));

const show = () => {
  const { text, cursor } = editor;
  screen.show({ body: [], prompt: { label: 'you › ', text, cursor }, status: ['ready'] });
};
const keys = readKeys(process.stdin, (key) => {
  const done = press(editor, key);
  editor = done.state;
  if (done.did?.type === 'interrupt') leave();
  else if (done.did?.type === 'submit') void obey(done.did.text);
  show();
});
screen.onResize(show);
show();

async function obey(text: string): Promise<void> {
  screen.print(`said ${JSON.stringify(text)}`);
  if (text === 'throw') setImmediate(() => Promise.reject(new Error('boom')));
  if (text === 'exit') process.exit(3);
  if (text === 'term') process.kill(process.pid, 'SIGTERM');
  if (text === 'aside') {
    await screen.aside(() =>
      once(spawn('sh', ['-c', asideCommand], { stdio: 'inherit' }), 'close'),
    );
    screen.print('back again');
  }
}

function leave(): void {
  screen.close();
  keys.close();
}
