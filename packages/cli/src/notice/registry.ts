/** Where the newest version is asked for: the registry that npm itself was told, else npm's own. */

/** The one place that names it. */
const npms = 'https://registry.npmjs.org/';

/** @returns undefined where npm was told something that is no address. */
export function latestAddress({ npm_config_registry }: NodeJS.ProcessEnv): URL | undefined {
  const registry = npm_config_registry || npms;
  if (!URL.canParse(registry)) return undefined;
  const base = new URL(registry.endsWith('/') ? registry : `${registry}/`);
  // A key in the address is npm's, and not for us to send about.
  base.username = '';
  base.password = '';
  return /^https?:$/.test(base.protocol) ? new URL('voicectl/latest', base) : undefined;
}
