// A visit: one client, written with somebody's SDK, before one target. The programs in `visitors/`, `go-sdk/` and `rust-sdk/`
// read their plan from the command line and print one line of JSON for each check: its name and, if it failed, the problem.
//
// A plan is {target, era, answers, steps}. The target is `{url}` or `{command}`; the era is `legacy` or `stateless`, which a
// client may find out by itself. An answer, `[words, content]`, is given to a question in which the words stand; any other
// question is declined. A step is {name, tools, calls, questions}: these tools are listed; the calls, all made at once, give
// a text in which `has` stands; and so many questions have come until then. In TypeScript and Python a step may have more:
// `resources`, each `[uri, has]`, `prompts`, each `[name, arguments, has]`, and `completions`, each `[prompt, argument, has]`.

import { join } from 'node:path';
import { execute, INTEROP, NODE, NotRun } from './harness.js';
import { go, java, python, rust } from './toolchains.js';

const VISITORS = join(INTEROP, 'visitors');

const PROGRAMS = {
  'TypeScript SDK': async () => [NODE, join(VISITORS, 'typescript.js')],
  'Python SDK': async () => [await python(), join(VISITORS, 'visitor.py'), 'sdk'],
  FastMCP: async () => [await python(), join(VISITORS, 'visitor.py'), 'fastmcp'],
  'Go SDK': async () => [await go(), 'visit'],
  'Rust SDK': async () => [await rust(), 'visit'],
  'Java SDK': async () => (await java())('Visit'),
};

/** Connecting and leaving are checks, too. */
const BESIDES = 2;

/** The clients that this machine can run, each `{name, command}`; says which it cannot. */
export async function visitors() {
  const found = [];
  for (const [name, command] of Object.entries(PROGRAMS)) {
    try {
      found.push({ name, command: await command() });
    } catch (problem) {
      if (!(problem instanceof NotRun)) throw problem;
      console.log(`  not run: the client of the ${name} (${problem.message})`);
    }
  }
  return found;
}

/** One visit; throws what went wrong. */
export async function visit({ command: [program, ...args] }, plan) {
  const { output, errors } = await execute(program, [...args, JSON.stringify(plan)], { milliseconds: 120_000 });
  const verdicts = output.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
  const failed = verdicts.filter(({ problem }) => problem).map(({ name, problem }) => `${name}: ${problem}`);
  const expected = plan.steps.length + BESIDES;
  if (verdicts.length !== expected) failed.push(`${verdicts.length} of ${expected} steps were taken\n${errors.slice(-2000)}`);
  if (failed.length > 0) throw new Error(failed.join('\n'));
}

/** What the greeting servers are asked, whoever wrote them; only a session can be remembered. */
export const GREETINGS = {
  answers: [['alice?', { name: 'ALICE' }], ['bob?', { name: 'BOB' }], ['carol?', { name: 'CAROL' }], ['nobody?', null]],
  steps: [
    { name: 'lists', tools: ['greet', 'recall'] },
    { name: 'is asked', calls: [greet('alice', 'Hello, ALICE!')], questions: 1 },
    { name: 'is asked twice at once', calls: [greet('bob', 'Hello, BOB!'), greet('carol', 'Hello, CAROL!')], questions: 3 },
    { name: 'declines', calls: [greet('nobody', 'nobody would not say')], questions: 4 },
    { name: 'is remembered', calls: [{ tool: 'recall', arguments: {}, has: '3' }], session: true },
  ],
};

function greet(who, has) {
  return { tool: 'greet', arguments: { who }, has };
}
