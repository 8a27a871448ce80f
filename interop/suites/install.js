// What `mvn -Pdist package` makes, used as a user would: archive, Debian package and image in roots without a JDK, and a
// stranger's Maven project that has nothing yet. Scenarios 122 and 123.

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { execute, INTEROP, NODE, NotRun, WORK } from '../harness.js';
import { debianRoom, inRoom, shellServer, succeed, tell } from '../install/rooms.js';

export const PARTS = ['archive', 'package', 'image', 'maven', 'start'];

const DIST = join(INTEROP, '..', 'dist', 'target');
const READY = /ready at (https?:\/\/\S+)/;
const TURNS = 7;
/** Times the checkout's; the archive looks for no JDK and no newer source. */
const SLOWER = 1.1;

export default async function install(harness, parts = PARTS) {
  if (harness.direct) throw new NotRun('it is about the program itself');
  const made = existsSync(DIST) ? readdirSync(DIST) : [];
  const archive = made.find((name) => /^tieline-.*-linux-.*\.tar\.gz$/.test(name));
  if (!archive) throw new NotRun('nothing to install; mvn -Pdist deploy makes it');
  const name = archive.replace('.tar.gz', '');
  const names = { archive: join(DIST, archive), deb: join(DIST, `${name}.deb`), image: join(DIST, `${name}-image.tar`), name };
  const has = (part) => parts.includes(part);

  await harness.check('the checksums are those of the files', async () => {
    const output = await succeed('sha256sum', ['--check', 'SHA256SUMS'], { directory: DIST });
    for (const file of [archive, `${name}.deb`, `${name}-image.tar`, `${name}.cdx.json`, 'Dockerfile']) {
      ok(output.includes(`${file}: OK`), `${file} is not among them:\n${output}`);
    }
  });
  await harness.check('the bill of materials names every jar', async () => {
    const bom = JSON.parse(readFileSync(join(DIST, `${name}.cdx.json`), 'utf8'));
    const listed = await succeed('tar', ['-tzf', names.archive]);
    const known = new Set(bom.components.map((component) => `${component.name}-${component.version}`));
    const jars = listed.split('\n').flatMap((line) => /\/app\/lib\/(.+?)(?:-linux-\w+)?\.jar$/.exec(line)?.[1] ?? []);
    deepStrictEqual(jars.filter((jar) => !known.has(jar)), []);
  });
  const room = has('archive') || has('package') ? await debianRoom() : undefined;
  if (has('archive')) await unpacked(harness, names, room);
  if (has('package')) await installed(harness, names, room);
  if (has('image')) await contained(harness, names);
  if (has('maven')) await embedded(harness);
  if (has('start')) await started(harness, names);
}

async function unpacked(harness, { archive, name }, room) {
  await harness.check('the archive has one folder, one owner, one time, and is sorted', async () => {
    const lines = (await succeed('tar', ['--numeric-owner', '--utc', '-tvzf', archive])).trim().split('\n')
      .map((line) => /^(\S+) (\S+) +\d+ (\S+ \S+) (.*?)(?: -> .*)?$/.exec(line));
    deepStrictEqual([...new Set(lines.map(([, , owner]) => owner))], ['0/0']);
    strictEqual(new Set(lines.map(([, , , time]) => time)).size, 1);
    strictEqual(new Set(lines.map(([, , , , path]) => path.split('/')[0])).size, 1);
    ok(lines.every(([, mode]) => mode[0] === 'l' || !/[st]/i.test(mode.slice(1)) && mode[8] !== 'w'), 'odd modes');
    const paths = lines.map(([, , , , path]) => path.replace(/\/$/, '').split('/'));
    const before = (one, other) => {
      const at = one.findIndex((part, index) => part !== other[index]);
      return at < 0 || other[at] !== undefined && one[at] < other[at];
    };
    ok(paths.every((path, index) => index === 0 || before(paths[index - 1], path)), 'not sorted');
  });
  await mkdir(join(room, 'opt', 'a place'), { recursive: true });
  await succeed('tar', ['-xzf', archive, '-C', join(room, 'opt', 'a place')]);
  await symlink(`../../opt/a place/${name}/bin`, join(room, 'usr/local/program'));
  await symlink('../program/tieline', join(room, 'usr/local/bin/tieline'));
  await harness.check('scenario 122: no Java is in the root but its own', async () => {
    strictEqual((await tell(room, ['find', '/', '-xdev', '-name', 'java', '-type', 'f'])).trim(),
      `/opt/a place/${name}/jvm/bin/java`);
  });
  await harness.check('scenario 122: the archive starts through links, with its AOT cache', async () => {
    match(await tell(room, ['tieline', '--version'], { variables: { TIELINE_JAVA_OPTIONS: '-XX:AOTMode=on' } }), /^tieline \d/);
  });
  await harness.check('scenario 122: the archive serves a program, and stops with it', async () => {
    await visit(harness, inRoom(room, ['tieline', 'run', '--listen', '127.0.0.1:0', '--', await shellServer(room)]), 'root');
  });
  await harness.check('scenario 122: the archive serves with little memory', async () => {
    await visit(harness, inRoom(room, ['tieline', 'run', '--small', '--listen', '127.0.0.1:0', '--', '/srv/server']), 'root');
  });
  await harness.check('scenario 122: the archive speaks TLS', async () => {
    const keys = await certificate(room);
    await visit(harness, inRoom(room, ['tieline', 'run', '--listen', '127.0.0.1:0', ...keys, '--', '/srv/server']), 'root');
  });
}

