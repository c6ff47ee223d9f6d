/** A registry of npm on this machine, which has packages that are not what they should be. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { create } from 'tar';
import { newFolder } from './voicectl';

export interface Registry {
  readonly url: string;
  /** Of the tarball that all its packages are. */
  readonly integrity: string;
  /** Paths that were asked for. */
  readonly asked: readonly string[];
  close(): void;
}

export interface RegistryOptions {
  /** How a tarball is sent. Default: whole. */
  readonly send?: ((response: ServerResponse, tarball: Buffer) => void) | undefined;
  /** Answers with this status in place of everything. */
  readonly status?: number | undefined;
}

export async function startRegistry({ send, status }: RegistryOptions = {}): Promise<Registry> {
  const tarball = await somePackage();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '');
    asked.push(path);
    if (status !== undefined) {
      response.writeHead(status, { 'content-type': 'application/json' }).end('{"error":"no"}');
    } else if (path.endsWith('.tgz')) {
      if (send) send(response, tarball);
      else response.end(tarball);
    } else response.end(JSON.stringify(packument(path.slice(1), url, tarball)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    integrity: integrityOf(tarball),
    asked,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** It announces what it sends, so that npm itself is content. */
function packument(name: string, url: string, tarball: Buffer) {
  const versions = ['0.1.29', '1.13.8', '0.3.5'].map((version) => {
    const dist = {
      tarball: `${url}/${name}/-/${version}.tgz`,
      integrity: integrityOf(tarball),
      shasum: createHash('sha1').update(tarball).digest('hex'),
    };
    return [version, { name, version, dist }];
  });
  return { name, 'dist-tags': { latest: '0.1.29' }, versions: Object.fromEntries(versions) };
}

function integrityOf(tarball: Buffer): string {
  return `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
}

async function somePackage(): Promise<Buffer> {
  const cwd = newFolder();
  mkdirSync(join(cwd, 'package'));
  writeFileSync(join(cwd, 'package', 'package.json'), '{"name":"other","version":"1.0.0"}');
  const parts: Buffer[] = [];
  for await (const part of create({ cwd, gzip: true }, ['package'])) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

/** A cache of ours and one of npm's that hold nothing yet. */
export function surroundings(registry?: string | undefined) {
  const cache = newFolder();
  const env = {
    XDG_CACHE_HOME: cache,
    VOICECTL_UPDATE_NOTICE: 'off',
    ...(registry === undefined
      ? {}
      : { npm_config_registry: registry, npm_config_cache: newFolder() }),
  };
  return { env, kept: join(cache, 'voicectl') };
}

/** What is there besides locks. */
export const contents = (folder: string) =>
  existsSync(folder) ? readdirSync(folder).filter((name) => name !== 'update.json') : [];

export async function withRegistry<T>(
  options: RegistryOptions,
  work: (registry: Registry) => Promise<T>,
) {
  const registry = await startRegistry(options);
  try {
    return await work(registry);
  } finally {
    registry.close();
  }
}
