// Debian's Chromium, for the suites that need a browser.

import { existsSync } from 'node:fs';
import { execute, Missing } from './harness.js';

export const CHROMIUM = '/usr/bin/chromium';

export async function installChromium() {
  await installed('chromium', CHROMIUM);
}

/** Sees to it that a program of Debian is there. */
export async function installed(name, path) {
  if (existsSync(path)) return;
  console.log(`  installing ${name} ...`);
  const { code, errors } = await execute('apt-get', ['install', '-y', '--no-install-recommends', name]);
  if (code !== 0 || !existsSync(path)) throw new Missing(`${name} cannot be installed by apt-get: ${errors.trim()}`);
}
