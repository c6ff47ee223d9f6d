/** What came of checks as JUnit XML, which continuous integration shows: a suite a check, a case a turn and a criterion. */
import xmlbuilder, { type XMLElement } from 'xmlbuilder';
import type { CheckResult, CriterionResult, Status, TurnResult } from './result';

export function junitOf(results: readonly CheckResult[]): string {
  const root = xmlbuilder.create('testsuites', {
    encoding: 'UTF-8',
    // Others' texts hold what XML can't.
    invalidCharReplacement: '\ufffd',
  });
  root.att({ name: 'voicectl checks', ...totalsOf(results), time: seconds(results) });
  for (const result of results) suite(root, result);
  return `${root.end({ pretty: true })}\n`;
}

interface Case {
  readonly name: string;
  readonly status: Status;
  readonly why: string;
  readonly ms?: number | undefined;
  readonly out?: string | undefined;
}

function suite(root: XMLElement, result: CheckResult): void {
  const { name, file, agent, criteria, turns } = result;
  const facts = { ...totalsOf([result]), time: seconds([result]), file };
  const element = root.ele('testsuite', { name, ...facts });
  element.ele('properties').ele('property', { name: 'agent', value: agent });
  for (const each of [...turns.map(ofTurn), ...criteria.map(ofCriterion)]) {
    testCase(element, each, name);
  }
}

function testCase(parent: XMLElement, { name, status, why, ms = 0, out }: Case, check: string) {
  const time = (ms / 1000).toFixed(3);
  const element = parent.ele('testcase', { name, classname: check, time });
  if (status === 'skipped') element.ele('skipped', { message: why });
  if (status === 'failed') element.ele('failure', { message: why }, why);
  if (status === 'error') element.ele('error', { message: why }, why);
  if (out !== undefined) element.ele('system-out', {}, out);
}

function ofTurn({ turn, say, status, problems, response, totalMs }: TurnResult): Case {
  return {
    name: `${turn}. ${say.replace(/\s+/g, ' ').trim()}`,
    status,
    why: problems.join('; '),
    ms: totalMs,
    out: response,
  };
}

function ofCriterion({ label, status, reason = '' }: CriterionResult): Case {
  return { name: `criterion: ${label}`, status, why: reason };
}

function totalsOf(results: readonly CheckResult[]) {
  const cases = results.flatMap(({ turns, criteria }) => [...turns, ...criteria]);
  const of = (status: Status) => cases.filter((each) => each.status === status).length;
  return {
    tests: cases.length,
    failures: of('failed'),
    errors: of('error'),
    skipped: of('skipped'),
  };
}

const seconds = (results: readonly CheckResult[]) =>
  (results.reduce((sum, { ms }) => sum + ms, 0) / 1000).toFixed(3);
