/** A server of this machine that speaks as ElevenLabs does, and a voice that speaks with it. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { type ElevenLabsOptions, elevenLabs } from '../src/voice/speak/elevenlabs';
import { accessTo, bytesOf, closing } from './voice-cloud';

export const voiceAt = (url: string, more: Partial<ElevenLabsOptions> = {}) =>
  elevenLabs({ access: accessTo(url), voice: '21m00Tcm4TlvDq8ikWAM', ...more });

/** A piece as the server got it: opened, with its text, flushed and closed. */
export interface Asked {
  readonly context: string;
  readonly text: string;
  readonly socket: WebSocket;
  send(message: object): void;
  /** All of it, the last message with `isFinal`. */
  say(samples: Int16Array, bytesAtOnce?: number): void;
}

export interface ElevenLabsLike {
  readonly url: string;
  readonly requests: IncomingMessage[];
  /** What came over the sockets. */
  readonly messages: Record<string, unknown>[];
  /** Sockets that have been closed by the client, in any way. */
  readonly closed: number[];
}

/** The socket of many contexts: `answer` is called for each piece. */
export async function elevenLabsLike(
  answer: (asked: Asked) => unknown,
  refuse?: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<ElevenLabsLike> {
  const requests: IncomingMessage[] = [];
  const messages: Record<string, unknown>[] = [];
  const closed: number[] = [];
  const server = createServer();
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, stream, head) => {
    requests.push(request);
    if (refuse) {
      stream.end(rawAnswer(request, refuse));
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket) => {
      const texts = new Map<string, string>();
      socket.on('error', () => {});
      socket.on('close', (code) => closed.push(code));
      socket.on('message', (data) => {
        const message = JSON.parse(String(data)) as Record<string, unknown>;
        messages.push(message);
        const context = String(message['context_id']);
        if (typeof message['text'] === 'string') {
          texts.set(context, (texts.get(context) ?? '') + message['text']);
        }
        if (message['close_context'] !== true) return;
        answer(askedOf(socket, context, texts.get(context) ?? ''));
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    for (const socket of sockets.clients) socket.terminate();
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, requests, messages, closed };
}

/** A handshake's refusal, written by hand: after an upgrade, Node has no response object. */
function rawAnswer(
  request: IncomingMessage,
  refuse: (request: IncomingMessage, response: ServerResponse) => void,
): string {
  let answer = '';
  const response = {
    writeHead(status: number) {
      answer = `HTTP/1.1 ${status} No\r\nconnection: close\r\n\r\n`;
      return response;
    },
    end: (body = '') => {
      answer += body;
    },
  };
  refuse(request, response as unknown as ServerResponse);
  return answer;
}

function askedOf(socket: WebSocket, context: string, text: string): Asked {
  const send = (message: object) => socket.send(JSON.stringify(message));
  return {
    context,
    text,
    socket,
    send,
    say(samples, bytesAtOnce = 4001) {
      const bytes = bytesOf(samples);
      for (let at = 0; at < bytes.length; at += bytesAtOnce) {
        const audio = bytes.subarray(at, at + bytesAtOnce).toString('base64');
        send({ audio, contextId: context, isFinal: null, alignment: null });
      }
      send({ audio: '', contextId: context, isFinal: true });
    },
  };
}
