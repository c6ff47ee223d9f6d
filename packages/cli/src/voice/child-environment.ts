/** What a process of foreign code gets to see of the environment. */

/** Foreign code has no use for keys, and would start slowly with Node's options. */
export function withoutSecrets(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(
    ([key]) => !/^(VOICECTL_|NODE_OPTIONS$)|_(API_KEY|TOKEN|SECRET)$/i.test(key),
  );
  return { ...Object.fromEntries(kept), ELECTRON_RUN_AS_NODE: '1' };
}
