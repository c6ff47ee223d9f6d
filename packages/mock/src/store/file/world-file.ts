/** A file of worlds: reads what is new in it, writes behind what is there, and makes it anew when most of it is old. */
import { open } from 'node:fs/promises';
import type { Change } from '../../state/state';
import { deltaOf } from '../delta';
import { Turns } from '../turns';
import { holding } from './hold';
import { heading, type Line, written } from './lines';
import { Memory } from './memory';
import { bytesOf, isSame, type Look, look, replace, writeBehind } from './place';
import { inWords } from './reasons';
import { type Piece, split } from './split';

/** How far the file has been read. */
interface Mark {
  /** How the file was then; undefined when there was none. */
  readonly look: Look | undefined;
  readonly end: number;
  /** The last bytes before the end, to tell a file that has grown from another one. */
  readonly tail: Buffer;
  readonly lines: number;
  /** Whether the last line still lacks its end. */
  readonly isOpen: boolean;
  /** How many changes there are in it, old ones included. */
  readonly changes: number;
}

const nothing = { end: 0, tail: Buffer.alloc(0), lines: 0, isOpen: false, changes: 0 };

/** More changes than this are no line, but a new file. */
const mostInLine = 5000;
/** A smaller file is never worth being made anew. */
const fewOldChanges = 1000;

export class WorldFile {
  readonly file: string;
  readonly memory = new Memory();
  /** Reading and writing. */
  readonly #turns = new Turns();
  /** Having the file to itself. */
  readonly #holders = new Turns();
  #isOurs = () => false;
  #mark: Mark | undefined;
  /** A file that could not be made anew is left to grow for a while. */
  #mostOldChanges = fewOldChanges;

  constructor(file: string) {
    this.file = file;
  }

  /** Reads what others have written. */
  async fresh(): Promise<void> {
    try {
      if (this.#mark && isSame(await look(this.file), this.#mark.look)) return;
      await this.#turns.take(() => this.#load());
    } catch (error) {
      throw inWords(this.file, error);
    }
  }

  /** Keeps other writers out meanwhile. */
  async alone<T>(work: () => Promise<T>, isWanted = () => true): Promise<T> {
    const ours = (isOurs: () => boolean) => {
      this.#isOurs = isOurs;
      return work();
    };
    try {
      return await this.#holders.take(() => holding(this.file, ours, isWanted));
    } catch (error) {
      throw inWords(this.file, error);
    }
  }

  /** Keeps changes to a world; false when they were made on what is no longer the latest. */
  append(world: string, changes: readonly Change[], ranOn: number): Promise<boolean> {
    return this.#turns.take(async () => {
      const { state, start, isKept } = this.memory.at(world);
      if (state.changes !== ranOn || !(await this.#isLatest())) return false;
      const delta = deltaOf(isKept ? changes : [{ whole: start.snapshot() }, ...changes]);
      await this.#write({ world, delta });
      this.memory.keep(world).state.apply(changes);
      return true;
    });
  }

  /** Forgets a world. */
  remove(world: string): Promise<void> {
    return this.alone(async () => {
      await this.fresh();
      await this.#turns.take(async () => {
        if (!this.memory.names().includes(world)) return;
        if (!(await this.#isLatest())) throw compromised();
        await this.#write({ world });
        this.memory.take({ world });
      });
    });
  }

  /** Whoever was taken for dead must not write over what others wrote since. */
  async #isLatest(): Promise<boolean> {
    if (!this.#isOurs()) throw compromised();
    return isSame(await look(this.file), this.#mark?.look);
  }

  async #load(): Promise<void> {
    const now = await look(this.file);
    const mark = this.#mark;
    if (mark && isSame(now, mark.look)) return;
    if (now === undefined) {
      this.memory.replace([]);
      this.#mark = { ...nothing, look: undefined };
      return;
    }
    const handle = await open(this.file, 'r');
    try {
      const opened = await handle.stat({ bigint: true });
      const size = Number(opened.size);
      if (mark && opened.ino === mark.look?.ino && size > mark.end) {
        const from = mark.end - mark.tail.length;
        const bytes = await bytesOf(handle, from, size);
        if (this.#loadRest(mark, bytes, opened)) return;
      }
      const bytes = await bytesOf(handle, 0, size);
      const piece = split(bytes, 0);
      this.memory.replace(piece.lines);
      this.#mark = marked({ ...nothing, look: opened }, bytes, 0, piece);
    } finally {
      await handle.close();
    }
  }

  /** @returns false when the file has not just grown. */
  #loadRest(mark: Mark, bytes: Buffer, now: Look): boolean {
    const { length } = mark.tail;
    if (!bytes.subarray(0, length).equals(mark.tail)) return false;
    if (mark.isOpen && bytes[length] !== lineFeed) return false;
    const from = length + Number(mark.isOpen);
    const piece = split(bytes.subarray(from), mark.lines);
    for (const line of piece.lines) this.memory.take(line);
    this.#mark = marked({ ...mark, look: now }, bytes, from, piece);
    return true;
  }

  async #write(line: Line): Promise<void> {
    const mark = this.#mark;
    const added = line.delta?.changes.length ?? 0;
    if (mark?.look === undefined || added > mostInLine) return this.#writeAnew(line);
    const size = this.memory.size;
    if (mark.changes - size > Math.max(size, this.#mostOldChanges)) {
      try {
        await this.#writeAnew(line);
        this.#mostOldChanges = fewOldChanges;
        return;
      } catch {
        this.#mostOldChanges = mark.changes;
      }
    }
    const bytes = Buffer.from(`${mark.isOpen ? '\n' : ''}${written(line)}\n`);
    this.#mark = {
      look: await writeBehind(this.file, mark.end, bytes),
      end: mark.end + bytes.length,
      tail: tailOf(bytes, bytes.length),
      lines: mark.lines + 1,
      isOpen: false,
      changes: mark.changes + added,
    };
  }

  async #writeAnew(last: Line): Promise<void> {
    let lines = 1;
    let changes = 0;
    function* texts(from: Iterable<Line>) {
      yield `${heading}\n`;
      for (const line of from) {
        lines++;
        changes += line.delta?.changes.length ?? 0;
        yield `${written(line)}\n`;
      }
    }
    const mode = Number(this.#mark?.look?.mode ?? 0o600n) & 0o777;
    const { look, tail } = await replace(this.file, texts(this.memory.lines(last)), mode);
    const end = Number(look.size);
    this.#mark = { look, end, tail: tailOf(tail, tail.length), lines, isOpen: false, changes };
  }
}

const lineFeed = 10;

function marked(mark: Mark, bytes: Buffer, from: number, piece: Piece): Mark {
  const changes = piece.lines.reduce((sum, { delta }) => sum + (delta?.changes.length ?? 0), 0);
  const end = from + piece.end;
  return {
    look: mark.look,
    end: mark.end - mark.tail.length + end,
    tail: tailOf(bytes, end),
    lines: mark.lines + piece.count,
    isOpen: piece.isOpen,
    changes: mark.changes + changes,
  };
}

/** A copy, so that the rest can go. */
function tailOf(bytes: Buffer, end: number): Buffer {
  return Buffer.from(bytes.subarray(Math.max(0, end - 64), end));
}

function compromised(): Error {
  return Object.assign(new Error('The file is no longer ours'), { code: 'ECOMPROMISED' });
}
