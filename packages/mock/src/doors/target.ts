/** A request's target, split without the cost of a URL. */

/** From the root, as it was sent; the query without its `?`. */
export interface Target {
  readonly path: string;
  readonly query: string;
  /** Of a target that is a whole URL, as proxies are asked. */
  readonly authority: string | undefined;
}

/** Takes `/path?query` as well as `http://host/path?query`; nothing is decoded or normalized. */
export function splitTarget(target: string): Target {
  const authority = target.startsWith('/') ? null : /^https?:\/\/([^/?#]*)/i.exec(target);
  const local = authority ? target.slice(authority[0].length) : target;
  const hash = local.indexOf('#');
  const sent = hash < 0 ? local : local.slice(0, hash);
  const mark = sent.indexOf('?');
  const path = mark < 0 ? sent : sent.slice(0, mark);
  return {
    path: path === '' ? '/' : path,
    query: mark < 0 ? '' : sent.slice(mark + 1),
    authority: authority?.[1],
  };
}

const nothing = new URLSearchParams();

/** Most requests have none. */
export function parseQuery(query: string): URLSearchParams {
  return query === '' ? nothing : new URLSearchParams(query);
}
