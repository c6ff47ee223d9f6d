/** What `mock serve` loads before its first answer: what is heavy only when it is asked for. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { binary, cleanEnv, newFolder } from './voicectl';

const heavy = {
  yaml: /BLOCK_FOLDED/,
  'the clients of models': /anthropic-version/,
  'the client of Redis': /XREADGROUP/,
  'the search of documents': /MiniSearch: /,
  'expressions of rules': /RE2JSSyntaxException/,
  tables: /colAligns/,
  'the start of commands': /comspec/i,
  undici: /UND_ERR_HEADERS_OVERFLOW/,
};

/** The texts of all files that were loaded until the first answer was given. */
async function loaded(): Promise<string[]> {
  const folder = newFolder();
  const hook = join(folder, 'hook.cjs');
  const list = join(folder, 'loaded.json');
  writeFileSync(
    hook,
    `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(list)},
      JSON.stringify(Object.keys(require.cache))));`,
  );
  const args = ['-r', hook, binary, 'mock', 'serve', '--port', '0', '-o', 'json'];
  const server = spawn(process.execPath, args, { cwd: folder, env: cleanEnv() });
  const [line] = await once(createInterface({ input: server.stdout }), 'line');
  await fetch(`${JSON.parse(String(line)).agentsUrl}/agents`, { headers: { 'x-api-key': 'any' } });
  server.kill();
  await once(server, 'exit');
  const files = JSON.parse(readFileSync(list, 'utf8')) as string[];
  return files.filter((file) => file.startsWith(dirname(binary))).map(read);
}

const read = (file: string) => readFileSync(file, 'utf8');

describe('the start of a mock', () => {
  it('loads nothing that only some need', async () => {
    const texts = await loaded();
    expect(texts.length).toBeGreaterThan(5);
    const all = readdirSync(dirname(binary)).filter((file) => file.endsWith('.js'));
    const shipped = all.map((file) => read(join(dirname(binary), file)));
    for (const [name, pattern] of Object.entries(heavy)) {
      expect([name, shipped.some((text) => pattern.test(text))]).toEqual([name, true]);
      expect([name, texts.some((text) => pattern.test(text))]).toEqual([name, false]);
    }
  });
});
