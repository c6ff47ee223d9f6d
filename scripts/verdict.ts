/** Ends a test run with one plain line, `N passed, N failed`, that any CI can read. */
import type { Reporter, TestModule } from 'vitest/node';

export default class Verdict implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const states = modules.flatMap((module) =>
      [...module.children.allTests()].map((test) => test.result().state),
    );
    const broken = modules.filter((module) => module.errors().length > 0).length;
    const passed = states.filter((state) => state === 'passed').length;
    const failed = states.filter((state) => state === 'failed').length;
    const line = `${passed} passed, ${failed + broken + unhandledErrors.length} failed`;
    process.stdout.write(`\n${line}\n`);
  }
}
