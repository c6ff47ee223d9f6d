/** Calls whose way and endpoints are loaded with the first of them. */
import type { Spine } from './call';
import type { CallOptions, Core, Endpoint, Settle } from './endpoint';
import { span } from './span';

/** The endpoints of a resource, and what calls them. */
export interface Loaded {
  readonly spine: Spine;
  readonly table: Readonly<Record<string, Endpoint>>;
}

/**
 * @param deadline of a span that is given none.
 * @param firsts holds the calls that began by loading, since nobody else knows of them yet.
 */
export function lazyCore<Table extends Readonly<Record<string, Endpoint>>>(
  load: () => Promise<Loaded>,
  deadline: number | undefined,
  firsts: Set<Promise<void>>,
): Core<Table> {
  let loaded: Loaded | undefined;
  const endpointOf = ({ table }: Loaded, name: string) => table[name] as Endpoint;

  // Async from end to end, so that an error keeps the frames of who called.
  async function first(
    name: string,
    input: object,
    options?: CallOptions,
    settle?: Settle<unknown>,
  ) {
    const startedAt = performance.now();
    let over = () => {};
    const under = new Promise<void>((resolve) => {
      over = resolve;
    });
    firsts.add(under);
    try {
      loaded = await load();
      return await loaded.spine.call(endpointOf(loaded, name), input, options, settle, startedAt);
    } finally {
      firsts.delete(under);
      over();
    }
  }

  const call = (name: string, input: object, options?: CallOptions, settle?: Settle<unknown>) =>
    loaded === undefined
      ? first(name, input, options, settle)
      : loaded.spine.call(endpointOf(loaded, name), input, options, settle);

  async function* openStream(name: string, input: object, options?: CallOptions) {
    const startedAt = performance.now();
    loaded ??= await load();
    yield* loaded.spine.openStream(endpointOf(loaded, name), input, options, startedAt);
  }

  return {
    call: call as Core<Table>['call'],
    openStream: openStream as Core<Table>['openStream'],
    span: (operation, options = {}) => span(operation, options, deadline),
  };
}
