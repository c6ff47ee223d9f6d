/** Where a recorded server departs from the contract as we read it. */
import type { Cassette } from './cassette';
import { open } from './opened';
import { AgentLives } from './verify/agent-life';
import { checkAnswer } from './verify/answers';
import { type Difference, Findings } from './verify/finding';
import { GoalLives } from './verify/goal-life';
import { checkPage } from './verify/pages';
import { checkRefusalShape } from './verify/refusals';
import { checkRequest } from './verify/requests';
import { checkStream } from './verify/streams';
import { Timeline } from './verify/timeline';

/**
 * Compares a recording with the contract: each difference once, with a count, departures first. Every call is judged by
 * itself, and against what the calls before it have shown of the same agent or goal.
 */
export function verifyCassette(cassette: Cassette): Difference[] {
  const findings = new Findings();
  const calls = cassette.exchanges.map((exchange, index) => open(exchange, index + 1));
  const timeline = new Timeline(calls);
  const agents = new AgentLives(findings, timeline);
  const goals = new GoalLives(findings, timeline, agents);
  for (const opened of calls) {
    checkRequest(opened, findings);
    checkAnswer(opened, findings);
    checkRefusalShape(opened, findings);
    checkStream(opened, findings);
    checkPage(opened, findings);
    agents.see(opened);
    goals.see(opened);
  }
  return findings.list();
}
