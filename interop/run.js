// Runs the suites one after the other and prints a table. Options: --direct leaves the gateway out, to see that the
// peers and the drivers work; --gateway "COMMAND" replaces the command line that starts the gateway.

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Harness, INTEROP, Missing, NotRun } from './harness.js';

const SUITES = [
  'four-legs', 'conformance-client', 'framework-server', 'framework-client', 'pairs', 'modes', 'everything', 'inspector',
  'playwright', 'record', 'browser', 'nginx', 'fastmcp', 'java-sdk', 'servers', 'chain', 'federation', 'federated-legs',
  'terminal', 'live-view', 'hostile', 'install', 'resource-server',
];
const TIELINE = join(INTEROP, '..', 'bin', 'tieline');

const { values: options, positionals } = parseArgs({
  allowPositionals: true, options: { direct: { type: 'boolean' }, gateway: { type: 'string' } },
});
const named = await chosen(positionals);

const gateway = options.direct ? undefined : gatewayCommand(options.gateway);
const rows = [];
for (const { name, parts } of named.length > 0 ? named : SUITES.map((suite) => ({ name: suite }))) {
  rows.push(await runSuite(name, parts));
}
report(rows);

/** The suites on the command line, each with those of its parts that are named after it. */
async function chosen(words) {
  const suites = [];
  for (const word of words) {
    if (SUITES.includes(word)) {
      const { PARTS = [] } = await import(`./suites/${word}.js`);
      suites.push({ name: word, known: PARTS });
    } else if (suites.at(-1)?.known.includes(word)) {
      (suites.at(-1).parts ??= []).push(word);
    } else {
      const before = suites.length > 0 ? `, and no such part of ${suites.at(-1).name}: ${suites.at(-1).known.join(', ')}` : '';
      fail(`no such suite: ${word}; there are ${SUITES.join(', ')}${before}`);
    }
  }
  return suites;
}

async function runSuite(name, parts) {
  console.log(`\n${name}`);
  const started = performance.now();
  const harness = new Harness(name, gateway);
  const interrupted = async () => { await harness.close(); process.exit(130); };
  process.on('SIGINT', interrupted).on('SIGTERM', interrupted);
  let missing;
  let notRun;
  try {
    const { default: suite } = await import(`./suites/${name}.js`);
    await suite(harness, parts);
  } catch (problem) {
    if (problem instanceof Missing) missing = problem.message;
    else if (problem instanceof NotRun) notRun = problem.message;
    else await harness.check('the suite runs to its end', () => { throw problem; });
  }
  await harness.close();
  process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  const absence = missing ? `missing: ${missing}` : notRun && `not run: ${notRun}`;
  if (absence) console.log(`  ${absence}`);
  const passed = harness.results.filter((result) => result.passed).length;
  return { name, passed, failed: harness.results.length - passed, missing, absence, seconds: (performance.now() - started) / 1000 };
}

function report(suites) {
  console.log(`\n${'suite'.padEnd(20)} ${'passed'.padStart(7)} ${'failed'.padStart(7)} ${'seconds'.padStart(8)}`);
  for (const { name, passed, failed, absence, seconds } of suites) {
    console.log(`${name.padEnd(20)} ${String(passed).padStart(7)} ${String(failed).padStart(7)} ${seconds.toFixed(1).padStart(8)}`
      + (absence ? `  ${absence}` : ''));
  }
  const total = (key) => suites.reduce((sum, suite) => sum + suite[key], 0);
  const incomplete = process.env.CI === 'true' && suites.some(({ missing }) => missing);
  console.log(`\n${total('passed')} passed, ${total('failed')} failed`);
  process.exit(total('failed') > 0 || incomplete ? 1 : 0);
}

/** The first use of the launcher builds the program; that must not count as the start of a gateway. */
function gatewayCommand(given) {
  if (given) return given.split(' ').filter((word) => word !== '');
  try {
    execFileSync(TIELINE, ['--version'], { stdio: ['ignore', 'inherit', 'inherit'] });
  } catch (problem) {
    fail(`the gateway could not be built or started: ${problem.message}`);
  }
  // Some clients of the suites leave in the middle of a question, and a drain would wait for them to come back.
  return [TIELINE, 'run', '--drain', '1s'];
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
