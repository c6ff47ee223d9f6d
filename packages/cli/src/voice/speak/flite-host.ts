/**
 * Flite is a command, compiled for WASI. This is the system it runs on: arguments, one folder in memory, a clock. Node's
 * own (`node:wasi`) crashes after a few runs, and would need real files.
 */

import { type WasmInstance, type WasmMemory, type WasmModule, wasm } from './webassembly';

/** What one run left behind. */
export interface Run {
  readonly exit: number;
  /** What it wrote to its standard error and output, as text. */
  readonly said: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** An instance runs once. Making it takes as long as copying its voices, so it is made while nobody waits. */
export class FliteHost {
  readonly #instance: WasmInstance;
  readonly #memory: WasmMemory;
  readonly #open = new Map<number, { readonly file: GrowingFile; at: number }>();
  readonly #files = new Map<string, GrowingFile>();
  readonly #terminal = new GrowingFile();
  #args: readonly Uint8Array[] = [];

  constructor(module: WasmModule) {
    this.#instance = new wasm.Instance(module, { wasi_snapshot_preview1: this.#calls() });
    this.#memory = this.#instance.exports.memory as WasmMemory;
  }

  /** @throws what a broken module throws: WebAssembly.RuntimeError. */
  run(args: readonly string[]): Run {
    this.#args = args.map((arg) => new TextEncoder().encode(`${arg}\0`));
    const exit = this.#start();
    const files = [...this.#files].map(([name, file]) => [name, file.bytes] as const);
    return { exit, said: new TextDecoder().decode(this.#terminal.bytes), files: new Map(files) };
  }

  #start(): number {
    try {
      (this.#instance.exports._start as () => void)();
      return 0;
    } catch (error) {
      if (error instanceof Exited) return error.code;
      throw error;
    }
  }

  // By the names and signatures of WASI preview 1, of which these are all that flite imports.
  #calls() {
    return {
      args_sizes_get: (count: number, size: number) => {
        this.#view().setUint32(count, this.#args.length, true);
        this.#view().setUint32(size, sum(this.#args.map((arg) => arg.length)), true);
        return done;
      },
      args_get: (pointers: number, texts: number) => {
        let at = texts;
        for (const [index, arg] of this.#args.entries()) {
          this.#view().setUint32(pointers + 4 * index, at, true);
          this.#bytes().set(arg, at);
          at += arg.length;
        }
        return done;
      },
      clock_time_get: (_clock: number, _precision: bigint, time: number) => {
        this.#view().setBigUint64(time, process.hrtime.bigint(), true);
        return done;
      },
      fd_close: (fd: number) => (this.#open.delete(fd) ? done : badDescriptor),
      fd_fdstat_get: (fd: number, stat: number) => {
        const type = fd <= 2 ? characterDevice : fd === root ? folder : regularFile;
        if (fd > root && !this.#open.has(fd)) return badDescriptor;
        this.#bytes().fill(0, stat, stat + 24);
        this.#view().setUint8(stat, type);
        this.#view().setBigUint64(stat + 8, everyRight, true);
        this.#view().setBigUint64(stat + 16, everyRight, true);
        return done;
      },
      fd_fdstat_set_flags: () => done,
      fd_prestat_get: (fd: number, stat: number) => {
        if (fd !== root) return badDescriptor;
        this.#view().setUint32(stat, 0, true);
        this.#view().setUint32(stat + 4, rootName.length, true);
        return done;
      },
      fd_prestat_dir_name: (fd: number, name: number) => {
        if (fd !== root) return badDescriptor;
        this.#bytes().set(rootName, name);
        return done;
      },
      fd_read: (fd: number, vectors: number, count: number, read: number) => {
        const open = this.#open.get(fd);
        if (fd > root && !open) return badDescriptor;
        let total = 0;
        for (const target of open ? this.#vectors(vectors, count) : []) {
          const got = open?.file.read(open.at, target) ?? 0;
          if (open) open.at += got;
          total += got;
        }
        this.#view().setUint32(read, total, true);
        return done;
      },
      fd_seek: (fd: number, offset: bigint, whence: number, position: number) => {
        const open = this.#open.get(fd);
        if (!open) return fd <= 2 ? notSeekable : badDescriptor;
        const from = [0, open.at, open.file.length][whence];
        if (from === undefined || from + Number(offset) < 0) return badArgument;
        open.at = from + Number(offset);
        this.#view().setBigUint64(position, BigInt(open.at), true);
        return done;
      },
      fd_write: (fd: number, vectors: number, count: number, written: number) => {
        const terminal = { file: this.#terminal, at: this.#terminal.length };
        const open = fd <= 2 ? terminal : this.#open.get(fd);
        if (!open) return badDescriptor;
        let total = 0;
        for (const source of this.#vectors(vectors, count)) {
          open.file.write(open.at, source);
          open.at += source.length;
          total += source.length;
        }
        this.#view().setUint32(written, total, true);
        return done;
      },
      path_open: (
        _folder: number,
        _lookup: number,
        path: number,
        length: number,
        flags: number,
        _rights: bigint,
        _inheriting: bigint,
        _state: number,
        opened: number,
      ) => {
        const name = new TextDecoder().decode(this.#bytes().subarray(path, path + length));
        const known = this.#files.get(name);
        if (!known && !(flags & create)) return noSuchFile;
        const file = known && !(flags & truncate) ? known : new GrowingFile();
        this.#files.set(name, file);
        const fd = root + 1 + this.#open.size;
        this.#open.set(fd, { file, at: 0 });
        this.#view().setUint32(opened, fd, true);
        return done;
      },
      proc_exit: (code: number) => {
        throw new Exited(code);
      },
    };
  }

  // Made anew each time: they are cut off from the memory when it grows.
  #view(): DataView {
    return new DataView(this.#memory.buffer);
  }

  #bytes(): Uint8Array {
    return new Uint8Array(this.#memory.buffer);
  }

  *#vectors(at: number, count: number): Generator<Uint8Array> {
    for (let index = 0; index < count; index++) {
      const pointer = this.#view().getUint32(at + 8 * index, true);
      const length = this.#view().getUint32(at + 8 * index + 4, true);
      yield this.#bytes().subarray(pointer, pointer + length);
    }
  }
}

class GrowingFile {
  #room = new Uint8Array(1 << 16);
  length = 0;

  get bytes(): Uint8Array {
    return this.#room.subarray(0, this.length);
  }

  read(at: number, target: Uint8Array): number {
    const part = this.bytes.subarray(at, at + target.length);
    target.set(part);
    return part.length;
  }

  write(at: number, source: Uint8Array): void {
    const end = at + source.length;
    if (end > this.#room.length) {
      const larger = new Uint8Array(Math.max(end, 2 * this.#room.length));
      larger.set(this.bytes);
      this.#room = larger;
    }
    this.#room.set(source, at);
    this.length = Math.max(this.length, end);
  }
}

class Exited extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`exit ${code}`);
    this.code = code;
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, next) => total + next, 0);

/** The only folder there is. */
const root = 3;
const rootName = new TextEncoder().encode('/');
const everyRight = (1n << 30n) - 1n;
const [characterDevice, folder, regularFile] = [2, 3, 4];
const [create, truncate] = [1, 8];
const [done, badDescriptor, badArgument, noSuchFile, notSeekable] = [0, 8, 28, 44, 70];
