/** The proxies of the environment: loaded only where there are any, and then with all of undici, whose parts they need. */
export { EnvHttpProxyAgent } from 'undici';
