/** The library has no types. */
declare module 'proxy-from-env' {
  /** By HTTP_PROXY, HTTPS_PROXY and NO_PROXY of the process; empty where the way is direct. */
  export function getProxyForUrl(url: string): string;
}
