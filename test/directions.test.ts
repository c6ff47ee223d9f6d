/** The arrows of docs/architecture.md: each broken one must be refused by the lint step. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = dirname(import.meta.dirname);
const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');

/** Lints one file as if it stood at that place of the repository. */
function lint(file: string, source: string): { ok: boolean; report: string } {
  const copy = mkdtempSync(join(tmpdir(), 'directions-'));
  try {
    const rules = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'));
    writeFileSync(join(copy, 'biome.json'), JSON.stringify({ ...rules, vcs: { enabled: false } }));
    mkdirSync(join(copy, dirname(file)), { recursive: true });
    writeFileSync(join(copy, file), source);
    const run = spawnSync(process.execPath, [biome, 'lint'], { cwd: copy, encoding: 'utf8' });
    return { ok: run.status === 0, report: run.stdout + run.stderr };
  } finally {
    rmSync(copy, { recursive: true });
  }
}

const importing = (specifier: string) => `import * as it from '${specifier}';\n\nexport { it };\n`;

describe('an import against the direction fails the lint', () => {
  it.each([
    ['packages/sdk/src/client.ts', '@voicectl/mock'],
    ['packages/sdk/test/any.test.ts', '@voicectl/mock/node'],
    ['packages/sdk/src/core/call.ts', '@voicectl/mock'],
    ['packages/sdk/src/core/call.ts', 'voicectl'],
    ['packages/sdk/src/core/call.ts', '../resources/agents/schemas'],
    ['packages/sdk/src/core/call.ts', '../client'],
    ['packages/sdk/src/core/call.ts', '../options'],
    ['packages/sdk/src/core/call.ts', 'undici'],
    ['packages/sdk/src/options.ts', 'undici'],
    ['packages/sdk/src/core/call.ts', 'undici/lib/dispatcher/agent.js'],
    ['packages/sdk/src/resources/agents/index.ts', '#undici'],
    ['packages/sdk/src/client.ts', '../../mock/src/brain/tokens'],
    ['packages/sdk/src/contract.ts', './client'],
    ['packages/sdk/src/contract.ts', './core/undici'],
    ['packages/sdk/src/core/undici.ts', '../index'],
    ['packages/sdk/src/resources/agents/index.ts', '../../index'],
    ['packages/sdk/src/resources/agents/index.ts', '../../client.js'],
    ['packages/sdk/test/any.test.ts', '../../mock/src/index'],
    ['packages/mock/src/mock.ts', '../../cli/src/output/clean'],
    ['packages/mock/src/doors/node.ts', '../../../cli/src/output/clean'],
    ['packages/sdk/src/resources/agents/index.ts', '../../client'],
    ['packages/sdk/src/resources/agents/index.ts', '../goals/schemas'],
    ['packages/sdk/src/resources/goals/index.ts', '../agents/schemas'],
    ['packages/sdk/src/resources/goals/index.ts', '../../core/transport'],
    ['packages/mock/src/mock.ts', 'voicectl'],
    ['packages/mock/test/any.test.ts', 'voicectl'],
    ['packages/mock/src/rooms/agents.ts', 'node:fs'],
    ['packages/mock/src/rooms/agents.ts', 'msw'],
    ['packages/cli/src/chat/turn.ts', 'commander'],
    ['packages/cli/src/context.ts', 'undici'],
    ['packages/cli/src/commands/agents.ts', 'inquirer'],
    ['packages/cli/src/program.ts', 'cli-table3'],
  ])('%s may not import %s', (file, specifier) => {
    const { ok, report } = lint(file, importing(specifier));
    expect(report).toContain('noRestrictedImports');
    expect(ok).toBe(false);
  });
});

describe('an import along the direction passes', () => {
  it.each([
    ['packages/mock/src/rooms/agents.ts', '@voicectl/sdk/contract'],
    ['packages/mock/src/doors/msw.ts', 'msw'],
    ['packages/mock/src/doors/node.ts', 'node:http'],
    ['packages/sdk/src/core/undici.ts', 'undici'],
    ['packages/sdk/src/resources/agents/index.ts', '../../core/endpoint'],
    ['packages/cli/src/context.ts', '@voicectl/sdk'],
    ['packages/cli/src/commands/mock/serve.ts', 'commander'],
    ['packages/cli/src/output/table.ts', 'cli-table3'],
  ])('%s may import %s', (file, specifier) => {
    expect(lint(file, importing(specifier))).toMatchObject({ ok: true });
  });
});
