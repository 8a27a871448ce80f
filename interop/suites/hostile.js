// Peers that mean harm before and behind the program, at several sizes of its heap. Whatever they do, it lives, a
// neighbour that behaves is served as before, and the memory is there again afterwards.

import { execFileSync } from 'node:child_process';
import { ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually, INTEROP, NODE } from '../harness.js';
import { ATTEMPTS, canaryListener } from '../hostile/attempts.js';
import { ask, call, MIB, openSession } from '../hostile/wire.js';

const HEAPS = { '64 MiB': [['--small'], { TIELINE_JAVA_OPTIONS: '-Xmx64m' }], small: [['--small'], {}], default: [[], {}] };
const JCMD = join(execFileSync(join(INTEROP, '..', 'bin', 'find-jdk'), { encoding: 'utf8' }).trim(), 'bin', 'jcmd');

/**
 * A neighbour may be three times slower than in peace; so little that it is noise counts as peace. Where others keep the
 * machine busy, the slowest of a hundred calls says how busy: then nobody may wait longer than a person would notice.
 */
const TIMES = 3;
const FLOOR_MILLISECONDS = 50;
const BUSY_FLOOR_MILLISECONDS = 2_000;

/** Of fewer calls the slowest hundredth is whichever one met a full collection. */
const MEASURED = 300;

/**
 * With 64 MiB a quarter of the heap may wait for others, and the collector has little else to do: there the process must
 * live and serve the neighbour, within what a person would call at once.
 */
const FLOORS = { '64 MiB': 2_000 };

/** The suite itself keeps about three threads at work for each two processors. */
const BUSY = 2;

/** What a session may live that nobody uses, or to whose calls no client comes back: then its memory must be there again. */
const IDLE = ['--idle', '15s'];
const SLACK = 8 * MIB;

const MEMORY = [
  'bodies without their last byte', 'calls of 4 MiB in flight', 'answers that nobody reads', 'notifications for nobody', 'padded handshakes',
  'heads without an end',
];
const OTHERS = [
  'session after session', 'a number of a million digits', 'a listen with 100,000 URIs', 'subscriptions one by one', 'pages to visit, 20,000',
  'requests that no backend may send', 'odd shapes from the backend', 'odd shapes from clients', 'bytes behind an answer',
  'streams that ask to be resumed at once', 'callers that drop their calls', 'heads of thousands of fields', 'requests in a row without reading',
];
const OF_2026 = ['questions at once, 20,000'];
const CROWD = ['everything at once'];

const ROUNDS = {
  small: [[undefined, [...MEMORY, ...OTHERS, ...MEMORY, ...CROWD]], ['2026-07-28', OF_2026]],
  default: [[undefined, [...MEMORY, ...OTHERS, ...MEMORY, ...CROWD]], ['2026-07-28', OF_2026]],
  '64 MiB': [[undefined, [...MEMORY, ...CROWD]]],
};

/** What is run where nothing is named; the rest measures, so it wants the machine for itself, and minutes. */
const USUAL = ['attempts'];
export const PARTS = ['attempts', 'small', 'default', '64MiB', 'all'];

export default async function hostile(harness, named) {
  // It is the gateway that is attacked.
  if (harness.direct) return;
  const parts = named?.includes('all') ? PARTS : (named ?? USUAL);
  if (parts.includes('attempts')) await attempts(harness);
  const rows = [];
  for (const [heap, rounds] of Object.entries(ROUNDS)) {
    if (!parts.includes(heap.replace(' ', ''))) continue;
    for (const [revision, attacks] of rounds) {
      await round(harness, heap, revision, named ? attacks : [...new Set(attacks)], rows);
    }
  }
  if (rows.length > 0) harness.table(['heap', 'attack', 'calm p99', 'p99', 'worst', 'calls', 'heap after', 'RSS'], rows);
}

/** What is tried once and must come to nothing. */
async function attempts(harness) {
  const backend = await harness.start(NODE, [join(INTEROP, 'hostile', 'server.js')], { ready: (line) => line.match(/http:\S+/)?.[0] });
  const { url, logs } = await harness.through({ url: backend.ready }, ['--small']);
  const canary = await canaryListener();
  const world = {
    url, canary,
    log: () => readFileSync(logs, 'utf8'),
    seen: async () => (await ask(url, call(1, 'seen'), await openSession(url))).body,
  };
  for (const [name, attempt] of Object.entries(ATTEMPTS)) await harness.check(name, () => attempt(world));
  canary.close();
}

