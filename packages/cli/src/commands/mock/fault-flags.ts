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
  ['latency', '<ms>', 'value', 'how long it takes; 100-300 is a range'],
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

/** @throws UsageError where the same is said twice, or what looks like JSON is none. */
export function faultFrom(
  short: string | undefined,
  options: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const fault = short === undefined ? {} : shortFault(short);
  for (const [name, , kind] of flags) {
    const given = options[name];
    if (given === undefined) continue;
    if (Object.hasOwn(fault, name)) throw twice(name);
    fault[name] = kind === 'value' ? valueIn(name, String(given)) : given;
  }
  return fault;
}

/**
 * JSON, or what a request may carry in `x-voicectl-fault`: `status=503; retryAfter=2`, `html; status=502`,
 * `latency=100-300; reset=after`.
 */
export function shortFault(text: string): Record<string, unknown> {
  if (text.trim().startsWith('{')) return fromJson(text);
  const fault: Record<string, unknown> = {};
  for (const part of text.split(';').map((piece) => piece.trim())) {
    if (part === '') continue;
    const [, name = '', value] = /^([^=]*)(?:=(.*))?$/s.exec(part) ?? [];
    const key = name.trim();
    if (Object.hasOwn(fault, key)) throw twice(key);
    Object.defineProperty(fault, key, {
      value: value === undefined ? true : valueIn(key, value.trim()),
      enumerable: true,
      writable: true,
    });
  }
  return fault;
}

function fromJson(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`The fault is not valid JSON: ${(error as Error).message}`);
  }
}

function valueIn(name: string, text: string): unknown {
  const range = name === 'latency' ? /^(\d+)-(\d+)$/.exec(text) : null;
  if (range) return { min: Number(range[1]), max: Number(range[2]) };
  if (text === 'true' || text === 'false') return text === 'true';
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

function twice(name: string): UsageError {
  return new UsageError(`${name} is given twice`, 'Leave one of them out.');
}
