// Answers of the API for the page's tests: a pool in a state that takes hours or bad luck to reach.

const nowS = 1_767_225_600;

const hashrate = (hps, shares = 300) =>
  ({ window_s: 60, observed_s: 60, hashrate_hps: hps, margin_hps: hps / 9, shares });

export const wallet = 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq';

export const hash = (height) => `${'0'.repeat(16)}${String(height).padStart(48, 'a1b2c3d4e5f6')}`;

export const block = (height, more = {}) => ({
  height, hash: hash(height), time_s: nowS - (900 - height) * 140, interval_s: 140,
  worker: `${wallet}.rig-0${height % 3}`, network_difficulty: 1204.5, share_difficulty: 2210,
  verdict: 'accepted', reason: '', ...more,
});

export const worker = (name, more = {}) => ({
  name, connected: true, hashrate: hashrate(2.4e9), difficulty: 0.5, best_share_difficulty: 1811,
  accepted: 52_340, rejected: 12, last_share_time_s: nowS - 4, ...more,
});

export const deployment = (name, state, more = {}) => ({
  name, bit: 1, state, since_height: 432, period_blocks: 144, threshold_blocks: 108,
  elapsed_blocks: 60, signalling_blocks: 41, signalled_by_pool: true, ...more,
});

function status(more) {
  return {
    time_s: nowS,
    pool: {
      name: 'North Shed', chain: 'litecoin-test', algorithm: 'scrypt', version: '0.1.0', stratum_host: '',
      stratum_port: 3333, block_interval_target_s: 150, is_whole_network: false, uptime_s: 86_000, sessions: 31,
      ...more.pool,
    },
    hashrates: [10, 60, 600, 3600].map((window_s) => ({ ...hashrate(7.2e9), window_s, observed_s: window_s })),
    shares: {
      accepted: 157_020, rejected: 36, rejected_by_reason: { stale: 30, duplicate: 6 }, hashes_credited: 1e14,
      ...more.shares,
    },
    blocks: {
      found: 238, by_verdict: { pending: 0, accepted: 235, rejected: 2, orphaned: 1 }, last_time_s: nowS - 140,
      interval_mean_s: 161, interval_mean_blocks: 20, effort_current: 0.4, ...more.blocks,
    },
    network: {
      difficulty: 1204.5, hashrate_hps: 3.1e10, equilibrium_difficulty: 1082,
      job: { height: 901, bits: '1d1e1e1e', transactions: 12, coinbase_value_sat: 625_000_000, time_s: nowS - 12 },
      ...more.network,
    },
    ledger: { healthy: true, error: '', shares_waiting: 0, ...more.ledger },
    source: {
      connected: true, name: 'litecoind', detail: 'version 0.21.2', work_withdrawn: false, clock_ahead_s: 0,
      ...more.source,
    },
  };
}

function history() {
  const time_s = Array.from({ length: 300 }, (_, i) => nowS - 900 + 3 * i);
  const wave = (mean) => time_s.map((_, i) => mean * (1 + 0.05 * Math.sin(i / 17)));
  return {
    step_s: 3, hashrate_window_s: 30, time_s, hashrate_hps: wave(7.2e9), hashrate_margin_hps: wave(6e8),
    accepted_per_min: wave(520), rejected_per_min: wave(2), network_difficulty: wave(1204),
    equilibrium_difficulty: wave(1082), sessions: time_s.map(() => 31),
  };
}

/** A pool that has run for a day; `more` replaces parts of it. */
export function poolState(more = {}) {
  return {
    status: status(more),
    history: history(),
    blocks: { blocks: more.blockRows ?? [block(900), block(899), block(898)] },
    workers: more.workerRows ?? [1, 2, 3].map((i) => worker(`${wallet}.rig-0${i}`)),
    deployments: {
      deployments: more.deployments ?? [deployment('mweb', 'started')],
      unknown_votes: more.unknownVotes ?? [],
    },
  };
}

function historySince(all, sinceS) {
  const from = all.time_s.findIndex((timeS) => timeS > sinceS);
  const cut = (value) => (Array.isArray(value) ? value.slice(from < 0 ? value.length : from) : value);
  return Object.fromEntries(Object.entries(all).map(([key, value]) => [key, cut(value)]));
}

function workersAnswer(rows, query) {
  const name = (query.get('name') ?? '').toLowerCase();
  const connected = query.get('connected') ?? '';
  const matching = rows.filter((row) =>
    row.name.toLowerCase().includes(name) && (connected === '' || String(row.connected) === connected));
  return {
    workers_tracked: rows.length, workers_matching: matching.length,
    workers: matching.slice(0, Number(query.get('limit') ?? 200)),
  };
}

function answer(state, endpoint, query) {
  switch (endpoint) {
    case 'workers':
      return workersAnswer(state.workers, query);
    case 'history':
      return historySince(state.history, Number(query.get('since')));
    default:
      return state[endpoint];
  }
}

/** From now on `page` is answered with `state`, whose members may change; null: no answer at all. */
export async function answerWith(page, state) {
  await page.route('**/api/v1/**', (route) => {
    const url = new URL(route.request().url());
    const endpoint = url.pathname.split('/').pop();
    if (state[endpoint] === null) return route.abort();
    return route.fulfill({ json: answer(state, endpoint, url.searchParams) });
  });
}