async function round(harness, heap, revision, attacks, rows) {
  const backend = await harness.start(NODE, [join(INTEROP, 'hostile', 'server.js'), ...(revision ? ['--revision', revision] : [])],
    { ready: (line) => line.match(/http:\S+/)?.[0] });
  const [options, environment] = HEAPS[heap];
  const gateway = await harness.through({ url: backend.ready }, [...options, ...IDLE], environment);
  const neighbour = new Neighbour(gateway.url);
  await neighbour.open();
  await neighbour.calls(() => neighbour.count < 300);
  neighbour.take();
  await neighbour.calls(() => neighbour.count < 300);
  const calm = neighbour.take();
  const before = liveBytes(gateway.pid);
  const sizes = new Map();
  for (const attack of attacks) {
    await harness.check(`${heap}: ${attack}`, async () => {
      await neighbour.calls(() => neighbour.count < 50);
      calm.push(...neighbour.take());
      await under(harness, attack, gateway, neighbour);
      const times = neighbour.take();
      const after = await settled(gateway.pid, before, neighbour);
      const size = residentBytes(gateway.pid);
      rows.push([heap, attack, millis(p99(calm)), millis(p99(times)), millis(Math.max(...times)), String(times.length), mib(after), mib(size)]);
      ok(neighbour.refusals.length === 0, `the neighbour was refused: ${neighbour.refusals.splice(0).slice(0, 3)}`);
      ok(times.length >= MEASURED, `the neighbour made ${times.length} calls`);
      const floor = FLOORS[heap] ?? (loadavg()[0] > BUSY * availableParallelism() ? BUSY_FLOOR_MILLISECONDS : FLOOR_MILLISECONDS);
      const most = Math.max(TIMES * p99(calm), floor);
      ok(p99(times) <= most, `the neighbour's p99 is ${millis(p99(times))}, and ${millis(p99(calm))} in peace`);
      ok(after <= before + SLACK, `${mib(after)} of heap are held, and ${mib(before)} were before`);
      const earlier = sizes.get(attack) ?? size;
      sizes.set(attack, size);
      ok(size <= earlier * 1.25 + 16 * MIB, `RSS grows from ${mib(earlier)} to ${mib(size)}`);
    }, 120_000);
  }
}

/** Has the neighbour call while the attack goes on, and at its height until there is something to measure. */
async function under(harness, attack, gateway, neighbour) {
  // What the crowd itself costs is not to be taken for the gateway's: elsewhere it has machines of its own.
  const crowd = await harness.start('nice', ['-n', '15', NODE, join(INTEROP, 'hostile', 'crowd.js'), attack, gateway.url]);
  let ready = false;
  crowd.process.stdout.on('data', (text) => { ready ||= String(text).includes('ready'); });
  const end = performance.now() + 30_000;
  let height;
  await neighbour.calls(() => {
    if (ready) height ??= performance.now() + 1_000;
    return performance.now() < end && (performance.now() < (height ?? end) || neighbour.count < MEASURED);
  });
  const died = crowd.process.exitCode !== null;
  crowd.process.kill('SIGKILL');
  await crowd.ended;
  ok(ready || !died, `the attack came to nothing, see ${crowd.logs}`);
}

/** A client that calls and calls, and notes how long each took. */
class Neighbour {
  #session;
  #times = [];
  #id = 0;
  listening;
  refusals = [];

  constructor(url) {
    this.url = url;
  }

  get count() {
    return this.#times.length;
  }

  /** Opens its session, and listens in it as clients do: nobody can take it for idle while it is measured. */
  async open() {
    this.#session = await openSession(this.url);
    this.listening = await fetch(this.url, { headers: { accept: 'text/event-stream', ...this.#session } });
  }

  /** Calls as long as that holds. */
  async calls(goesOn) {
    while (goesOn()) {
      const begun = performance.now();
      try {
        const { body } = await ask(this.url, call(++this.#id, 'any'), this.#session);
        if (!body.includes('"here"')) this.refusals.push(body.slice(0, 300));
      } catch (problem) {
        this.refusals.push(String(problem.cause ?? problem));
        if (this.refusals.length > 20) return;
      }
      this.#times.push(performance.now() - begun);
      await sleep(2);
    }
  }

  take() {
    return this.#times.splice(0);
  }
}

/** What is held of the heap when those who have left are forgotten. */
async function settled(pid, before, neighbour) {
  let held;
  await eventually(async () => {
    held = liveBytes(pid);
    await neighbour.calls(() => neighbour.count < 20);
    neighbour.take();
    return held <= before + SLACK;
  }, 'the memory is not back', 20_000).catch(() => {});
  return held;
}

/** What is used of the heap after everything that nobody holds was collected. */
function liveBytes(pid) {
  execFileSync(JCMD, [String(pid), 'GC.run'], { stdio: 'ignore', timeout: 20_000 });
  const info = execFileSync(JCMD, [String(pid), 'GC.heap_info'], { encoding: 'utf8', timeout: 20_000 });
  return [...info.matchAll(/(?:DefNew|Tenured|PSYoungGen|ParOldGen)\s+total \d+K, used (\d+)K/g)].reduce((sum, [, used]) => sum + used * 1024, 0);
}

function residentBytes(pid) {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) * 1024;
}

function p99(times) {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * 0.99) - 1)] ?? Infinity;
}

function millis(time) {
  return `${time.toFixed(1)} ms`;
}

function mib(bytes) {
  return `${Math.round(bytes / MIB)} MiB`;
}
