// What an operator does to a running pool: rotate its log, signal it, restart it, take its files away.

import assert from 'node:assert/strict';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { embeddedConfig } from './lib/configs.mjs';
import { Program, binaries, temporaryFolder, until } from './lib/process.mjs';
import { readBooks, startMiner, startPool } from './lib/sluice.mjs';

const inFile = async (path, pattern) => until(`${pattern} in ${path}`, async () => pattern.test(await readFile(path, 'utf8')));

/** Never finds a block within a test. */
const hardChain = { embedded: { start_difficulty: 1e6 } };

test('a log is rotated by rename and SIGHUP, and no such signal ends the pool', async (t) => {
  const folder = await temporaryFolder(t);
  const log = join(folder, 'pool.log');
  const pool = await startPool(folder, embeddedConfig(folder, { log: { file: log } }));
  t.after(() => pool.stop('SIGKILL'));
  await inFile(log, /sluice-pool started version=.*stratum=127\.0\.0\.1:\d+.*ledger=.*ledger\.db/);
  await inFile(log, /new ledger made file=/);
  for (const [index, signal] of ['SIGHUP', 'SIGUSR1'].entries()) {
    await rename(log, `${log}.${index}`);
    pool.signal(signal);
    await inFile(log, /log opened again/);
  }
  pool.signal('SIGUSR2');
  await inFile(log, /signal ignored/);
  assert.ok((await pool.api('status')).ledger.healthy);
  assert.equal((await pool.stop()).code, 0);
  assert.match(await readFile(log, 'utf8'), /stopped/);
});

test('a pool whose standard error nobody reads any more goes on', async (t) => {
  const folder = await temporaryFolder(t);
  const pool = await startPool(folder, embeddedConfig(folder));
  t.after(() => pool.stop('SIGKILL'));
  pool.child.stderr.destroy();
  for (let i = 0; i < 3; ++i) {
    pool.signal('SIGHUP'); // logs a line into the closed pipe
    await pool.api('status');
  }
  const miner = startMiner(pool);
  t.after(() => miner.stop('SIGKILL'));
  await miner.waitFor(/accepted 1\//);
  assert.equal((await pool.stop()).code, 0);
});

test('a failed start is in the log file as well', async (t) => {
  const folder = await temporaryFolder(t);
  const log = join(folder, 'pool.log');
  await writeFile(join(folder, 'ledger.db'), 'not a database at all');
  const path = join(folder, 'pool.toml');
  await writeFile(path, embeddedConfig(folder, { log: { file: log } }));
  const program = new Program(join(binaries, 'sluice-pool'), ['run', '--config', path]);
  assert.equal((await program.exited).code, 1);
  assert.match(program.output, /cannot start.*ledger\.db/s);
  assert.match(await readFile(log, 'utf8'), /cannot start.*ledger\.db/);
});

test('effort, best share and the last figures of workers survive a restart', { timeout: 120_000 }, async (t) => {
  const folder = await temporaryFolder(t);
  const toml = embeddedConfig(folder, hardChain);
  const first = await startPool(folder, toml);
  t.after(() => first.stop('SIGKILL'));
  const miner = startMiner(first, { user: 'alice.rig' });
  t.after(() => miner.stop('SIGKILL'));
  await miner.waitFor(/accepted ([3-9]|\d\d+)\//);
  await miner.stop();
  // Once it has gone from the pool too, no share or retarget can come after this reading.
  const before = await until('the worker to be gone', async () => (await first.api('workers')).workers.find((w) => !w.connected));
  assert.ok(before.accepted >= 3, `${before.accepted} shares`);
  const { effort_current: effort } = (await first.api('status')).blocks;
  assert.equal((await first.stop()).code, 0);

  const second = await startPool(folder, toml);
  t.after(() => second.stop('SIGKILL'));
  const [after] = (await second.api('workers')).workers;
  for (const figure of ['name', 'accepted', 'best_share_difficulty', 'difficulty', 'last_share_time_s']) {
    assert.deepEqual(after[figure], before[figure], figure);
  }
  assert.equal(after.connected, false);
  const restored = await until('the effort', async () => (await second.api('status')).blocks.effort_current);
  assert.ok(Math.abs(restored / effort - 1) < 1e-6, `${restored} was ${effort}`);
  assert.equal((await second.stop()).code, 0);
});

test('a ledger that is taken away is noticed, and nothing is acknowledged until it is back', { timeout: 120_000 }, async (t) => {
  const folder = await temporaryFolder(t);
  const ledger = join(folder, 'ledger.db');
  const pool = await startPool(folder, embeddedConfig(folder, hardChain));
  t.after(() => pool.stop('SIGKILL'));
  const miner = startMiner(pool);
  t.after(() => miner.stop('SIGKILL'));
  await miner.waitFor(/accepted 1\//);
  await rename(ledger, `${ledger}.moved`);
  await pool.waitFor(/(ledger files lost|ledger commit failed).*removed or renamed/);
  await until('an unhealthy ledger', async () => !(await pool.api('status')).ledger.healthy);
  await rename(`${ledger}.moved`, ledger);
  await until('a healthy ledger', async () => (await pool.api('status')).ledger.healthy);
  await miner.stop();
  const { accepted } = await until('the shares', async () => (await pool.api('workers')).workers[0]);
  assert.equal((await pool.stop()).code, 0);
  assert.equal((await readBooks(folder)).shares, accepted, 'each share once');
  await rm(ledger);
});

test('a second pool reaches the same ledger by no other name', async (t) => {
  const folder = await temporaryFolder(t);
  const pool = await startPool(folder, embeddedConfig(folder));
  t.after(() => pool.stop('SIGKILL'));
  await rm(join(folder, 'ledger.db.lock'));
  const other = await temporaryFolder(t);
  const path = join(other, 'pool.toml');
  await writeFile(path, embeddedConfig(other).replace(join(other, 'ledger.db'), join(folder, 'ledger.db')));
  const second = new Program(join(binaries, 'sluice-pool'), ['run', '--config', path]);
  assert.equal((await second.exited).code, 1);
  assert.match(second.output, /in use by another process/);
});
