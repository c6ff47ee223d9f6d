// The public surface as text, kept in git, so that a change of it is seen in review. Reads what is built.
// `node scripts/api.mjs` writes `packages/*/api`; with `--check` it only says whether they are as they should be.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';

const root = dirname(import.meta.dirname);

const doors = [
  ['sdk', 'sdk', 'dist/index.d.ts'],
  ['sdk', 'contract', 'dist/contract.d.ts'],
  ['mock', 'mock', 'dist/index.d.ts'],
  ['mock', 'node', 'dist/doors/node.d.ts'],
  ['mock', 'msw', 'dist/doors/msw.d.ts'],
  ['mock', 'file', 'dist/store/file.d.ts'],
  ['mock', 'redis', 'dist/store/redis.d.ts'],
  ['mock', 'store', 'dist/store/open.d.ts'],
  ['mock', 'brains', 'dist/brain/index.d.ts'],
  ['mock', 'model', 'dist/brain/model/index.d.ts'],
  ['mock', 'knowledge', 'dist/knowledge/index.d.ts'],
  ['mock', 'knowledge-folder', 'dist/doors/knowledge-folder.d.ts'],
  ['mock', 'cassette', 'dist/cassette/index.d.ts'],
  ['mock', 'recorder', 'dist/doors/recorder.d.ts'],
];

const compilerOptions = {
  target: 'ES2022',
  lib: ['ES2024', 'ESNext.Disposable', 'DOM'],
  module: 'NodeNext',
  moduleResolution: 'NodeNext',
  types: ['node'],
  strict: true,
  skipLibCheck: true,
};

/** The report of one door. Files with a hash in their name come and go without a change of it. */
function report(projectFolder, name, declarations, folder) {
  const entry = join(projectFolder, declarations);
  const unsaid = { default: { logLevel: 'none' } };
  const config = ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(projectFolder, 'package.json'),
    configObject: {
      projectFolder,
      mainEntryPointFilePath: entry,
      newlineKind: 'lf',
      compiler: { overrideTsconfig: { compilerOptions, files: [entry] } },
      apiReport: {
        enabled: true,
        reportFileName: `${name}.api.md`,
        reportFolder: folder,
        reportTempFolder: join(folder, 'temp'),
        // What an exported type is made of is as public as the type.
        includeForgottenExports: true,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: 'error' } },
        extractorMessageReporting: unsaid,
        tsdocMessageReporting: unsaid,
      },
    },
  });
  const { succeeded } = Extractor.invoke(config, {
    localBuild: true,
    messageCallback: (message) => {
      if (message.logLevel === 'error') process.stderr.write(`${message.text}\n`);
      message.handled = true;
    },
  });
  if (!succeeded) throw new Error(`No report of ${entry}`);
  return readFileSync(join(folder, `${name}.api.md`), 'utf8');
}

/** The first line in which two texts differ, as each has it. */
function firstDifference(kept, built) {
  const [was, is] = [kept.split('\n'), built.split('\n')];
  const at = is.findIndex((line, index) => line !== was[index]);
  const line = at === -1 ? is.length : at;
  return `line ${line + 1}\n- ${was[line] ?? ''}\n+ ${is[line] ?? ''}`;
}

function read(file) {
  try {
    return readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
  } catch {
    return '';
  }
}

const checking = process.argv.includes('--check');
const folder = mkdtempSync(join(tmpdir(), 'voicectl-api-'));
try {
  for (const [home, name, declarations] of doors) {
    const project = join(root, 'packages', home);
    const file = join(project, 'api', `${name}.api.md`);
    const built = report(project, name, declarations, folder);
    const kept = read(file);
    if (kept === built) continue;
    if (checking) {
      process.exitCode = 1;
      process.stderr.write(
        `packages/${home}/api/${name}.api.md, ${firstDifference(kept, built)}\n` +
          'The public surface changed: run `pnpm api` and review the diff.\n\n',
      );
    } else {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, built);
      process.stdout.write(`Wrote packages/${home}/api/${name}.api.md\n`);
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
