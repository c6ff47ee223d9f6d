/** A line on stderr that changes while something lasts. Only for a terminal; a file of its own, so that ora is not loaded before. */
import ora from 'ora';

export interface Bar {
  show(text: string): void;
  stop(): void;
}

export function startBar(stream: NodeJS.WriteStream, text: string): Bar {
  // Without a colour of its own: it would ask standard output whether it may have one.
  const spinner = ora({ text, stream, discardStdin: false, color: false }).start();
  return {
    show(next) {
      spinner.text = next;
    },
    stop: () => void spinner.stop(),
  };
}
