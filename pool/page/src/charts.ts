// The four charts of the page and what feeds each.

import uPlot from 'uplot';

import type { Block, Column, History, Status } from './api';
import { Chart, type ChartSpec } from './chart';
import { difficulty, duration, si } from './format';
import { ranges, type HistoryStore } from './history_store';

const smooth = uPlot.paths.spline?.();
const stepped = uPlot.paths.stepped?.({ align: 1 });
const line = (label: string, stroke: string, more: uPlot.Series = {}): uPlot.Series => ({
  label,
  stroke,
  width: 2,
  points: { show: false },
  paths: smooth,
  spanGaps: false,
  ...more,
});
/** An edge of a band: drawn as nothing, kept out of the legend by the style sheet. */
const edge = (label: string): uPlot.Series => ({
  label,
  class: 'quiet',
  width: 0,
  points: { show: false },
  paths: smooth,
});

const hashrateSpec: ChartSpec = {
  id: 'chart-hashrate',
  title: 'Pool hashrate',
  hint: 'Estimated from credited shares; the band holds the true rate 95 % of the time.',
  format: (value) => si(value, 'H/s'),
  fromZero: true,
  series: (theme) => [line('hashrate', theme.main), edge('high'), edge('low')],
  bands: (theme) => [{ series: [2, 3], fill: theme.mainBand }],
};

const sharesSpec: ChartSpec = {
  id: 'chart-shares',
  title: 'Shares per minute',
  hint: 'The share difficulty of each miner is set so that this stays steady.',
  format: (value) => si(value),
  fromZero: true,
  series: (theme) => [line('accepted', theme.main), line('rejected', theme.bad, { dash: [6, 3] })],
};

const difficultySpec: ChartSpec = {
  id: 'chart-difficulty',
  title: 'Network difficulty',
  hint: 'Against the difficulty at which the estimated hashrate would keep the block interval.',
  format: difficulty,
  fromZero: true,
  series: (theme) => [
    line('difficulty', theme.main, { paths: stepped }),
    line('in balance', theme.accent, { width: 1.5, dash: [6, 3] }),
  ],
};

const intervalSpec: ChartSpec = {
  id: 'chart-interval',
  title: 'Block interval',
  hint: 'Each dot is a block and the time since the one before it.',
  format: duration,
  tickSteps: [
    0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400, 43200,
    86400,
  ],
  fromZero: true,
  series: (theme) => [
    {
      label: 'interval',
      stroke: theme.main,
      width: 0,
      paths: () => null,
      points: { show: true, size: 6, fill: theme.main, width: 0 },
    },
    line('target', theme.accent, { width: 1.5, dash: [6, 3], spanGaps: true }),
  ],
};

export class Charts {
  private readonly hashrate = new Chart(hashrateSpec);
  private readonly shares = new Chart(sharesSpec);
  private readonly difficulty = new Chart(difficultySpec);
  private readonly interval = new Chart(intervalSpec);
  private readonly all = [this.hashrate, this.shares, this.difficulty, this.interval];

  constructor(parent: HTMLElement) {
    parent.append(...this.all.map((chart) => chart.card));
  }

  rebuild(): void {
    this.all.forEach((chart) => chart.rebuild());
  }

  update(store: HistoryStore, blocks: Block[], status: Status): void {
    const history = store.data;
    if (history === null) {
      return;
    }
    const windowS = timeWindow(store, history, status);
    const times = history.time_s;
    const [high, low] = band(history);
    this.hashrate.update(times, [history.hashrate_hps, high, low], windowS);
    this.shares.update(times, [history.accepted_per_min, history.rejected_per_min], windowS);
    this.difficulty.update(
      times,
      [history.network_difficulty, history.equilibrium_difficulty],
      windowS,
    );
    this.updateIntervals(blocks, status.pool.block_interval_target_s, windowS);
  }

  private updateIntervals(blocks: Block[], targetS: number, windowS: [number, number]): void {
    const dots = blocks
      .filter((block) => block.interval_s !== null && block.time_s >= windowS[0])
      .reverse();
    // Blocks may share a second or come out of order; a chart's times must rise.
    dots.sort((a, b) => a.time_s - b.time_s);
    const times = [windowS[0], ...dots.map((block) => block.time_s), windowS[1]];
    const intervals: Column = [null, ...dots.map((block) => block.interval_s), null];
    const target: Column = times.map(() => (dots.length > 0 ? targetS : null));
    this.interval.update(times, [intervals, target], windowS);
  }
}

/** A young pool's chart fills its width instead of starting at the right edge. */
function timeWindow(store: HistoryStore, history: History, status: Status): [number, number] {
  const shortestS = 120;
  const endS = history.time_s.at(-1) ?? status.time_s;
  const firstS = history.time_s[0] ?? endS;
  return [Math.max(endS - ranges[store.range].seconds, Math.min(firstS, endS - shortestS)), endS];
}

function band(history: History): [Column, Column] {
  const high: Column = [];
  const low: Column = [];
  history.hashrate_hps.forEach((rate, i) => {
    const margin = history.hashrate_margin_hps[i] ?? null;
    high.push(rate === null || margin === null ? null : rate + margin);
    low.push(rate === null || margin === null ? null : Math.max(0, rate - margin));
  });
  return [high, low];
}
