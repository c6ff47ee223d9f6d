/**
 * Whom the room's server answers: requests that call it by a name of this machine, which no stranger's name server can
 * point here, and connections from its own page. Otherwise any page that is open somewhere could talk to the agent. Pure.
 */
import type { IncomingHttpHeaders } from 'node:http';

const names = ['127.0.0.1', 'localhost', '[::1]'];

export function isOurHost(host: string | undefined, port: number): host is string {
  return names.some((name) => host === `${name}:${port}` || (port === 80 && host === name));
}

/** Whether a page of ours asks to be connected: a browser always says which page it is. */
export function isOurPage({ host, origin }: IncomingHttpHeaders, port: number): boolean {
  return isOurHost(host, port) && origin === `http://${host}`;
}
