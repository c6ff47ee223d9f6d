/** What can be installed. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { moonshineFolder, type Places, type Runtime } from '../listen/moonshine-files';
import { Recogniser } from '../listen/recogniser';
import { espeakFolder } from '../speak/espeak';
import { InstallError } from './install-error';
import {
  espeak,
  type NpmPackage,
  nativePackages,
  portable,
  weights,
  weightsSha256,
} from './npm-packages';
import { tokensIn } from './tokens';
import { hashOf } from './unpack';

export interface Engine {
  readonly name: string;
  readonly does: string;
  folder(places: Places & { readonly cwd: string }): string;
  /** `portable`: those that run on any machine. */
  packages(options: { readonly portable: boolean }): readonly NpmPackage[];
  /** Makes what is made here. @throws InstallError */
  finish?(folder: string): Promise<void>;
  /** Why it does not run here, if it doesn't. */
  problem?(folder: string, packages: readonly NpmPackage[]): Promise<Error | undefined>;
}

const moonshine: Engine = {
  name: 'moonshine',
  does: 'hears English',
  folder: moonshineFolder,
  packages({ portable: anywhere }) {
    const native = anywhere ? [] : nativePackages(process.platform, process.arch);
    return native.length > 0 ? [weights, ...native] : [weights, portable];
  },
  async finish(folder) {
    const words = join(folder, 'words.js');
    await writeFile(join(folder, 'tokens.txt'), tokensIn(await readFile(words, 'utf8')));
    await rm(words);
    for (const [file, wanted] of Object.entries(weightsSha256)) {
      if ((await hashOf(join(folder, file), 'sha256', 'hex')) !== wanted) {
        throw new InstallError(`${file} is damaged`, 'Nothing was installed. Run it again.');
      }
    }
  },
  async problem(folder, packages) {
    const runtime: Runtime = packages.includes(portable) ? 'wasm' : 'native';
    const recogniser = new Recogniser({ folder, runtimes: [runtime], patience: 120_000 });
    try {
      await recogniser.ready();
      return undefined;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return new InstallError(
        `It is here and whole, but does not run on this machine: ${why}`,
        'Nothing was installed. Please report it, with what `node -p process.report.getReport().header` says.',
        { cause: error },
      );
    } finally {
      await recogniser.close();
    }
  },
};

const espeakNg: Engine = {
  name: 'espeak',
  does: 'speaks a hundred languages',
  folder: espeakFolder,
  packages: () => [espeak],
};

export const engines: readonly Engine[] = [moonshine, espeakNg];
