// The live view: reads /api/state and /api/events, and draws each call with its messages under it. What comes from outside is
// only ever put in as text. The token, if there is one, is in a variable of this module and nowhere else.

const MOST_CALLS = 200;
const MOST_MESSAGES = 200; // of one call
const MOST_NOTICES = 100;
const DRAW_EVERY = 200; // ms
const STATE_EVERY = 2_000; // ms
const LONGEST_PAUSE = 5_000; // ms

const REASONS = {
  '-31001': 'the server has gone', '-31002': 'the server did not answer in time', '-31003': 'the server broke the protocol',
  '-31004': 'too much at once', '-31005': 'Tieline is ending', '-31006': 'the client did not answer the question',
  '-31007': 'the session with the server was lost', '-32700': 'no JSON', '-32600': 'no valid request', '-32601': 'no such method',
  '-32602': 'wrong parameters, or no such tool', '-32603': 'a fault inside', '-32002': 'no such resource',
  '-32042': 'the user must visit a URL first', '-32020': 'headers and body differ', '-32021': 'the client cannot do what is needed',
  '-32022': 'revision of the protocol not spoken',
};

const OUTCOMES = ['running', 'asking', 'parked', 'result', 'tool error', 'error', 'cancelled', 'abandoned', 'unknown'];

const $ = (id) => document.getElementById(id);
const calls = new Map(); // by key; the oldest first
const notices = [];
let generation = 0;
let token;
let instance;
let lastEvent;
let state = { servers: [], sessions: [], calls: [] };
let absent = new Set();
let selected;
let paused = false;

// What happens.

const key = (number) => `${generation}:${number}`;

function callOf(event) {
  let call = calls.get(key(event.call));
  if (call) return call;
  const { call: number, method, target, session, revision, client, principal } = event;
  call = {
    key: key(number), number, method, target, session, revision, client, principal, began: event.atMs, servers: new Set(),
    messages: [], questions: new Set(), asked: 0, answered: 0, progress: 0, logged: 0, overflow: 0, parked: false, isNew: true, drawn: 0,
  };
  calls.set(call.key, call);
  if (calls.size > MOST_CALLS) forget(calls.values().next().value);
  return call;
}

function forget(call) {
  calls.delete(call.key);
  call.item?.remove();
  if (selected === call) select(undefined);
}

function say(call, event, path, text, mark = '') {
  if (call.messages.length >= MOST_MESSAGES) call.overflow++;
  else call.messages.push({ at: event.atMs - call.began, path, text, mark, server: event.server });
}

const error = (code) => `error ${code}${REASONS[code] ? `: ${REASONS[code]}` : ''}`;

/** What each kind of event means for its call. A path is [from, to]; one end alone is Tieline's own doing. */
const KINDS = {
  began: (call, event) => say(call, event, ['client', 'tieline'], [event.method, event.target].filter(Boolean).join(' ')),
  routed: (call, event) => call.servers.add(event.server),
  left: (call, event) => {
    call.servers.add(event.server);
    say(call, event, ['tieline', 'server'], `${event.method} to ${event.server}`);
  },
  asked: (call, event) => {
    call.asked++;
    call.questions.add(event.question);
    say(call, event, ['server', 'client'], `question ${event.question}: ${event.asks}`);
  },
  answered: (call, event) => {
    call.answered++;
    call.questions.delete(event.question);
    say(call, event, ['client', 'server'], `answer to question ${event.question}: ${event.outcome}, after ${event.tookMs} ms`);
  },
  withdrawn: (call, event) => {
    call.questions.delete(event.question);
    say(call, event, ['tieline'], `question ${event.question} withdrawn`, 'note');
  },
  told: (call, event) => {
    if (event.what === 'notifications/progress') call.progress++;
    if (event.what === 'notifications/message') call.logged++;
    say(call, event, ['server', 'client'], event.what);
  },
  parked: (call, event) => {
    call.parked = true;
    say(call, event, ['tieline', 'client'], `input required, round ${event.round}`);
  },
  resumed: (call, event) => {
    call.parked = false;
    say(call, event, ['client', 'tieline'], `comes back, round ${event.round}`);
  },
  returned: (call, event) => say(call, event, ['server', 'tieline'], `answer of ${event.server}, after ${event.tookMs} ms`),
  failed: (call, event) => say(call, event, ['server', 'tieline'], `${event.server}: ${error(event.code)}`, 'bad'),
  finished: (call, event) => {
    const failed = event.outcome === 'error';
    end(call, event.isError ? 'tool error' : event.outcome, event.tookMs);
    call.code = failed ? event.code : undefined;
    say(call, event, event.outcome === 'result' || failed ? ['tieline', 'client'] : ['tieline'],
      `${failed ? error(event.code) : call.outcome}, after ${event.tookMs} ms`, failed || event.isError ? 'bad' : '');
  },
};

