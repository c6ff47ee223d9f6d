// Services of this machine in place of those in the cloud: the same protocols, the first sound after a fixed time.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

/** Milliseconds until the first sound of a sentence: what ElevenLabs says of its fastest model, and a network. */
export const firstByte = 150;

export async function startServices() {
  const speech = createServer(async (request, response) => {
    let text = '';
    for await (const part of request.setEncoding('utf8')) text += part;
    const sound = soundOf(JSON.parse(text).input, 24_000);
    setTimeout(() => {
      response.writeHead(200, { 'content-type': 'audio/pcm' }).end(sound);
    }, firstByte);
  });
  const sockets = createServer();
  new WebSocketServer({ server: sockets }).on('connection', (socket) => {
    /** @type {Map<string, string>} */
    const texts = new Map();
    socket.on('message', (data) => {
      const { context_id: id, text = '', close_context: isWhole } = JSON.parse(String(data));
      texts.set(id, (texts.get(id) ?? '') + text);
      if (!isWhole) return;
      setTimeout(() => {
        const audio = soundOf(texts.get(id) ?? '', 16_000).toString('base64');
        socket.send(JSON.stringify({ audio, contextId: id, isFinal: null, alignment: null }));
        socket.send(JSON.stringify({ audio: '', contextId: id, isFinal: true }));
      }, firstByte);
    });
  });
  const servers = [speech, sockets];
  const urls = [];
  for (const server of servers) {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    urls.push(`http://127.0.0.1:${port}`);
  }
  const [speechUrl = '', socketUrl = ''] = urls;
  return {
    openai: { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: `${speechUrl}/v1` },
    elevenlabs: { ELEVENLABS_API_KEY: 'k', ELEVENLABS_URL: socketUrl },
    stop: () => {
      for (const server of servers) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}

/**
 * A tone for as long as the text would take to say.
 * @param {string} text
 * @param {number} rate
 */
function soundOf(text, rate) {
  const samples = Int16Array.from({ length: Math.round(text.length * 0.06 * rate) }, (_, at) =>
    Math.round(6000 * Math.sin((2 * Math.PI * 220 * at) / rate)),
  );
  return Buffer.from(samples.buffer);
}
