// Loads one client, and with a URL makes its first call too. Lives here, where the names of the peers mean something.
// `node import-once.mjs [PACKAGE [URL NAME]]`
import { clientNamed } from './clients.mjs';

const [specifier, url, name] = process.argv.slice(2);
if (url) {
  const { make } = await clientNamed(name).load();
  await make(url, 'k').get('550e8400-e29b-41d4-a716-000000000001');
} else if (specifier) {
  await import(specifier);
}
// The end of a process is not what is measured.
process.exit(0);
