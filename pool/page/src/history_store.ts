// The series of one range, fetched once and then extended by what is new.

import { api, historyColumns, type History, type Range } from './api';

export const ranges: Record<Range, { label: string; seconds: number }> = {
  '15m': { label: '15 min', seconds: 15 * 60 },
  '3h': { label: '3 h', seconds: 3 * 3600 },
  '2d': { label: '2 days', seconds: 2 * 86400 },
};

export class HistoryStore {
  range: Range = '15m';
  data: History | null = null;

  select(range: Range): void {
    this.range = range;
    this.reset();
  }

  reset(): void {
    this.data = null;
  }

  /** Fetches what is new; true when there was anything. */
  async refresh(): Promise<boolean> {
    const range = this.range;
    const known = this.data;
    const fresh = await api.history(range, known?.time_s.at(-1) ?? 0);
    if (range !== this.range || known !== this.data) {
      return false; // another range was chosen meanwhile
    }
    if (known === null) {
      this.data = fresh;
      return true;
    }
    if (fresh.time_s.length === 0) {
      return false;
    }
    if ((fresh.time_s[0] ?? 0) <= (known.time_s.at(-1) ?? 0)) {
      this.data = fresh; // the pool's clock was set back: it sends the whole range again
      return true;
    }
    known.time_s.push(...fresh.time_s);
    const newestS = known.time_s.at(-1) ?? 0;
    const expired = known.time_s.findIndex((timeS) => timeS > newestS - ranges[range].seconds);
    known.time_s.splice(0, expired);
    for (const column of historyColumns) {
      known[column].push(...fresh[column]);
      known[column].splice(0, expired);
    }
    return true;
  }
}
