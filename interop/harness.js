// What every suite shares: processes with a lifetime, the gateway in front of a backend, checks, and an SDK client.

import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client, SSEClientTransport, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

export const INTEROP = dirname(fileURLToPath(import.meta.url));
export const WORK = join(INTEROP, '.work');
export const NODE = process.execPath;

const MCP_URL = /http:\/\/127\.0\.0\.1:\d+\/mcp\b/g;
const GRACE_MILLISECONDS = 5_000;

/** Something that a suite needs is not on this machine and cannot be had. */
export class Missing extends Error {}

/** This machine lacks the language that a suite is about. */
export class NotRun extends Error {}

/** The path of a file that an npm package brings. */
export function packaged(...path) {
  return join(INTEROP, 'node_modules', ...path);
}

/**
 * One suite at work. A target is either `{url}` or `{command: [program, argument...]}`; `through` turns one, or the
 * `{config}` file of several, into the target that a client should use, which is the gateway's URL, or in direct mode the
 * target itself.
 */
export class Harness {
  results = [];
  #children = [];

  /**
   * @param gateway the command line that starts the gateway, to which is added where it listens, and the backend;
   *     undefined = direct mode
   */
  constructor(suite, gateway) {
    this.suite = suite;
    this.gateway = gateway;
    this.direct = gateway === undefined;
    this.folder = join(WORK, 'logs', suite);
    rmSync(this.folder, { recursive: true, force: true });
    mkdirSync(this.folder, { recursive: true });
  }

  /** Runs one check, records how it ended, and tells whether it passed; never throws. */
  async check(name, body, milliseconds = 60_000) {
    const started = performance.now();
    const timeout = AbortSignal.timeout(milliseconds);
    const late = new Promise((_, reject) => timeout.addEventListener('abort',
      () => reject(new Error(`no end within ${milliseconds} ms`))));
    let problem;
    try {
      await Promise.race([(async () => body())(), late]);
    } catch (error) {
      problem = error;
    }
    this.#record(name, problem, performance.now() - started);
    return problem === undefined;
  }

  /** Runs a program that prints its checks, each as a line of JSON: `{name, problem}`, with a problem only if it failed. */
  async judgedBy(program, args, prefix, count) {
    const { output, errors } = await execute(program, args);
    const verdicts = output.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
    for (const { name, problem } of verdicts) this.#record(`${prefix}: ${name}`, problem && new Error(problem));
    if (verdicts.length === count) return;
    this.#record(`${prefix}: runs to its end`, new Error(`${verdicts.length} of ${count} checks\n${errors.slice(-3000)}`));
  }

  /** The target to use for reaching `backend` through the gateway, which is started with these options and variables. */
  async through(backend, further = [], environment = {}) {
    if (this.direct) return backend;
    const [program, ...options] = this.gateway;
    const child = await this.start(program, [...options, '--listen', '127.0.0.1:0', ...further, ...behind(backend)], {
      ready: (line) => line.match(MCP_URL)?.find((url) => url !== backend.url),
      environment,
    });
    return { url: child.ready, pid: child.process.pid, logs: child.logs };
  }

  /** The target to use for reaching `backend` through a gateway that the client starts itself, over stdio. */
  overStdio(backend) {
    if (this.direct) return backend;
    return { command: [...this.gateway, '--stdio', ...behind(backend)] };
  }

  /**
   * Starts a program; with `ready`, waits until that function finds something in a line of its output.
   * The program ends with the suite, and so must everything that it started itself.
   */
  async start(program, args, { ready, environment = {}, directory = INTEROP } = {}) {
    const logs = join(this.folder, `${this.#children.length}.log`);
    const log = createWriteStream(logs);
    log.write(`${program} ${args.join(' ')}\n`);
    const process_ = spawn(program, args, {
      cwd: directory, env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'],
    });
    const child = { program, process: process_, logs, ended: new Promise((resolve) => process_.once('close', resolve)) };
    this.#children.push(child);
    const lines = [];
    const found = new Promise((resolve, reject) => {
      process_.once('error', (error) => reject(new Error(`${program} did not start: ${error.message}`)));
      process_.once('close', (code, signal) => reject(new Error(
        `${program} ended (${signal ?? code}), see ${logs}:\n${lines.slice(-10).join('\n')}`)));
      for (const stream of [process_.stdout, process_.stderr]) {
        createInterface({ input: stream }).on('line', (line) => {
          log.write(`${line}\n`);
          if (!child.ready) lines.push(line);
          const value = ready?.(line);
          if (value) resolve(value);
        });
      }
    });
    found.catch(() => {});
    if (ready) child.ready = await within(60_000, found, `${program} was not ready in time; see ${logs}`);
    return child;
  }

  /**
   * An SDK client connected to `target`; `handlers` answer what the server asks, by method. Its mode is `'legacy'` for
   * the handshake era, `{pin: revision}` for the stateless era, or `'auto'`.
   */
  async connect(target, options = {}) {
    const { capabilities = {}, handlers = {}, notifications = {}, name = 'tieline-interop', mode = 'legacy' } = options;
    const client = new Client({ name, version: '1.0.0' }, { capabilities, versionNegotiation: { mode } });
    for (const [method, handler] of Object.entries(handlers)) client.setRequestHandler(method, handler);
    for (const [method, handler] of Object.entries(notifications)) client.setNotificationHandler(method, handler);
    await client.connect(transportTo(target));
    return client;
  }