function end(call, outcome, took) {
  call.outcome = outcome;
  call.took = took;
  call.questions.clear();
}

function notice(at, kind, text) {
  notices.unshift({ at, kind, text });
  notices.length = Math.min(notices.length, MOST_NOTICES);
}

function happened(kind, event) {
  if (kind in KINDS) {
    const call = callOf(event);
    if (!call.messages.length && kind !== 'began') say(call, event, ['tieline'], 'what was before was not seen', 'note');
    KINDS[kind](call, event);
    call.changed = true;
  } else if (kind === 'missed') {
    notice(Date.now(), 'bad', `This page has missed ${event.events} events: they came faster than it reads`);
  } else if (kind === 'left_out') {
    notice(Date.now(), '', `${event.events} events were left out: of so many calls one in ${event.oneCallIn} is shown`);
  } else if (kind === 'incident') {
    const ordinary = event.what === 'session_began' || event.what === 'session_ended';
    notice(event.atMs, ordinary ? '' : 'bad', `${event.server}: ${words(event.what)}${event.reason ? ` (${event.reason})` : ''}`);
  } else if (kind === 'counted') {
    notice(event.atMs, 'bad', `${words(event.what)}: ${event.detail}`);
  } else if (kind === 'refused') {
    notice(event.atMs, 'bad', `refused: ${event.method} ${event.target} of ${event.client}, ${error(event.code)}`);
  }
  draw();
}

const words = (constant) => String(constant).replaceAll('_', ' ');
const status = (call) => call.outcome ?? (call.parked ? 'parked' : call.questions.size > 0 ? 'asking' : 'running');

// The connection.

class Refused extends Error {}

async function get(path, headers = {}) {
  const response = await fetch(path, {
    headers: token === undefined ? headers : { ...headers, Authorization: `Bearer ${token}` },
    cache: 'no-store', credentials: 'omit',
  });
  if (response.status === 401) throw new Refused();
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response;
}

async function readState() {
  const now = await (await get('/api/state')).json();
  if (now.began !== instance) {
    if (instance !== undefined) anotherGateway();
    instance = now.began;
  }
  state = now;
  const inFlight = new Set();
  for (const shown of now.calls) {
    inFlight.add(key(shown.call));
    if (calls.has(key(shown.call))) continue;
    const call = callOf({ ...shown, atMs: Date.now() - shown.ageMs });
    call.servers = new Set(shown.servers);
    call.parked = shown.state === 'parked';
    say(call, { atMs: call.began }, ['tieline'], 'began before this page looked', 'note');
    call.changed = true;
  }
  // A call whose end was missed: it is not there twice.
  const gone = [...calls.values()].filter((call) => !call.outcome && !inFlight.has(call.key));
  for (const call of gone.filter((one) => absent.has(one.key))) lose(call, 'its end was not seen');
  absent = new Set(gone.map((call) => call.key));
  draw();
}

function anotherGateway() {
  for (const call of calls.values()) if (!call.outcome) lose(call, 'the gateway has ended');
  generation++;
  lastEvent = undefined;
  notice(Date.now(), 'bad', 'The gateway was started again');
}

function lose(call, why) {
  end(call, 'unknown');
  say(call, { atMs: Date.now() }, ['tieline'], why, 'note');
  call.changed = true;
}

async function readEvents() {
  const response = await get('/api/events?sampled', lastEvent === undefined ? {} : { 'Last-Event-ID': lastEvent });
  show('live', 'Live');
  readState().catch(() => {});
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (let { value, done } = await reader.read(); !done; { value, done } = await reader.read()) {
    const events = (text + value).split('\n\n');
    text = events.pop();
    for (const event of events) readEvent(event);
  }
}

function readEvent(text) {
  const fields = {};
  for (const line of text.split('\n')) {
    const colon = line.indexOf(': ');
    if (colon > 0) fields[line.slice(0, colon)] = line.slice(colon + 2);
  }
  if (fields.data === undefined) return;
  lastEvent = fields.id;
  happened(fields.event, JSON.parse(fields.data));
}

