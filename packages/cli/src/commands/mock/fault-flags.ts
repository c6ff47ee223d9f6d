/** A fault from flags and from its short form. The mock judges it; here it only becomes data. */
import { type Command, Option } from 'commander';
import { UsageError } from '../../failure';

/** How a flag's text is meant. */
type Kind = 'value' | 'text' | 'switch' | 'list';

/** The fields of a fault that fit on a line; `drift` and `headers` need JSON. */
const flags: readonly (readonly [name: string, hint: string, kind: Kind, summary: string])[] = [
  ['operation', '<name>', 'list', 'agents.get, agents.*, *; may come again; default: all'],
  ['id', '<id>', 'text', 'only about this agent or goal'],
  ['after', '<number>', 'value', 'so many pass before the first that is met'],
  ['times', '<number>', 'value', 'so many are met; then it is over'],
  ['probability', '<number>', 'value', 'how likely it is that one is met, 0 to 1'],
  ['seed', '<text>', 'text', 'what decides when chance does'],
  ['latency', '<ms>', 'value', 'how long it takes; 100-300 is any of a range'],
  ['status', '<code>', 'value', 'of an answer that is made up'],
  ['body', '<text>', 'text', 'its body'],
  ['html', '', 'switch', 'a web page for its body'],
  ['retryAfter', '<seconds>', 'value', '429 with this header'],
  ['acts', '', 'switch', 'the platform acts all the same'],
  ['reset', '<when>', 'text', 'breaks the connection: before or after the platform has acted'],
  ['truncate', '<bytes>', 'value', 'breaks off in the body'],
  ['stall', '<bytes>', 'value', 'falls silent in the body'],
  ['drop', '<tokens>', 'value', 'breaks a stream off after so many tokens'],
  ['malformed', '', 'switch', 'JSON without its last character'],
];

export function addFaultFlags(command: Command): Command {
  for (const [name, hint, kind, summary] of flags) {
    const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const option = new Option(`--${flag} ${hint}`.trim(), summary);
    command.addOption(kind === 'list' ? option.argParser(collected) : option);
  }
  return command;
}

function collected(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** @throws UsageError where the same is said twice, or the short form makes no sense. */
export async function faultFrom(
  short: string | undefined,
  options: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const { readShort } = await import('@voicectl/mock');
  const fault = short === undefined ? {} : refusing(() => readShort(short));
  for (const [name, , kind] of flags) {
    const given = options[name];
    if (given === undefined) continue;
    if (Object.hasOwn(fault, name)) {
      throw new UsageError(`${name} is given twice`, 'Leave one of them out.');
    }
    const text = String(given);
    // Of a flag it is known where its value ends.
    const isPlain = kind !== 'value' || /[;,]/.test(text);
    fault[name] = isPlain ? given : readShort(`${name}=${text}`)[name];
  }
  return fault;
}

function refusing<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new UsageError(
      (error as Error).message.replace(': is ', ' is '),
      "It looks like 'status=503; retryAfter=2', or is JSON.",
    );
  }
}
