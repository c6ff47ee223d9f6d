/** `voicectl play AGENT --web`: a page of this machine as microphone, loudspeaker and screen. */
import { once } from 'node:events';
import type { Context } from '../../context';
import { Exit, exitCodes } from '../../failure';
import type { PlayFlags } from '../flags';
import type { Room } from '../room';
import { Admission } from './admission';
import { Conversation } from './conversation';
import { PageLoudspeaker } from './page-loudspeaker';
import { openServer } from './server';

/** Over when the page says so, or is closed for good. @throws Exit 130 when interrupted; UsageError for a port. */
export async function chatInBrowser(
  context: Context,
  room: Room,
  { voice, port = 0 }: PlayFlags,
): Promise<void> {
  const { out, signal } = context;
  const loudspeaker = new PageLoudspeaker();
  room.playBy(loudspeaker);
  if (voice !== false) await room.useVoice(voice ?? true);
  await room.agent();
  const admission = new Admission();
  const over = new AbortController();
  const conversation = new Conversation({
    room,
    loudspeaker,
    voice: typeof voice === 'string' ? voice : true,
    key: admission.key,
    report: (event) => out.format === 'ndjson' && out.jsonLine(event),
    over: () => over.abort(),
  });
  const server = await openServer(port, (hello, line) => {
    if (!admission.admits(hello)) return false;
    void conversation.enter(line, hello.rate);
    return true;
  });
  try {
    greet(context, server.port, admission.token);
    const ended = AbortSignal.any([signal, over.signal]);
    if (!ended.aborted) await once(ended, 'abort');
  } finally {
    await conversation.end();
    await server.close();
  }
  if (signal.aborted) throw new Exit(exitCodes.interrupted);
}

function greet({ out }: Context, port: number, token: string): void {
  // Behind the hash, it is never sent, and in nobody's log.
  const url = `http://127.0.0.1:${port}/#${token}`;
  if (out.isForMachines) out.jsonLine({ port, url });
  else {
    out.text(`${url}\n`);
    out.say('Open this in a browser on this machine; it is good for one page. Ctrl-C ends it.');
  }
}
