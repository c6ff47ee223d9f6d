/** Views meet whatever a server sends. */
import { UnexpectedAnswerError } from '../failure';

/** A view that stumbles has been given what no view can show. */
export function sensible<T>(make: () => T): T {
  try {
    return make();
  } catch (cause) {
    if (cause instanceof TypeError) throw new UnexpectedAnswerError(cause);
    throw cause;
  }
}
