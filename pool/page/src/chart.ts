// One titled uPlot chart in a card: sized to its card, coloured by the theme, with a legend that
// shows the newest values until someone points at an older one.

import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

import { el } from './dom';
import { none, trimZeros } from './format';
import { readTheme, type Theme } from './theme';

export interface ChartSpec {
  id: string;
  title: string;
  hint: string;
  format: (value: number) => string;
  /** Allowed steps between the ticks of the y axis; any round number if left out. */
  tickSteps?: number[];
  /** Keeps zero in view; difficulty rather shows its changes. */
  fromZero: boolean;
  series: (theme: Theme) => uPlot.Series[];
  bands?: (theme: Theme) => uPlot.Band[];
}

export type ChartData = (number | null)[][];

/** Canvas text does not follow the style sheet: scale it with the root font, larger on a wall. */
function remPx(): number {
  return parseFloat(getComputedStyle(document.documentElement).fontSize);
}

/** A fifth of the screen, so that two rows and the headline fit on one, on a wall as on a desk. */
function plotHeightPx(): number {
  return Math.round(Math.min(420, Math.max(190, window.innerHeight / 5)));
}

export class Chart {
  readonly card: HTMLElement;
  private readonly body: HTMLElement;
  private readonly empty: HTMLElement;
  private plot: uPlot | null = null;
  private timesS: number[] = [];
  private columns: ChartData = [];
  private windowS: [number, number] = [0, 1];

  constructor(private readonly spec: ChartSpec) {
    this.body = el('div', { class: 'plot', role: 'img', 'aria-label': spec.title });
    this.empty = el('p', { class: 'empty' }, 'Nothing to draw in this range yet.');
    const titleId = `${spec.id}-title`;
    this.card = el(
      'article',
      { class: 'card chart', id: spec.id, 'aria-labelledby': titleId },
      el('h3', { id: titleId }, spec.title),
      el('p', { class: 'hint' }, spec.hint),
      this.body,
      this.empty,
    );
    new ResizeObserver(() => this.resize()).observe(this.body);
  }

  /** `windowS`: first and last Unix second of the time axis. Columns in the order of the series. */
  update(timesS: number[], columns: ChartData, windowS: [number, number]): void {
    this.timesS = timesS;
    this.columns = columns;
    this.windowS = windowS;
    const drawable = columns.some((column) =>
      column.some((value) => value !== null && value !== 0),
    );
    this.empty.hidden = drawable;
    this.body.hidden = !drawable;
    if (!drawable) {
      return;
    }
    this.plot ??= this.create();
    this.plot.batch(() => {
      this.plot?.setData(this.data(), false);
      this.plot?.setScale('x', { min: windowS[0], max: windowS[1] });
    });
    this.showNewest();
  }

  /** After a theme change: colours are part of the series. */
  rebuild(): void {
    this.plot?.destroy();
    this.plot = null;
    this.update(this.timesS, this.columns, this.windowS);
  }

  private data(): uPlot.AlignedData {
    return [this.timesS, ...this.columns] as uPlot.AlignedData;
  }

  private resize(): void {
    const width = this.body.clientWidth;
    if (width > 0 && this.plot !== null && this.plot.width !== width) {
      this.plot.setSize({ width, height: plotHeightPx() });
    }
  }

  private showNewest(): void {
    const plot = this.plot;
    if (plot === null) {
      return;
    }
    const newest = this.columns[0]?.findLastIndex((value) => value !== null) ?? 0;
    if (plot.cursor.idx === null || plot.cursor.idx === undefined) {
      plot.setLegend({ idx: newest });
    }
    const words = plot.series
      .slice(1)
      .map((series, i) => ({ series, value: this.columns[i]?.[newest] }))
      .filter(
        ({ series, value }) =>
          series.label !== undefined && series.class !== 'quiet' && typeof value === 'number',
      )
      .map(({ series, value }) => `${String(series.label)} ${this.spec.format(value as number)}`);
    this.body.setAttribute('aria-label', `${this.spec.title}. Now: ${words.join(', ')}`);
  }

  private create(): uPlot {
    const theme = readTheme();
    const format = this.spec.format;
    const rem = remPx();
    const font = `${0.75 * rem}px system-ui, sans-serif`;
    const axis = {
      stroke: theme.text,
      font,
      grid: { stroke: theme.grid, width: 1 },
      ticks: { show: false },
    };
    const own = this.spec.series(theme);
    const series = own.map((one) => ({
      value: (_: uPlot, value: number | null) =>
        value === null || value === undefined ? none : format(value),
      ...one,
    }));
    return new uPlot(
      {
        width: Math.max(200, this.body.clientWidth),
        height: plotHeightPx(),
        padding: [8, 2 * rem, 0, 0],
        cursor: {
          sync: { key: 'sluice', scales: ['x', null] },
          y: false,
          drag: { x: false, y: false },
        },
        scales: { x: { time: true }, y: { range: (_, min, max) => this.extent(min, max) } },
        axes: [
          { ...axis, grid: { show: false }, size: 1.75 * rem, space: 5 * rem, values: timeLabels },
          {
            ...axis,
            size: 4.6 * rem,
            space: 2.25 * rem,
            ...(this.spec.tickSteps && { incrs: this.spec.tickSteps }),
            values: (_, ticks) => ticks.map((tick) => trimZeros(format(tick))),
          },
        ],
        series: [
          {
            value: (_, time) => (time === null ? none : new Date(time * 1000).toLocaleTimeString()),
          },
          ...series,
        ],
        legend: { markers: { width: 0, fill: (_, i) => own[i - 1]?.stroke as string } },
        bands: this.spec.bands?.(theme) ?? [],
        hooks: {
          setCursor: [
            (plot) => {
              if (plot.cursor.idx === null || plot.cursor.idx === undefined) {
                this.showNewest();
              }
            },
          ],
        },
      },
      this.data(),
      this.body,
    );
  }

  private extent(min: number | null, max: number | null): [number, number] {
    if (min === null || max === null) {
      return [0, 1];
    }
    if (this.spec.fromZero) {
      return [0, max > 0 ? max * 1.08 : 1];
    }
    const slack = (max - min || Math.abs(max) || 1) * 0.1;
    return [Math.max(0, min - slack), max + slack];
  }
}

/** Hours and minutes, with seconds only where the ticks are that close. */
function timeLabels(_: uPlot, ticks: number[]): string[] {
  const close = ticks.length > 1 && (ticks[1] ?? 0) - (ticks[0] ?? 0) < 60;
  return ticks.map((tick) =>
    new Date(tick * 1000).toLocaleTimeString(undefined, {
      hour: '2-digit',
      minute: '2-digit',
      hour12: false,
      ...(close ? { second: '2-digit' } : {}),
    }),
  );
}
