// The pool's JSON API as types; docs/http-api.md describes every field. Units are in the names.

export interface Hashrate {
  window_s: number;
  observed_s: number;
  hashrate_hps: number;
  margin_hps: number;
  shares: number;
}

export interface Status {
  time_s: number;
  pool: {
    name: string;
    chain: string;
    algorithm: string;
    version: string;
    stratum_host: string;
    stratum_port: number;
    block_interval_target_s: number;
    is_whole_network: boolean;
    uptime_s: number;
    sessions: number;
  };
  hashrates: Hashrate[];
  shares: {
    accepted: number;
    rejected: number;
    rejected_by_reason: Record<string, number>;
    hashes_credited: number;
  };
  blocks: {
    found: number;
    by_verdict: Record<Verdict, number>;
    last_time_s: number | null;
    interval_mean_s: number | null;
    interval_mean_blocks: number;
    effort_current: number | null;
  };
  network: {
    difficulty: number | null;
    hashrate_hps: number | null;
    equilibrium_difficulty: number | null;
    job: { height: number; bits: string; transactions: number; time_s: number } | null;
  };
  ledger: { healthy: boolean; error: string; shares_waiting: number };
  source: {
    connected: boolean;
    name: string;
    detail: string;
    work_withdrawn: boolean;
    clock_ahead_s: number | null;
  };
}

export type Verdict = 'pending' | 'accepted' | 'rejected' | 'orphaned';
export type Range = '15m' | '3h' | '2d';
export type Column = (number | null)[];

export const historyColumns = [
  'hashrate_hps',
  'hashrate_margin_hps',
  'accepted_per_min',
  'rejected_per_min',
  'network_difficulty',
  'equilibrium_difficulty',
  'sessions',
] as const;

export type History = { step_s: number; hashrate_window_s: number; time_s: number[] } & Record<
  (typeof historyColumns)[number],
  Column
>;

export interface Block {
  height: number;
  hash: string;
  time_s: number;
  interval_s: number | null;
  worker: string;
  network_difficulty: number;
  share_difficulty: number;
  verdict: Verdict;
  reason: string;
}

export interface Worker {
  name: string;
  connected: boolean;
  hashrate: Hashrate;
  difficulty: number;
  best_share_difficulty: number;
  accepted: number;
  rejected: number;
  last_share_time_s: number | null;
}

export interface Workers {
  workers_tracked: number;
  workers_matching: number;
  workers: Worker[];
}

export interface WorkerQuery {
  limit: number;
  name: string; // a part of it; empty: every name
  connected: string; // true, false, or empty for both
}

export interface Deployment {
  name: string;
  bit: number | null;
  state: string;
  since_height: number | null;
  period_blocks: number | null;
  threshold_blocks: number | null;
  elapsed_blocks: number | null;
  signalling_blocks: number | null;
  signalled_by_pool: boolean;
}

/** A vote of the operator on a deployment that the node does not list. */
export interface UnknownVote {
  name: string;
  signal: boolean;
  hint: string;
}

export interface Deployments {
  deployments: Deployment[];
  unknown_votes: UnknownVote[];
}

const timeoutMs = 5000;

async function get<T>(path: string): Promise<T> {
  const response = await fetch(path, { signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok) {
    throw new Error(`${path}: HTTP ${response.status}`);
  }
  return (await response.json()) as T;
}

export const api = {
  status: () => get<Status>('api/v1/status'),
  history: (range: Range, sinceS: number) =>
    get<History>(`api/v1/history?range=${range}&since=${sinceS}`),
  blocks: (limit: number) => get<{ blocks: Block[] }>(`api/v1/blocks?limit=${limit}`),
  workers: ({ limit, name, connected }: WorkerQuery) => {
    const query = new URLSearchParams({ limit: String(limit), name, connected });
    return get<Workers>(`api/v1/workers?${query}`);
  },
  deployments: () => get<Deployments>('api/v1/deployments'),
};