async function connect() {
  for (let wait = 250; ; wait = Math.min(2 * wait, LONGEST_PAUSE)) {
    try {
      await readState();
      wait = 250;
      await readEvents();
    } catch (problem) {
      if (problem instanceof Refused) return askForToken();
    }
    show('away', 'The gateway is away; this page looks for it again and again');
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

function askForToken() {
  show('away', token === undefined ? 'The admin address wants its token' : 'That was not the token');
  token = undefined;
  $('token-form').hidden = false;
  $('token').value = '';
  $('token').focus();
}

function show(kind, text) {
  if ($('status').textContent === text) return;
  $('status').className = kind;
  $('status').textContent = text;
}

// Drawing, at most a few times a second, and only what has changed.

function element(name, text, kind) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

let drawing;
function draw() {
  drawing ??= setTimeout(() => {
    drawing = undefined;
    drawSides();
    if (!paused) drawCalls();
  }, DRAW_EVERY);
}

function drawSides() {
  $('servers').replaceChildren(...state.servers.map((server) => {
    const item = element('li', `${server.name}: ${server.state}`, server.state);
    const more = [`${server.sessions} sessions`];
    if (server.losses > 0) more.push(`${server.losses} lost`);
    if (server.failure) more.push(server.failure);
    item.append(element('br'), element('small', more.join(', ')));
    return item;
  }));
  $('sessions').replaceChildren(...state.sessions.map((session) => {
    const item = element('li', `${session.client ?? 'a client'} ${session.session}`);
    item.append(element('br'), element('small', `${session.principal}, ${session.revision}, ${session.inFlight} in flight`));
    return item;
  }));
  $('notices').replaceChildren(...notices.map(({ at, kind, text }) => {
    const item = element('li', text, kind);
    item.prepend(element('small', `${new Date(at).toLocaleTimeString()} `));
    return item;
  }));
  const known = [...calls.values()];
  choices('filter-server', [...state.servers.map(({ name }) => name), ...known.flatMap((call) => [...call.servers])]);
  choices('filter-session', [...state.sessions.map(({ session }) => session), ...known.map(({ session }) => session)].filter(Boolean));
}

/** Fills a filter; what is chosen stays. */
function choices(id, values) {
  const wanted = [...new Set([...values, $(id).value])].filter((value) => value !== '').sort();
  const there = [...$(id).options].slice(1).map(({ value }) => value);
  if (wanted.join('\n') === there.join('\n')) return;
  const chosen = $(id).value;
  $(id).replaceChildren($(id).options[0], ...wanted.map((value) => Object.assign(element('option', value), { value })));
  $(id).value = chosen;
}

function drawCalls() {
  for (const call of calls.values()) {
    if (call.isNew) place(call);
    if (call.changed) drawCall(call);
  }
  filter();
  if (selected) drawFacts(selected);
}

function place(call) {
  call.isNew = false;
  call.item = element('li', undefined, 'call');
  call.item.dataset.call = call.number;
  call.button = element('button');
  call.button.type = 'button';
  call.button.setAttribute('aria-controls', 'details');
  call.button.setAttribute('aria-expanded', 'false');
  call.button.addEventListener('click', () => select(selected === call ? undefined : call));
  call.lanes = element('div', undefined, 'lanes');
  call.lanes.setAttribute('aria-hidden', 'true');
  call.list = element('ol', undefined, 'messages');
  call.list.setAttribute('aria-label', `Messages of call ${call.number}`);
  call.item.append(call.button, call.lanes, call.list);
  $('calls').prepend(call.item);
}

function drawCall(call) {
  call.changed = false;
  const now = status(call);
  call.item.className = `call ${now === 'tool error' || now === 'error' ? 'bad' : now === 'asking' ? 'asking' : ''}`;
  call.button.replaceChildren(
    element('span', `#${call.number}`, 'number'),
    element('span', call.target || call.method, 'name'),
    element('span', [...call.servers].join(', ')),
    element('span', call.took === undefined ? now : `${now}, ${call.took} ms`, 'outcome'));
  call.lanes.replaceChildren(...[call.client, 'Tieline', [...call.servers].join(', ') || '–'].map((name) => element('span', name)));
  while (call.drawn < call.messages.length) call.list.append(message(call.messages[call.drawn++]));
}

const LANES = ['client', 'tieline', 'server'];

function message({ at, path, text, mark }) {
  const [from, to] = path.map((lane) => LANES.indexOf(lane));
  const reach = to === undefined ? 'own' : Math.abs(from - to) === 2 ? 'whole' : Math.min(from, to) === 0 ? 'near' : 'far';
  const item = element('li', undefined, `${reach} ${to === undefined ? '' : to > from ? 'right' : 'left'}`);
  const arrow = element('div', undefined, `arrow ${mark}`);
  const label = element('span', text);
  label.title = `after ${at} ms`;
  arrow.append(element('span', to === undefined ? 'Tieline: ' : `${path[0]} to ${path[1]}: `, 'unseen'), label);
  item.append(arrow);
  return item;
}

function filter() {
  const server = $('filter-server').value;
  const session = $('filter-session').value;
  const tool = $('filter-tool').value.trim().toLowerCase();
  const outcome = $('filter-outcome').value;
  let shown = 0;
  for (const call of calls.values()) {
    if (!call.item) continue;
    const fits = (!server || call.servers.has(server)) && (!session || call.session === session)
      && (!tool || `${call.method} ${call.target}`.toLowerCase().includes(tool)) && (!outcome || status(call) === outcome);
    call.item.hidden = !fits;
    if (fits) shown++;
  }
  const most = calls.size >= MOST_CALLS ? `, the latest ${MOST_CALLS}` : '';
  $('count').textContent = calls.size === 0 ? 'No call yet.' : `${shown} of ${calls.size} calls${most}`;
}

function select(call) {
  const before = selected;
  selected = call;
  before?.button?.setAttribute('aria-expanded', 'false');
  $('details').hidden = !call;
  if (call) {
    call.button.setAttribute('aria-expanded', 'true');
    drawFacts(call);
  } else if (before?.button?.isConnected && $('details').contains(document.activeElement)) {
    before.button.focus();
  }
}

function drawFacts(call) {
  const facts = [
    ['Method', call.method], ['Target', call.target], ['Servers', [...call.servers].join(', ')],
    ['Client', call.client], ['Session', call.session], ['Revision', call.revision], ['Principal', call.principal],
    ['Began', new Date(call.began).toLocaleString()], ['State', status(call)], ['Took', call.took === undefined ? '' : `${call.took} ms`],
    ['Error', call.code === undefined ? '' : error(call.code)], ['Questions', `${call.asked}, ${call.answered} answered`],
    ['Progress', `${call.progress}`], ['Log', `${call.logged}`],
    ['Messages', `${call.messages.length}${call.overflow ? `, and ${call.overflow} more that are not drawn` : ''}`],
    ['Times', call.messages.map(({ at, text }) => `${at} ms ${text}`).join('; ')],
  ].filter(([, value]) => value);
  const text = facts.flat().join('\n');
  if ($('facts').dataset.text === text) return;
  $('facts').dataset.text = text;
  $('details-title').textContent = `Call ${call.number}`;
  $('facts').replaceChildren(...facts.flatMap(([name, value]) => [element('dt', name), element('dd', value)]));
}

// What the user does.

function step(forward) {
  const buttons = [...$('calls').querySelectorAll('li.call:not([hidden]) > button')];
  const at = buttons.indexOf(document.activeElement);
  buttons[at < 0 ? 0 : Math.max(0, Math.min(buttons.length - 1, at + (forward ? 1 : -1)))]?.focus();
}

function pause() {
  paused = !paused;
  $('pause').setAttribute('aria-pressed', String(paused));
  $('pause').textContent = paused ? 'Go on' : 'Pause';
  draw();
}

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') return select(undefined);
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches('input, select')) return;
  if (event.key === 'p' || event.key === 'P') pause();
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  if (event.target === $('notices')) return;
  event.preventDefault();
  step(event.key === 'ArrowDown');
});
$('pause').addEventListener('click', pause);
$('close').addEventListener('click', () => select(undefined));
$('filters').addEventListener('input', filter);
$('filters').addEventListener('submit', (event) => event.preventDefault());
$('token-form').addEventListener('submit', (event) => {
  event.preventDefault();
  token = $('token').value.trim();
  $('token').value = '';
  $('token-form').hidden = true;
  connect();
});
$('filter-outcome').append(...OUTCOMES.map((value) => Object.assign(element('option', value), { value })));
setInterval(() => {
  if ($('status').className === 'live' && !document.hidden) readState().catch(() => {});
}, STATE_EVERY);
draw();
connect();
