// scripts/demo's promise, in its own words: it ends by itself with status 0 and its last line is the JSON summary.

import assert from 'node:assert/strict';
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
