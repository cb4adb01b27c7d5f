// The pool on its own chain, as the demo runs it: a deployment activates, a restart goes on, the summary tells.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { embeddedConfig } from './lib/configs.mjs';
import { temporaryFolder, until } from './lib/process.mjs';
import { readBooks, startMiner, startPool } from './lib/sluice.mjs';

test('mines its own chain until a deployment is active, and goes on after a restart', { timeout: 120_000 }, async (t) => {
  const folder = await temporaryFolder(t);
  const toml = embeddedConfig(folder);
  let pool = await startPool(folder, toml, ['--summary']);
  t.after(() => pool.stop('SIGKILL'));
  let miner = startMiner(pool);
  t.after(() => miner.stop('SIGKILL'));

  await until('the deployment to be active', async () => {
    const { deployments } = await pool.api('deployments');
    return deployments.find(({ name }) => name === 'demo')?.state === 'active';
  }, 90_000, 200);
  await miner.stop('SIGINT');
  assert.equal((await pool.stop()).code, 0);
  const summary = JSON.parse(pool.stdout.trim().split('\n').at(-1));
  assert.ok(summary.blocks >= 14, JSON.stringify(summary)); // active is the state of block 15
  assert.ok(summary.accepted_shares >= 1);
  assert.ok(summary.difficulty > 0);
  assert.deepEqual(summary.deployments, { demo: 'active' });

  pool = await startPool(folder, toml, ['--summary']);
  miner = startMiner(pool);
  const { height } = (await until('a job', async () => {
    const status = await pool.api('status');
    return status.network?.job?.height > summary.blocks && status.network.job;
  }));
  assert.ok(height > summary.blocks);
  const books = await readBooks(folder);
  assert.ok(books.blocks_accepted >= summary.blocks);
  await miner.stop('SIGINT');
  await pool.stop();
});

test('mines a scrypt chain, whose shares count 65536 times less work', { timeout: 120_000 }, async (t) => {
  const folder = await temporaryFolder(t);
  const pool = await startPool(folder, embeddedConfig(folder, {
    pool: { algorithm: 'scrypt' },
    embedded: { start_difficulty: 0.1 }, // 6,550 hashes a block
    stratum: { start_difficulty: 0.01, min_difficulty: 0.001 },
  }), ['--summary']);
  t.after(() => pool.stop('SIGKILL'));
  const miner = startMiner(pool, { algorithm: 'scrypt' });
  t.after(() => miner.stop('SIGKILL'));
  const { blocks } = await until('blocks of the scrypt chain', async () => {
    const summary = await pool.api('summary');
    return summary.blocks >= 5 && summary;
  }, 90_000, 200);
  await miner.stop('SIGINT');
  await pool.stop();
  const books = await readBooks(folder);
  assert.ok(books.blocks_accepted >= blocks);
  assert.doesNotMatch(pool.output, /low difficulty|invalid share/i);
});

test('counts every acknowledged share over kills of the pool', { timeout: 120_000 }, async (t) => {
  const folder = await temporaryFolder(t);
  const toml = embeddedConfig(folder);
  let pool = await startPool(folder, toml);
  t.after(() => pool.stop('SIGKILL'));
  const port = pool.stratum_port;
  const miner = startMiner(pool, { args: ['--retry-pause', '1'] });
  t.after(() => miner.stop('SIGKILL'));
  const acknowledged = () => [...miner.output.matchAll(/accepted (\d+)\/\d+/g)].map((match) => Number(match[1])).at(-1) ?? 0;

  for (let round = 0; round < 3; ++round) {
    const before = acknowledged();
    await until('more shares', () => acknowledged() > before + 5, 30_000);
    await pool.stop('SIGKILL');
    const books = await readBooks(folder);
    assert.ok(books.shares >= acknowledged(), `${books.shares} in the books, ${acknowledged()} acknowledged`);
    pool = await startPool(folder, toml.replace('127.0.0.1:0', `127.0.0.1:${port}`));
  }
});
