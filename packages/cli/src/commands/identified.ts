/** The least that can be asked of a record before it is called a success. */
import { UnexpectedAnswerError } from '../failure';

/** @throws UnexpectedAnswerError for an answer that has no id: whoever sent it, it was no agent and no goal. */
export function identified<T extends { readonly id: unknown }>(record: T): T {
  if (record.id === undefined || record.id === null) throw new UnexpectedAnswerError();
  return record;
}
