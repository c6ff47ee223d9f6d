/** The examples, run as the README tells to. */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = dirname(import.meta.dirname);

function run(file: string) {
  const { VOICECTL_AGENTS_URL: _, ...env } = process.env;
  return spawnSync(process.execPath, [join(root, 'examples', file)], {
    cwd: root,
    encoding: 'utf8',
    env: { ...env, NO_COLOR: '1' },
  });
}

describe('the demo', () => {
  const { status, stdout, stderr } = run('demo.mjs');

  it('ends well', () => {
    expect({ status, stderr: stderr.includes('Error') }).toEqual({ status: 0, stderr: false });
  });

  it('prints each command before its output', () => {
    const commands = [...stdout.matchAll(/^\$ .*voicectl (\S+ \S+)/gm)].map(([, words]) => words);
    expect(commands).toEqual([
      'mock serve',
      'agents create',
      'agents list',
      'agents activate',
      'goals generate',
      'goals create',
      'goals attach',
      'play "Customer',
      'agents restore',
      'agents archive',
      'agents restore',
    ]);
    const order = [
      '$ voicectl agents create',
      '"status": "draft"',
      '$ voicectl agents activate',
      '  active  just now',
    ];
    const places = order.map((text) => stdout.indexOf(text));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  it('streams two answers and shows the refused transition', () => {
    expect(stdout).toContain("I'm Customer Support Agent");
    expect(stdout).toContain('Refunds are only allowed within 30 days of purchase.');
    expect(stderr).toMatch(/error: Cannot restore an agent that is active.*archive/);
    expect(stderr.match(/first token \d+ ms/g)).toHaveLength(2);
  });
});

describe('the tour of the SDK', () => {
  it('runs to its end', () => {
    const { status, stdout } = run('sdk-tour.mjs');
    expect(status).toBe(0);
    expect(stdout).toContain('Created Support: draft, version 1');
    expect(stdout).toContain('Updated: version 2');
    expect(stdout).toContain('Goals of this agent: 1');
    expect(stdout).toContain('Refused: Cannot restore an agent that is active');
  });
});

describe('the OpenTelemetry example', () => {
  it('makes a span of each attempt, with its end', () => {
    const { status, stdout } = run('opentelemetry.mjs');
    expect(status).toBe(0);
    const spans = stdout.trim().split('\n');
    expect(spans.map((span) => span.split(' ').slice(0, 2).join(' '))).toEqual([
      'agents.create UNSET',
      'agents.activate UNSET',
      'agents.restore ERROR',
    ]);
    expect(spans[2]).toContain('"http.response.status_code":409');
  });
});