  /** Prints a table among the checks. */
  table(head, rows) {
    const widths = head.map((title, column) => Math.max(...[head, ...rows].map((row) => row[column].length)));
    for (const row of [head, ...rows]) {
      console.log(`  ${row.map((cell, column) => cell.padEnd(widths[column])).join('  ').trimEnd()}`);
    }
  }

  /** Ends every program of this suite, the latest first, and records those that left processes behind. */
  async close() {
    for (const child of this.#children.reverse()) {
      const family = [child.process.pid, ...descendants(child.process.pid)].map(identity);
      child.process.kill('SIGTERM');
      await Promise.race([child.ended, sleep(GRACE_MILLISECONDS, undefined, { ref: false })]);
      const survivors = await lingering(family);
      child.process.kill('SIGKILL');
      if (survivors.length === 0) continue;
      this.#record(`${child.program} ends with all its processes`,
        new Error(`still there ${GRACE_MILLISECONDS} ms after SIGTERM: ${survivors.map(({ name }) => name).join(', ')}`));
      for (const { pid } of survivors) signal(pid, 'SIGKILL');
    }
    this.#children = [];
  }

  #record(name, problem, milliseconds) {
    this.results.push({ name, passed: !problem });
    const duration = milliseconds === undefined ? '' : ` (${Math.round(milliseconds)} ms)`;
    console.log(`  ${problem ? '✗' : '✓'} ${name}${duration}`);
    if (problem) console.log(String(problem.message ?? problem).split('\n').slice(0, 40).map((line) => `      ${line}`).join('\n'));
  }
}

function behind({ url, command, config }) {
  if (config) return [config];
  return url ? ['--backend', url] : ['--', ...command];
}

/** The older HTTP+SSE is told by its path. */
function transportTo({ url, command: line }) {
  if (url) return url.endsWith('/sse') ? new SSEClientTransport(new URL(url)) : new StreamableHTTPClientTransport(new URL(url));
  const [command, ...args] = line;
  return new StdioClientTransport({ command, args, stderr: 'ignore', cwd: INTEROP });
}

/** Runs a program to its end, which must come in time, and settles with `{code, output, errors}`. */
export function execute(program, args, { environment = {}, directory = INTEROP, milliseconds = 180_000 } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: directory, env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'],
      timeout: milliseconds, killSignal: 'SIGKILL',
    });
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (errors += chunk));
    child.once('error', (error) => reject(new Missing(`${program}: ${error.message}`)));
    child.once('close', (code) => resolve({ code, output, errors }));
  });
}

export function within(milliseconds, promise, complaint) {
  const late = sleep(milliseconds, undefined, { ref: false }).then(() => { throw new Error(complaint); });
  return Promise.race([promise, late]);
}

/** What a gateway had to complain of, in the words of its log. */
export async function warnings(logs) {
  return (await readFile(logs, 'utf8')).split('\n').filter((line) => /^\S+ (warn|error) /.test(line));
}

/** A port of 127.0.0.1 that nobody used a moment ago, for programs that cannot pick one themselves. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Waits until `condition` gives something truthy, and gives that. */
export async function eventually(condition, complaint, milliseconds = 15_000) {
  const end = performance.now() + milliseconds;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (performance.now() > end) throw new Error(`${complaint} within ${milliseconds} ms`);
    await sleep(25);
  }
}

// Process families, read from /proc; elsewhere a family is taken to be empty.

/** The names of all processes that a process has started, and that these have started, but for its watchdog. */
export function family(pid) {
  return descendants(pid).filter((child) => !isWatchdog(child)).map((child) => stat(child)?.name).filter((name) => name !== undefined);
}

/** The shell that would end the children of a gateway if that were killed stays as long as the gateway. */
function isWatchdog(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('tieline-watchdog');
  } catch {
    return false;
  }
}

function descendants(parent) {
  if (!existsSync('/proc')) return [];
  const children = new Map();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number)) {
    const status = stat(pid);
    if (status) children.set(status.parent, [...(children.get(status.parent) ?? []), pid]);
  }
  const below = (pid) => (children.get(pid) ?? []).flatMap((child) => [child, ...below(child)]);
  return below(parent);
}

function identity(pid) {
  return { pid, ...stat(pid) };
}

async function lingering(family) {
  const end = performance.now() + GRACE_MILLISECONDS;
  for (;;) {
    const alive = family.filter(({ pid, born }) => born && stat(pid)?.born === born);
    if (alive.length === 0 || performance.now() > end) return alive;
    await sleep(50);
  }
}

/** What /proc says of a process: its name, parent and start time; undefined if it is gone or only waits to be reaped. */
function stat(pid) {
  try {
    const [, name, rest] = /^\d+ \((.*)\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    const fields = rest.split(' ');
    return fields[0] === 'Z' ? undefined : { name, parent: Number(fields[1]), born: fields[19] };
  } catch {
    return undefined;
  }
}

function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended meanwhile.
  }
}