async function installed(harness, { deb }, room) {
  await mkdir(join(room, 'tmp'), { recursive: true });
  await rm(join(room, 'usr/local/bin/tieline'), { force: true });
  await succeed('cp', [deb, join(room, 'tmp', 'tieline.deb')]);
  const dpkg = (...args) => tell(room, ['dpkg', ...args], { variables: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' } });
  await harness.check('the package is installed, and once more over a configuration that was changed', async () => {
    await dpkg('--install', '/tmp/tieline.deb');
    const servers = '{"mcpServers": {"sh": {"command": "/srv/server"}}}';
    await writeFile(join(room, 'etc/tieline/mcp.json'), servers);
    await shellServer(room);
    await dpkg('--install', '/tmp/tieline.deb');
    strictEqual(readFileSync(join(room, 'etc/tieline/mcp.json'), 'utf8'), servers);
    match(await tell(room, ['stat', '-c', '%U:%G %a', '/etc/tieline']), /^root:tieline 750$/m);
    match(await dpkg('--verify', 'tieline'), /^(\?\?5\?+ c \/etc\/tieline\/mcp\.json\n)?$/);
  });
  await harness.check('scenario 122: the package serves its file as its own user, and stops', async () => {
    match(await tell(room, ['/usr/bin/tieline', '--version'], { variables: { TIELINE_JAVA_OPTIONS: '-XX:AOTMode=on' } }), /^tieline \d/);
    const line = ['/usr/bin/tieline', 'run', '--listen', '127.0.0.1:0', '/etc/tieline/mcp.json'];
    await visit(harness, inRoom(room, line, { user: 'tieline:tieline' }), 'tieline', 'sh__who');
  });
  await harness.check('systemd reads the unit without complaint, and finds it hard', async () => {
    const { code } = await execute('sh', ['-c', 'command -v systemd-analyze']);
    if (code !== 0) return;
    const unit = join(room, 'usr/lib/systemd/system/tieline.service');
    const { output, errors } = await execute('systemd-analyze', ['security', '--offline=true', '--no-pager', unit]);
    const exposure = Number(/Overall exposure level for \S+: ([\d.]+)/.exec(output)?.[1]);
    ok(exposure < 2.5, `${exposure}\n${output}${errors}`);
    const verified = await execute('systemd-analyze', ['verify', `--root=${room}`, '--man=no', 'tieline.service']);
    ok(!/tieline\.service:\d+|Unknown|Failed to parse/.test(verified.errors + verified.output), verified.errors);
  });
  await harness.check('the package is removed, and leaves its configuration until it is purged', async () => {
    await dpkg('--remove', 'tieline');
    ok(!existsSync(join(room, 'usr/bin/tieline')) && !existsSync(join(room, 'usr/lib/tieline')), 'files are left');
    ok(existsSync(join(room, 'etc/tieline/mcp.json')), 'the configuration is gone');
    await dpkg('--purge', 'tieline');
    ok(!existsSync(join(room, 'etc/tieline')), 'the configuration is left');
  });
}

async function contained(harness, { image }) {
  const folder = join(WORK, 'image');
  await rm(folder, { recursive: true, force: true });
  const root = join(folder, 'root');
  await mkdir(root, { recursive: true });
  await succeed('tar', ['-xf', image, '-C', folder]);
  const [manifest] = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  const { config, rootfs } = JSON.parse(readFileSync(join(folder, manifest.Config), 'utf8'));
  await harness.check('each layer of the image is what the image says, and harmless', async () => {
    strictEqual(manifest.Layers.length, rootfs.diff_ids.length);
    for (const [index, layer] of manifest.Layers.entries()) {
      const content = gunzipSync(readFileSync(join(folder, layer)));
      strictEqual(`sha256:${createHash('sha256').update(content).digest('hex')}`, rootfs.diff_ids[index], layer);
      const listed = await succeed('tar', ['--numeric-owner', '-tvzf', join(folder, layer)]);
      const odd = listed.trim().split('\n').filter((line) => /^.(?:..s|.{5}s|.{7}w)/.test(line) || / (?:\/|\.\.)/.test(line));
      deepStrictEqual(odd, [], layer);
      await succeed('tar', ['-xzf', join(folder, layer), '-C', root]);
    }
    match(config.User, /^[1-9]\d*:[1-9]\d*$/);
    deepStrictEqual(readdirSync(join(root, 'opt/tieline')).sort().slice(0, 1), ['CHANGELOG.md']);
    ok(!existsSync(join(root, 'bin')) && !existsSync(join(root, 'usr/bin')), 'there are programs in it');
  });
  const server = await harness.start(NODE, [join(INTEROP, 'reference', 'serve.js'), 'http', '--revision', '2025-11-25'],
    { ready: (line) => /http:\/\/\S+\/mcp/.exec(line)?.[0] });
  await harness.check('scenario 122: the entry point of the image serves from its own file system, and stops', async () => {
    const line = [...config.Entrypoint, 'run', '--listen', '127.0.0.1:0', '--backend', server.ready];
    const variables = Object.fromEntries(config.Env.map((entry) => entry.split(/=(.*)/s).slice(0, 2)));
    await visit(harness, inRoom(root, line, { user: config.User, variables }), undefined, 'test_simple_text');
  });
  await harness.check('as it comes, the image lets nobody in who has no token', async () => {
    await writeFile(join(root, 'etc/tieline/mcp.json'), `{"mcpServers": {"only": {"url": "${server.ready}"}}}`);
    const [program, args] = inRoom(root, [...config.Entrypoint, ...config.Cmd], { user: config.User });
    const { code, errors } = await execute(program, args, { milliseconds: 20_000 });
    strictEqual(code, 2, errors);
    match(errors, /--tokens/);
  });
  await harness.check('the image uses its AOT cache, and its PATH finds the program', async () => {
    const [tini, dashes, java, ...rest] = config.Entrypoint;
    const line = [tini, dashes, java, '-XX:AOTMode=on', ...rest, '--version'];
    match(await tell(root, line, { user: config.User }), /^tieline \d/);
  });
}

async function embedded(harness) {
  const repository = join(DIST, 'repository');
  await harness.check('scenario 123: a stranger builds against the artifacts, from an empty repository', async () => {
    ok(existsSync(repository), 'no Maven repository; mvn -Pdist deploy makes it');
    const folder = join(WORK, 'stranger');
    await rm(folder, { recursive: true, force: true });
    await succeed('cp', ['-r', join(INTEROP, 'stranger'), folder]);
    const home = (await succeed(join(INTEROP, '..', 'bin', 'find-jdk'), [])).trim();
    const version = /<version>(.*)<\/version>/.exec(readFileSync(join(INTEROP, '..', 'bom', 'pom.xml'), 'utf8'))[1];
    const output = await succeed('mvn', ['-B', '-ntp', '-f', join(folder, 'pom.xml'), `-Dmaven.repo.local=${join(folder, 'empty')}`,
      `-Dtieline.repository=file://${repository}`, `-Dtieline.version=${version}`, 'verify'],
    { environment: { JAVA_HOME: home }, milliseconds: 240_000 });
    match(output, /Tests run: 2, Failures: 0, Errors: 0, Skipped: 0/);
  }, 250_000);
  await harness.check('every artifact has its sources and its Javadoc', () => {
    const group = join(repository, 'io', 'tieline');
    for (const artifact of readdirSync(group)) {
      const [version] = readdirSync(join(group, artifact)).filter((entry) => /^\d/.test(entry));
      const files = readdirSync(join(group, artifact, version));
      if (!files.some((file) => file.endsWith('.jar'))) continue;
      for (const kind of ['sources', 'javadoc']) {
        ok(files.some((file) => file.endsWith(`-${kind}.jar`)), `${artifact} has no ${kind}`);
      }
    }
  });
}

async function started(harness, { archive, name }) {
  const folder = join(WORK, 'start');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await succeed('tar', ['-xzf', archive, '-C', folder]);
  const programs = { archive: join(folder, name, 'bin', 'tieline'), checkout: join(INTEROP, '..', 'bin', 'tieline') };
  await harness.check(`scenario 122: from start to first call the archive takes at most ${SLOWER} times what a checkout takes`, async () => {
    const best = { archive: Infinity, checkout: Infinity };
    const server = await shellServer(folder).then(() => join(folder, 'srv', 'server'));
    for (let turn = 0; turn < TURNS; turn++) {
      for (const [who, program] of Object.entries(programs)) {
        best[who] = Math.min(best[who], await firstCall(harness, program, server));
      }
    }
    const figures = Object.entries(best).map(([who, milliseconds]) => [who, `${Math.round(milliseconds)} ms`]);
    harness.table(['started from', 'first call after'], figures);
    ok(best.archive <= SLOWER * best.checkout, JSON.stringify(best));
  }, 120_000);
}

async function firstCall(harness, program, server) {
  const begun = performance.now();
  const child = await harness.start(program, ['run', '--listen', '127.0.0.1:0', '--', server], { ready: (line) => READY.exec(line)?.[1] });
  const client = await harness.connect({ url: child.ready });
  await client.callTool({ name: 'who', arguments: {} });
  const milliseconds = performance.now() - begun;
  await client.close();
  child.process.kill('SIGTERM');
  await child.ended;
  return milliseconds;
}

/** Starts a gateway, calls a tool, and ends the gateway, which must be a good end. */
async function visit(harness, [program, args], says, tool = 'who') {
  const child = await harness.start(program, args, { ready: (line) => READY.exec(line)?.[1] });
  const answer = child.ready.startsWith('https:') ? await callOverTls(child.ready, tool) : await call(harness, child.ready, tool);
  if (says) strictEqual(answer, says);
  const ended = new Promise((resolve) => child.process.once('exit', (code, signal) => resolve(signal ?? code)));
  child.process.kill('SIGTERM');
  strictEqual(await ended, 0);
}

async function call(harness, url, tool) {
  const client = await harness.connect({ url });
  const { content } = await client.callTool({ name: tool, arguments: {} });
  await client.close();
  return content[0].text;
}

/** A key and a certificate for 127.0.0.1 in the root, as the options that name them. */
async function certificate(room) {
  const [key, chain] = ['key.pem', 'chain.pem'].map((file) => join(room, 'srv', file));
  await succeed('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1',
    '-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', chain]);
  return ['--tls-certificate', '/srv/chain.pem', '--tls-key', '/srv/key.pem'];
}

async function callOverTls(url, tool) {
  const ca = readFileSync(join(WORK, 'room', 'srv', 'chain.pem'));
  const opened = await post(url, ca, {}, { id: 1, method: 'initialize', params: {
    protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'tieline-interop', version: '1' } } });
  const session = { 'mcp-session-id': opened.headers['mcp-session-id'], 'mcp-protocol-version': '2025-11-25' };
  await post(url, ca, session, { method: 'notifications/initialized' });
  const { text } = await post(url, ca, session, { id: 2, method: 'tools/call', params: { name: tool, arguments: {} } });
  return JSON.parse(/\{.*\}/.exec(text)[0]).result.content[0].text;
}

function post(url, ca, headers, message) {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', ca, headers: {
      'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk)).on('end', () => resolve({ headers: response.headers, text }));
    });
    sent.once('error', reject).end(JSON.stringify({ jsonrpc: '2.0', ...message }));
  });
}
