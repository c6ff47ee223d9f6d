/** Ctrl-Z and `fg`: a terminal is given back before the process stops, and taken again when it goes on. */

/**
 * @param leave before it stops
 * @param comeBack when it goes on, also after a stop that nobody was told of
 * @returns what ends it
 */
export function watchSuspension(leave: () => void, comeBack: () => void): () => void {
  if (process.platform === 'win32') return () => {};
  let isAway = false;
  const goOn = () => {
    isAway = false;
    comeBack();
  };
  const stop = () => {
    isAway = true;
    leave();
    process.off('SIGTSTP', stop);
    process.kill(process.pid, 'SIGTSTP');
    // Here it goes on. At once where there is no shell that could continue it: then no SIGCONT comes.
    process.on('SIGTSTP', stop);
    setImmediate(() => setImmediate(() => isAway && goOn()));
  };
  process.on('SIGTSTP', stop);
  process.on('SIGCONT', goOn);
  return () => {
    process.off('SIGTSTP', stop);
    process.off('SIGCONT', goOn);
  };
}
