/** Which proxy a request goes through, as the SDK and most programs read the environment. */
import { isLoopback } from '../../config/checks';
import { type Finding, fail, ok } from './finding';

/** Nothing where the way is straight. */
export function proxyFor(url: URL, env: NodeJS.ProcessEnv): string | undefined {
  if (isLoopback(url.hostname) || isExempt(url, env.no_proxy ?? env.NO_PROXY ?? '')) {
    return undefined;
  }
  const http = env.http_proxy || env.HTTP_PROXY;
  const https = env.https_proxy || env.HTTPS_PROXY;
  return (url.protocol === 'http:' ? http : https || http) || undefined;
}

/** `*`, or host names with all that is below them, each with or without a port. */
function isExempt({ hostname, port, protocol }: URL, list: string): boolean {
  const actual = port || (protocol === 'http:' ? '80' : '443');
  return list
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      const [, host = '', only] = /^\*?\.?(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
      if (only !== undefined && only !== actual) return false;
      return hostname === host || hostname.endsWith(`.${host}`);
    });
}

export function checkProxy(urls: readonly URL[], env: NodeJS.ProcessEnv): Finding {
  const ways = urls.map((url) => ({ host: url.host, proxy: proxyFor(url, env) }));
  const broken = ways.find(({ proxy }) => proxy !== undefined && !URL.canParse(proxy));
  if (broken) {
    return fail(
      'proxy',
      'HTTP_PROXY or HTTPS_PROXY is no URL',
      'It looks like http://proxy.example.com:3128.',
    );
  }
  const words = ways.map(({ host, proxy }) =>
    proxy === undefined ? `${host} directly` : `${host} through ${new URL(proxy).host}`,
  );
  return ok('proxy', [...new Set(words)].join(', ') || 'nothing to reach');
}
