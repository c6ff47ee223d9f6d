/** The way to an address, without a key: its name, and the certificate that it shows. */
import { connect as connectPlain, type Socket } from 'node:net';
import { isLoopback } from '../../config/checks';
import { exitCodes } from '../../failure';
import { type Finding, fail, ok, warn } from './finding';
import { proxyFor } from './proxy';

const day = 86_400_000;

/** How many milliseconds it may take, and what ends it sooner. */
export interface Limits {
  readonly patience: number;
  readonly signal: AbortSignal;
}

export async function checkConnection(
  api: string,
  url: URL,
  env: NodeJS.ProcessEnv,
  limits: Limits,
): Promise<Finding> {
  const check = `${api} connection`;
  const proxy = proxyFor(url, env);
  if (proxy !== undefined) return ok(check, 'through a proxy, so only the read below can tell');
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  const host = url.hostname.replace(/^\[|\]$/g, '');
  try {
    if (url.protocol === 'http:') {
      await settled(connectPlain({ host, port }), 'connect', limits);
      return ok(check, isLoopback(url.hostname) ? 'plain http, on this machine' : 'plain http');
    }
    return await checkCertificate(check, host, port, limits);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    const mend = mends[code] ?? `Is ${url.origin} right, and is that server running?`;
    return fail(check, `${url.host}: ${code || message}`, mend, exitCodes.tryAgain);
  }
}

const mends: Readonly<Record<string, string>> = {
  ENOTFOUND: 'No such host: check the address for slips, and the network.',
  EAI_AGAIN: 'Names can not be resolved: is there a network?',
  ETIMEDOUT: 'Nothing answers: is there a firewall, or a proxy that HTTPS_PROXY should name?',
};

/** The certificate is looked at even if it is not to be trusted: nothing is sent over this connection. */
async function checkCertificate(
  check: string,
  host: string,
  port: number,
  limits: Limits,
): Promise<Finding> {
  const { connect } = await import('node:tls');
  const servername = /^[\d.]+$|:/.test(host) ? '' : host;
  const socket = connect({ host, port, servername, rejectUnauthorized: false });
  let found: Finding | undefined;
  await settled(socket, 'secureConnect', limits, () => {
    const { valid_to: until, issuer } = socket.getPeerCertificate();
    const problem = socket.authorized ? undefined : String(socket.authorizationError);
    const by = [issuer?.O ?? issuer?.CN].flat()[0];
    found = judged(check, { until: Date.parse(until), by, problem }, Date.now());
  });
  return found ?? fail(check, 'no certificate');
}

/** By the time and what TLS says of it. */
export function judged(
  check: string,
  { until, by, problem }: { until: number; by?: string | undefined; problem?: string | undefined },
  now: number,
): Finding {
  const date = Number.isNaN(until) ? 'an unknown day' : new Date(until).toISOString().slice(0, 10);
  const certificate = `certificate${by ? ` by ${by}` : ''} until ${date}`;
  if (problem !== undefined) {
    const mend = /EXPIRED/.test(problem)
      ? 'It is for the owner of the server to renew it; or is the clock of this machine wrong?'
      : /ALTNAME/.test(problem)
        ? 'It is for another name: check the address.'
        : 'Behind a company proxy, NODE_EXTRA_CA_CERTS=/path/to/its-ca.pem makes its certificates known.';
    return fail(check, `${certificate}, not trusted: ${problem}`, mend);
  }
  const days = Math.floor((until - now) / day);
  if (days < 14) {
    return warn(
      check,
      `${certificate}, ${days} days left`,
      'The owner of the server should renew it.',
    );
  }
  return ok(check, certificate);
}

function settled(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  { patience, signal }: Limits,
  then: () => void = () => {},
): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const late = () => reject(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' }));
    const timer = setTimeout(late, patience);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    socket.once('error', reject).once(event, () => {
      then();
      resolve();
    });
    socket.once('close', () => clearTimeout(timer));
  }).finally(() => socket.destroy());
}
