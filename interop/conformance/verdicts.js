// The command of the conformance suite, its frozen contracts, and its verdicts as it leaves them on disk.

import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execute, INTEROP, NODE, packaged } from '../harness.js';

const COMMAND = packaged('@modelcontextprotocol', 'conformance', 'dist', 'index.js');
const LOOPBACK = join(INTEROP, 'loopback.cjs');

/** The scenarios that a revision requires of `'server'` or `'client'`. */
export async function required(revision, side) {
  const contract = await readFile(packaged('@modelcontextprotocol', 'conformance', 'requirements', `${revision}.yaml`), 'utf8');
  return listUnder(side, contract);
}

/** What is known to fail under this name: the file, and the scenarios in it; for none, no file and no scenarios. */
export async function baseline(name) {
  const file = join(INTEROP, 'conformance', `${name}.yml`);
  if (!existsSync(file)) return { scenarios: [] };
  const entries = listUnder('server', await readFile(file, 'utf8'));
  return { file, scenarios: entries.map((entry) => entry.split(':')[0]) };
}

/** Runs the suite. */
export async function conformance(mode, folder, options, environment) {
  await mkdir(folder);
  const outcome = await execute(
    NODE, ['--require', LOOPBACK, COMMAND, mode, ...options, '-o', folder], { environment, milliseconds: 400_000 });
  const checks = new Map();
  for (const name of await readdir(folder)) {
    const scenario = name.replace(/^server-/, '').replace(/-\d{4}-\d\d-\d\dT[\d-]+Z$/, '');
    const file = join(folder, name, 'checks.json');
    // A scenario that was thrown out of its way leaves none.
    if (existsSync(file)) checks.set(scenario, JSON.parse(await readFile(file, 'utf8')));
  }
  return new Verdict(mode, outcome, checks);
}

class Verdict {
  #mode;
  #checks;

  constructor(mode, { code, output, errors }, checks) {
    this.#mode = mode;
    this.#checks = checks;
    this.code = code;
    this.output = `${output}\n${errors}`;
  }

  /** Whether a scenario ran and nothing in it failed; it may have been warned. */
  passes(scenario) {
    return this.#having(scenario, 'FAILURE').length === 0 && this.#having(scenario, 'SUCCESS').length > 0;
  }

  warns(scenario) {
    return this.#having(scenario, 'WARNING').length > 0;
  }

  /** Throws unless a scenario passed without a warning. */
  demand(scenario) {
    if (!this.#checks.has(scenario)) throw new Error(`came to no verdict\n${this.output.slice(-1000)}`);
    const bad = [...this.#having(scenario, 'FAILURE'), ...this.#having(scenario, 'WARNING')];
    const said = this.#mode === 'client' ? [this.output] : [];
    if (bad.length > 0) throw new Error([...bad.map(describe), ...said].join('\n'));
    if (!this.passes(scenario)) throw new Error('nothing was checked');
    if (this.#mode === 'client' && this.code !== 0) throw new Error(`the client ended with an error\n${this.output}`);
  }

  #having(scenario, status) {
    return (this.#checks.get(scenario) ?? []).filter((check) => check.status === status);
  }
}

function listUnder(key, yaml) {
  const [, entries] = new RegExp(`^${key}:\n((?:  - .*\n|\s*#.*\n)*)`, 'm').exec(yaml);
  return [...entries.matchAll(/^  - (.*)$/gm)].map(([, entry]) => entry);
}

function describe({ status, id, description, errorMessage }) {
  return `${status} ${id}: ${errorMessage ?? description}`;
}
