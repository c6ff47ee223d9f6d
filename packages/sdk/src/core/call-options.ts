/** What a single call can be told, checked like the client's own options. */
import type { CallOptions } from './endpoint';
import { ConfigurationError, type Facts } from './errors';
import {
  callback,
  isSignal,
  milliseconds,
  optionProblems,
  type Rules,
  repeats,
} from './option-rules';
import { inWords } from './problem';

const rules: Rules<CallOptions> = {
  signal: isSignal,
  timeout: milliseconds,
  deadline: milliseconds,
  maxRetries: repeats,
  onResponse: callback,
};

/** @throws ConfigurationError naming every option that can't be used. */
export function checkCallOptions(options: CallOptions, facts: Facts): void {
  const problems = optionProblems(rules, options);
  if (problems.length === 0) return;
  const message = `${facts.operation} can't be made: ${inWords(problems, 'options')}`;
  throw new ConfigurationError(message, { ...facts, code: 'INVALID_OPTIONS' });
}
