// The programs in examples/ with which the framework itself faces the official conformance suite.

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { execute, INTEROP, Missing } from './harness.js';

const ROOT = join(INTEROP, '..');
const TARGET = join(ROOT, 'examples', 'target');
const CLASSES = [join(TARGET, 'classes'), join(TARGET, 'lib', '*')].join(delimiter);
const PACKAGE = 'io.tieline.examples.conformance';

/** The command line of one of the programs, which is built first. */
export async function program(name) {
  const home = execFileSync(join(ROOT, 'bin', 'find-jdk'), { encoding: 'utf8' }).trim();
  if (!built) await build(home);
  built = true;
  return [join(home, 'bin', 'java'), '-cp', CLASSES, `${PACKAGE}.${name}`];
}

let built = false;

async function build(home) {
  console.log('  building the programs of examples/ ...');
  const options = ['-q', '-B', '-ntp', '-pl', 'examples', '-am', '-Dmaven.test.skip', '-Dspotless.check.skip'];
  const { code, output } = await execute('mvn', ['-f', join(ROOT, 'pom.xml'), ...options, 'package'], {
    environment: { JAVA_HOME: home }, milliseconds: 300_000,
  });
  if (code !== 0 || !existsSync(TARGET)) throw new Missing(`examples/ cannot be built: ${output.trim().slice(-800)}`);
}
