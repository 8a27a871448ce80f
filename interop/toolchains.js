// The peers that are not written in JavaScript: what they need is installed and compiled at the first use, under `.work/`.

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { execute, INTEROP, Missing, NotRun, WORK } from './harness.js';

const MINUTES = 60_000;

/** The Python that has FastMCP, the SDK and the servers of `python/requirements.txt`. */
export async function python() {
  const program = join(WORK, 'python', 'bin', 'python');
  const requirements = join(INTEROP, 'python', 'requirements.txt');
  await once('python', 'python3', [requirements], [program], 'installing the Python packages', async () => {
    await succeed('python3', ['-m', 'venv', '--clear', join(WORK, 'python')]);
    // Without these options pip waits for minutes where an index is out of reach.
    await succeed(program, ['-m', 'pip', 'install', '--quiet', '--retries', '0', '--timeout', '10', '-r', requirements]);
  });
  return program;
}

/** The program of `go-sdk/`. */
export async function go() {
  const folder = join(INTEROP, 'go-sdk');
  const program = join(WORK, 'go', 'peer');
  await once('go', 'go', await sources(folder, /\.(go|mod|sum)$/), [program], 'compiling the Go peer', async () => {
    await succeed('go', ['build', '-o', program, '.'], { directory: folder });
  });
  return program;
}

/** The program of `rust-sdk/`. */
export async function rust() {
  const folder = join(INTEROP, 'rust-sdk');
  const target = join(WORK, 'rust');
  const program = join(target, 'debug', 'peer');
  const files = [join(folder, 'Cargo.toml'), join(folder, 'Cargo.lock'), ...await sources(join(folder, 'src'), /\.rs$/)];
  await once('rust', 'cargo', files, [program], 'compiling the Rust peer', async () => {
    await succeed('cargo', ['build', '--quiet', '--locked'], { directory: folder, environment: { CARGO_TARGET_DIR: target } });
  });
  return program;
}

/** What makes the command line that starts a program of `java-sdk/`, from its name and arguments. */
export async function java() {
  const folder = join(INTEROP, 'java-sdk');
  const classes = join(folder, 'target', 'classes');
  const files = [join(folder, 'pom.xml'), ...await sources(join(folder, 'src/main/java/io/tieline/interop'), /\.java$/)];
  await once('java-sdk', 'mvn', files, [classes], 'compiling the Java peers', async () => {
    await succeed('mvn', ['-q', '-f', join(folder, 'pom.xml'), 'clean', 'compile']);
  });
  const classPath = [classes, join(folder, 'target', 'libraries', '*')].join(delimiter);
  return (program, ...args) => ['java', '-cp', classPath, `io.tieline.interop.${program}`, ...args];
}

/** Makes something again only if what it is made from has changed, or the result is gone. */
async function once(name, language, files, results, doing, make) {
  const digest = createHash('sha256');
  for (const file of files) digest.update(await readFile(file));
  const wanted = digest.digest('hex');
  const stamp = join(WORK, `${name}.stamp`);
  if (results.every((result) => existsSync(result)) && existsSync(stamp) && await readFile(stamp, 'utf8') === wanted) return;
  await present(language);
  console.log(`  ${doing} ...`);
  await make();
  await writeFile(stamp, wanted);
}

async function sources(folder, pattern) {
  return (await readdir(folder)).filter((name) => pattern.test(name)).sort().map((name) => join(folder, name));
}

/** A machine need not have every language; what it has must do its part. */
async function present(program) {
  const { code } = await execute('sh', ['-c', `command -v ${program}`]);
  if (code !== 0) throw new NotRun(`no ${program} on this machine`);
}

async function succeed(program, args, options = {}) {
  const { code, output, errors } = await execute(program, args, { milliseconds: 20 * MINUTES, ...options });
  if (code !== 0) throw new Missing(`${program} ${args.join(' ')}: ${(errors || output).trim().slice(-800)}`);
}
