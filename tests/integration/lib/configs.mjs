// TOML for the pools under test. Ports are 0 (any free one) and files lie in the test's own folder.

import { join } from 'node:path';

const section = (name, values) =>
  `[${name}]\n${Object.entries(values).map(([key, value]) => `${key} = ${JSON.stringify(value)}\n`).join('')}\n`;

const common = (folder, overrides = {}) =>
  section('stratum', {
    listen: '127.0.0.1:0', shards: 2, start_difficulty: 0.0001, min_difficulty: 0.0001, ...overrides.stratum,
  }) +
  section('ledger', { path: join(folder, 'ledger.db') }) +
  section('http', { listen: '127.0.0.1:0', ...overrides.http }) +
  section('log', { level: 'info', ...overrides.log });

/** A pool on a real node. */
export function nodeConfig(folder, node, address, overrides = {}) {
  return (
    section('pool', { network: 'regtest', source: 'node', address, ...overrides.pool }) +
    section('node', { url: node.url, user: 'x', password: node.password, poll_interval_ms: 100, ...overrides.node }) +
    (overrides.votes ? section('votes', overrides.votes) : '') +
    common(folder, overrides)
  );
}

/** A pool on its own chain, with one deployment that locks in after ten blocks. */
export function embeddedConfig(folder, overrides = {}) {
  return (
    section('pool', { source: 'embedded', ...overrides.pool }) +
    section('embedded', {
      path: join(folder, 'chain.db'), rule: 'asert', block_interval_s: 1, half_life_s: 20, start_difficulty: 0.0005,
      ...overrides.embedded,
    }) +
    `[[embedded.deployment]]\nname = "demo"\nbit = 3\nperiod_blocks = 5\nthreshold_blocks = 4\n\n` +
    common(folder, overrides)
  );
}
