/** The inspector in the browser: which world and which view, and what keeps both up to date. */
import { agentsView, type Transitions } from './agents';
import { type App, hideNotice, type Summary, say, sayFailure, type View } from './app';
import { chatView } from './chat';
import { contentsView } from './contents';
import { button, byId, input, section, select, setOptions, settled } from './dom';
import { faultsView } from './faults';
import { goalsView } from './goals';
import { journalView } from './journal';
import { listen } from './live';
import { credentials, keepCredentials, steer, steerWorld } from './server';

const pollMs = 3000;
const { transitions } = JSON.parse(section('contract').textContent ?? '') as {
  transitions: Transitions;
};
const place = { world: 'default', view: 'agents' };
const worldList = select('world');

const app: App = {
  get world() {
    return place.world;
  },
  steer: (method, path, body) => steerWorld(place.world, method, path, body),
  changed: () => refresh(),
  go: (view, world = place.world) => {
    location.hash = `#/${world}/${view}`;
    // The event comes later, and until then the page would look at what it has left.
    route();
  },
  async attempt(done, what) {
    hideNotice();
    try {
      await what();
      say(done);
      await refresh();
      return true;
    } catch (error) {
      sayFailure(error);
      await refresh().catch(() => {});
      return false;
    }
  },
  chatWith(id, name) {
    app.go('chat');
    chat.choose(id, name);
  },
};

const chat = chatView(app);
const contents = contentsView(app);
const views: Readonly<Record<string, View>> = {
  agents: agentsView(app, transitions),
  goals: goalsView(app),
  journal: journalView(app),
  faults: faultsView(app),
  chat,
  contents,
};
const all = Object.values(views);

let lastSummary = '';

async function refresh(): Promise<void> {
  await Promise.all([summarize(), views[place.view]?.refresh()]);
}

/** @returns whether anything is other than it was. */
async function summarize(): Promise<boolean> {
  const { world } = place;
  const summary = await app.steer<Summary>('GET', '');
  if (world !== place.world) return false;
  const { agents, goals, faults } = summary;
  count('agents', agents.draft + agents.active + agents.archived);
  count('goals', goals);
  count('faults', faults);
  contents.show(summary);
  const seen = JSON.stringify({ ...summary, clock: summary.clock.at });
  const isNew = seen !== lastSummary;
  lastSummary = seen;
  return isNew;
}

function count(name: string, value: number): void {
  const place = document.querySelector(`nav [data-count="${name}"]`);
  if (place) place.textContent = value.toLocaleString('en');
}

async function nameWorlds(): Promise<void> {
  const names = (await steer<{ name: string }[]>('GET', '/worlds')).map(({ name }) => name);
  const known = [...new Set(['default', place.world, ...names])];
  setOptions(
    worldList,
    known.map((name) => [name, name]),
  );
  worldList.value = place.world;
}

/** Changes that nobody told the page of: another program steers the mock, too. */
async function poll(): Promise<void> {
  if (document.hidden) return;
  try {
    if (await summarize()) await views[place.view]?.refresh();
  } catch {
    // The connection's own state says it.
  }
}

function show(view: string): void {
  place.view = view in views ? view : 'agents';
  for (const name of Object.keys(views)) section(name).hidden = name !== place.view;
  for (const link of document.querySelectorAll<HTMLAnchorElement>('nav a')) {
    const { view: to = '' } = link.dataset;
    link.href = `#/${place.world}/${to}`;
    if (to === place.view) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  document.title = `${document.querySelector('nav [aria-current]')?.firstChild?.textContent?.trim()} · ${place.world} · voicectl mock`;
}

/** The address says which world and view: it can be kept, shared and gone back to. */
function route(): void {
  const [, world = '', view = ''] = /^#\/([\w.-]+)\/(\w+)$/.exec(location.hash) ?? [];
  const isOther = world !== '' && world !== place.world;
  if (isOther) place.world = world;
  show(view);
  if (isOther) for (const each of all) each.entered?.();
  refresh().catch(sayFailure);
  if (isOther) nameWorlds().catch(sayFailure);
}

const refreshSoon = settled(() => void refresh().catch(() => {}), 100);

listen({
  heard(entry) {
    for (const each of all) each.heard?.(entry);
    if (entry.world === place.world) refreshSoon();
    if (![...worldList.options].some(({ value }) => value === entry.world)) {
      nameWorlds().catch(() => {});
    }
  },
  missed() {
    for (const each of all) each.missed?.();
    refreshSoon();
    nameWorlds().catch(() => {});
  },
  state(state) {
    const line = section('connection');
    line.dataset.state = state;
    const words = state === 'live' ? 'Live' : 'Reconnecting…';
    if (line.textContent !== words) line.textContent = words;
  },
});

const worldDialog = byId('world-dialog', HTMLDialogElement);
button('new-world').addEventListener('click', () => {
  input('world-name').value = '';
  worldDialog.showModal();
});
button('world-cancel').addEventListener('click', () => worldDialog.close());
byId('world-form', HTMLFormElement).addEventListener('submit', async (event) => {
  event.preventDefault();
  const name = input('world-name').value.trim();
  worldDialog.close();
  // A world is made when it is first asked for.
  if (await app.attempt(`${name} is ready.`, () => steerWorld(name, 'GET', ''))) {
    app.go(place.view, name);
  }
});

const keys = byId('credentials-dialog', HTMLDialogElement);
button('credentials').addEventListener('click', () => {
  const { apiKey, token } = credentials();
  input('api-key').value = apiKey;
  input('token').value = token;
  keys.showModal();
});
button('credentials-cancel').addEventListener('click', () => keys.close());
byId('credentials-form', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault();
  keepCredentials({ apiKey: input('api-key').value.trim(), token: input('token').value.trim() });
  keys.close();
  say('The credentials are kept for this tab.');
});

// What scrolls must be reached by keyboard, in every browser.
for (const id of ['chat-log', 'record-json']) section(id).tabIndex = 0;

byId('skip', HTMLAnchorElement).addEventListener('click', (event) => {
  event.preventDefault();
  section('main').focus();
});
worldList.addEventListener('change', () => app.go(place.view, worldList.value));
window.addEventListener('hashchange', route);
document.addEventListener('visibilitychange', () => void poll());
setInterval(() => void poll(), pollMs);
route();
