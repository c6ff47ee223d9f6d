/** The file of `--check --report`: JUnit XML, whole or not at all. */
import { dirname, extname } from 'node:path';
import { KnownFailure, UsageError } from '../../failure/errors';
import { isFolder, whyUnwritten } from '../slash/save-file';
import type { CheckResult } from './result';

/** Before anything is sent. @throws UsageError */
export async function checkReport(file: string | undefined): Promise<void> {
  if (file === undefined) return;
  if (extname(file).toLowerCase() !== '.xml') {
    throw new UsageError(`--report ${file}: of checks, a report is JUnit XML`, 'End it in .xml.');
  }
  if (!(await isFolder(dirname(file)))) {
    throw new UsageError(`--report ${file}: its folder does not exist`, 'Make the folder first.');
  }
  if (await isFolder(file)) {
    throw new UsageError(`--report ${file}: it is a folder`, 'Name another file.');
  }
}

/** @throws KnownFailure for a file that can't be written. */
export async function keepReport(
  file: string | undefined,
  results: readonly CheckResult[],
): Promise<void> {
  if (file === undefined) return;
  const [{ junitOf }, { replaceFile }] = await Promise.all([
    import('./junit'),
    import('../../replace-file'),
  ]);
  try {
    await replaceFile(file, junitOf(results));
  } catch (error) {
    const facts = { exit: 1, code: 'REPORT_NOT_WRITTEN', hint: 'Name another file.' };
    throw new KnownFailure(
      `--report ${file} can't be written: ${whyUnwritten(error)}`,
      facts,
      error,
    );
  }
}
