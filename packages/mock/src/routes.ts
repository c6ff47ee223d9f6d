/** Which of some routes a request takes: one function, compiled where the runtime allows it. */
import { addRoute, createRouter, findRoute } from 'rou3';
import { compileRouter } from 'rou3/compiler';

/** A route's method, its path with `:names`, and what it leads to. */
export type RouteLine<T> = readonly [method: string, path: string, target: T];

export type FindRoute<T> = (
  method: string,
  path: string,
) => { readonly data: T; readonly params?: Readonly<Record<string, string>> } | undefined;

export function routesOf<T>(lines: Iterable<RouteLine<T>>): FindRoute<T> {
  const router = createRouter<T>();
  for (const [method, path, target] of lines) addRoute(router, method, path, target);
  try {
    return compileRouter(router);
  } catch {
    // Where code may not be made of text, as in a page with a strict policy.
    return (method, path) => findRoute(router, method, path);
  }
}
