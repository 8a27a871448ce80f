// Empty roots in which what is handed out is tried: nothing of this machine is in them but /proc, /dev and the loopback network.

import { existsSync } from 'node:fs';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execute, Missing, NotRun, WORK } from '../harness.js';

/** A shell, dpkg and the core utilities of Debian, without any Java; new for each run. */
export async function debianRoom() {
  if (!existsSync('/etc/debian_version') || process.getuid() !== 0) throw new NotRun('it needs Debian, and root for chroot');
  await provide('mmdebstrap', '/usr/bin/mmdebstrap');
  const root = join(WORK, 'room');
  await rm(root, { recursive: true, force: true });
  // It asks where this machine asks: the lines of its own sources go in as they are.
  await succeed('sh', ['-c', `cat /etc/apt/sources.list /etc/apt/sources.list.d/*.sources 2>/dev/null \
    | mmdebstrap --quiet --variant=essential --include=passwd "$(. /etc/os-release; echo $VERSION_CODENAME)" "$1" -`, 'sh', root],
  { milliseconds: 180_000 });
  return root;
}

/** A package of Debian that the machine may lack. */
export async function provide(name, file) {
  if (existsSync(file)) return;
  const { code, errors } = await execute('apt-get', ['install', '-y', '--no-install-recommends', name]);
  if (code !== 0 || !existsSync(file)) throw new Missing(`${name} cannot be installed by apt-get: ${errors.trim()}`);
}

/**
 * The command line that runs another one in a root, as another user if one is given. It becomes that process, so signals reach
 * it; what it mounts is its own and goes with it.
 */
export function inRoom(root, command, { user, variables = {} } = {}) {
  const environment = { PATH: '/usr/local/bin:/usr/bin:/bin', ...variables };
  const mounts = 'root=$1; shift; mkdir -p "$root/proc" "$root/dev"; mount -t proc proc "$root/proc"; mount --rbind /dev "$root/dev"; exec "$@"';
  return ['unshare', ['--mount', 'sh', '-ec', mounts, 'sh', root, 'chroot', ...(user ? [`--userspec=${user}`] : []), root,
    ...(existsSync(join(root, 'usr/bin/env')) ? ['env', '-i'] : []),
    ...(existsSync(join(root, 'usr/bin/env')) ? Object.entries(environment).map(([name, value]) => `${name}=${value}`) : []),
    ...command]];
}

/** Runs a command in a root to its end, which must be a good one, and gives its output. */
export async function tell(root, command, options = {}) {
  const [program, args] = inRoom(root, command, options);
  return succeed(program, args);
}

/** A server over stdio that needs a shell and nothing else: its one tool says which process it is. */
export async function shellServer(root) {
  const file = join(root, 'srv', 'server');
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `#!/bin/sh
while IFS= read -r line; do
    id=\${line#*'"id":'}
    id=\${id%%[,\\}]*}
    case $line in
        *'"initialize"'*) result='{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"sh","version":"1"}}' ;;
        *'"tools/list"'*) result='{"tools":[{"name":"who","inputSchema":{"type":"object"}}]}' ;;
        *'"tools/call"'*) result='{"content":[{"type":"text","text":"'$(id -un)'"}]}' ;;
        *) continue ;;
    esac
    printf '{"jsonrpc":"2.0","id":%s,"result":%s}\\n' "$id" "$result"
done
`);
  await chmod(file, 0o755);
  return '/srv/server';
}

export async function succeed(program, args, options = {}) {
  const { code, output, errors } = await execute(program, args, options);
  if (code !== 0) throw new Error(`${program} ${args.slice(-6).join(' ')} ended with ${code}: ${(errors + output).trim().slice(-1500)}`);
  return output;
}
