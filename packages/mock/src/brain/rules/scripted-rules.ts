/** A brain that follows rules: the first that fits a message answers it. */
import type { GoalSuggestion } from '@voicectl/sdk/contract';
import { Refusal } from '../../refusal';
import type { Brain, Question } from '../brain';
import { fitting } from '../misfit';
import { manner } from '../prompt';
import { hash, pick } from '../repeatable';
import { scriptedBrain } from '../scripted';
import { tokenize } from '../tokens';
import { type Captures, patternOf } from './pattern';
import { filled } from './reply';
import { listOf, Script as ScriptSchema } from './schema';

/** What {@link createScriptedBrain} follows; each list is looked through in its order. */
export interface Script {
  readonly rules?: readonly Rule[] | undefined;
  readonly goals?: readonly GoalRule[] | undefined;
}

/** A reply, or an error, to messages. */
export interface Rule {
  /**
   * A text that the message contains, in upper or lower case, or an expression such as `/order (\d+)/i`; any of several.
   * Every message without it.
   */
  readonly when?: string | readonly string[] | undefined;
  /** The id or the whole name, in upper or lower case, of the agent that it is for; any of several. Default: every agent. */
  readonly agent?: string | readonly string[] | undefined;
  /**
   * The answer; of several, the same agent and message always get the same one. `{agent}`, `{message}` and `{scope}` are
   * filled, and what an expression took: `{1}`, `{name}`.
   */
  readonly say?: string | readonly string[] | undefined;
  /** The error in place of an answer. */
  readonly fail?: Failure | undefined;
}

/** A goal, or an error, for descriptions. */
export interface GoalRule {
  /** As in {@link Rule}, for the description. */
  readonly when?: string | readonly string[] | undefined;
  readonly suggest?: GoalSuggestion | undefined;
  readonly fail?: Failure | undefined;
}

/** The error that a rule wants. */
export interface Failure {
  /** 400 to 599. */
  readonly status: number;
  readonly message?: string | undefined;
}

/**
 * A brain that follows rules. Data parsed from a file may be passed as it is: all of it is checked, and nothing else is
 * trusted.
 * @param otherwise answers what no rule is for. Default: {@link scriptedBrain}.
 * @throws MisfitError that names each problem by its path, such as `rules[2].when`.
 */
export function createScriptedBrain(script: Script, otherwise: Brain = scriptedBrain): Brain {
  const { rules = [], goals = [] } = fitting('rules', ScriptSchema, script);
  const forMessages = rules.map(prepared);
  const forGoals = goals.map(prepared);
  return {
    answer(question, signal, report) {
      const found = firstFitting(
        forMessages.filter(({ rule }) => isFor(rule.agent, question)),
        question.message,
      );
      if (found === undefined) return otherwise.answer(question, signal, report);
      if (found.rule.fail) throw refused(found.rule.fail);
      return tokenize(reply(listOf(found.rule.say), question, found.captures));
    },
    countInput: (question) => otherwise.countInput(question),
    suggest(description, signal) {
      const rule = firstFitting(forGoals, description)?.rule;
      if (rule?.fail) throw refused(rule.fail);
      return rule?.suggest ?? otherwise.suggest(description, signal);
    },
  };
}

interface Prepared<R> {
  readonly rule: R;
  readonly match: (text: string) => Captures | undefined;
}

function prepared<R extends { readonly when?: string | readonly string[] | undefined }>(
  rule: R,
): Prepared<R> {
  const patterns = listOf(rule.when).map(patternOf);
  return {
    rule,
    match(text) {
      if (patterns.length === 0) return new Map();
      for (const pattern of patterns) {
        const captures = pattern.match(text);
        if (captures) return captures;
      }
      return undefined;
    },
  };
}

function firstFitting<R>(rules: readonly Prepared<R>[], text: string) {
  for (const { rule, match } of rules) {
    const captures = match(text);
    if (captures) return { rule, captures };
  }
  return undefined;
}

function isFor(wanted: string | readonly string[] | undefined, { agent }: Question): boolean {
  const own = [agent.id, agent.name].map((text) => text.toLowerCase());
  return wanted === undefined || listOf(wanted).some((each) => own.includes(each.toLowerCase()));
}

function reply(variants: readonly string[], { agent, message }: Question, captures: Captures) {
  const { scope } = manner(agent);
  const variant = pick(variants, hash(`${agent.name}\n${message}`));
  return filled(
    variant,
    new Map([['agent', agent.name], ['message', message], ['scope', scope], ...captures]),
  );
}

function refused({ status, message = 'A rule of the script wants this error' }: Failure): Refusal {
  return new Refusal(status, message);
}
