/** Some at once, the others in turn. */

/**
 * Begins no more once `stopped`, and waits for what has been begun.
 * @param each must not throw.
 */
export async function inTurns<T>(
  items: Iterable<T>,
  width: number,
  stopped: () => boolean,
  each: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items[Symbol.iterator]();
  const lane = async () => {
    while (!stopped()) {
      const { done, value } = queue.next();
      if (done) return;
      await each(value);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
}
