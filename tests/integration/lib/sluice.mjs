// sluice-pool and sluice-miner as the tests run them: real binaries, loopback only.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { Program, binaries } from './process.mjs';

/** Starts a pool with this TOML text and waits until it serves. */
export async function startPool(folder, toml, args = []) {
  const path = join(folder, 'pool.toml');
  await writeFile(path, toml);
  const pool = new Program(join(binaries, 'sluice-pool'), ['run', '--config', path, ...args]);
  const [, ready] = await pool.waitFor(/^ready (\{.*\})$/m);
  Object.assign(pool, JSON.parse(ready)); // stratum_port, http_port
  pool.api = async (endpoint) => (await fetch(`http://127.0.0.1:${pool.http_port}/api/v1/${endpoint}`)).json();
  return pool;
}

/** Starts a CPU miner against the pool. */
export function startMiner(pool, { user = 'tester', algorithm = 'sha256d', threads = 1, args = [] } = {}) {
  return new Program(join(binaries, 'sluice-miner'), [
    '-a', algorithm, '-o', `stratum+tcp://127.0.0.1:${pool.stratum_port}`, '-u', user, '-p', 'x',
    '-t', String(threads), '--no-color', ...args,
  ]);
}

/** The totals of the pool's ledger, as `sluice-pool books` prints them. */
export async function readBooks(folder) {
  const books = new Program(join(binaries, 'sluice-pool'), ['books', '--config', join(folder, 'pool.toml')]);
  const { code } = await books.exited;
  if (code !== 0) throw new Error(`sluice-pool books failed:\n${books.output}`);
  return JSON.parse(books.stdout);
}
