// scripts/demo's promise, in its own words: it ends by itself with status 0 and its last line is the JSON summary; or
// with status 1, saying what ended and why.

import assert from 'node:assert/strict';
import { chmod, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { Program, binaries, projectRoot } from './lib/process.mjs';

test('scripts/demo mines, activates its deployment and sums up', { timeout: 240_000 }, async (t) => {
  const demo = new Program('bash', [join(projectRoot, 'scripts/demo'), '--seconds', '60', '--http-port', '0', '--stratum-port', '0'], {
    env: { ...process.env, SLUICE_DEMO_BIN: binaries },
  });
  t.after(() => demo.stop('SIGINT'));
  const { code } = await demo.exited;
  assert.equal(code, 0, demo.tail());
  const summary = JSON.parse(demo.stdout.trim().split('\n').at(-1));
  assert.ok(summary.blocks >= 30, JSON.stringify(summary));
  assert.ok(summary.accepted_shares > 0);
  assert.ok(summary.difficulty > 0);
  assert.deepEqual(summary.deployments, { sluicegate: 'active' });
});

test('scripts/demo says that its miner died, and keeps the log', { timeout: 60_000 }, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-demo-test-'));
  t.after(() => rm(folder, { recursive: true }));
  await symlink(join(binaries, 'sluice-pool'), join(folder, 'sluice-pool'));
  await writeFile(join(folder, 'sluice-miner'), '#!/bin/sh\necho the driver is broken >&2\nkill -ABRT $$\n');
  await chmod(join(folder, 'sluice-miner'), 0o755);
  const demo = new Program('bash', [join(projectRoot, 'scripts/demo'), '--seconds', '20', '--http-port', '0', '--stratum-port', '0'], {
    env: { ...process.env, SLUICE_DEMO_BIN: folder, TMPDIR: folder },
  });
  t.after(() => demo.stop('SIGINT'));
  const { code } = await demo.exited;
  assert.equal(code, 1, demo.tail());
  assert.match(demo.output, /the miner steady ended by itself with status 134/);
  assert.match(demo.output, /the driver is broken/);
  const kept = demo.output.match(/all logs are kept in (\S+)/)[1];
  assert.match(await readFile(join(kept, 'steady.log'), 'utf8'), /the driver is broken/);
});
