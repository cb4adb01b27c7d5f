// sluice-swarm as the tests run it: simulated miners, honest and hostile, against a pool.

import { join } from 'node:path';

import { Program, binaries } from './process.mjs';

/** Starts the load tool; `report()` waits for its end and gives what it printed. */
export function startSwarm(pool, { mix, seconds, seed, user, args = [] }) {
  const swarm = new Program(join(binaries, 'sluice-swarm'), [
    '--pool', `127.0.0.1:${pool.stratum_port}`, '--mix', Object.entries(mix).map(([name, count]) => `${name}=${count}`).join(','),
    '--seconds', String(seconds), '--seed', String(seed), '--user', user, '--json', ...args,
  ]);
  swarm.report = async () => {
    const { code } = await swarm.exited;
    if (code !== 0) throw new Error(`sluice-swarm ended with ${code}:\n${swarm.output}`);
    return JSON.parse(swarm.stdout);
  };
  return swarm;
}
