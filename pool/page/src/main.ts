// Polls the API once a second and shows what it says. Nothing is fetched from anywhere else.

import './style.css';
import { api, type Range, type Status, type Workers } from './api';
import { BlockStore } from './block_store';
import { showBlocks } from './blocks_table';
import { Charts } from './charts';
import { showConnect } from './connect';
import { serveCopyButtons } from './copy';
import { showDeployments } from './deployments';
import { byId, el, foreign, setText, show } from './dom';
import { duration } from './format';
import { Headline } from './headline';
import { HistoryStore, ranges } from './history_store';
import { onThemeChange } from './theme';
import { WorkerSearch } from './worker_search';
import { showWorkers } from './workers_table';

const pollMs = 1000;
const clocksApartS = 60; // clocks set by NTP agree within a second

const headline = new Headline();
const charts = new Charts(byId('charts'));
const store = new HistoryStore();
const blockStore = new BlockStore();
const search = new WorkerSearch(() => void refreshWorkers().catch(() => showConnection(true)));
let lastStatus: Status | null = null;
let lostSince: number | null = null;

function showPool(status: Status): void {
  const { pool, source } = status;
  show(byId('pool-name'), foreign(pool.name));
  document.title = `${status.blocks.found} blocks · ${pool.name}`;
  show(
    byId('pool-facts'),
    el('span', { title: 'Chain' }, foreign(pool.chain)),
    el('span', { title: 'Algorithm' }, foreign(pool.algorithm)),
    el('span', { title: 'Running since' }, `up ${duration(Math.floor(pool.uptime_s))}`),
  );
  const line = byId('source');
  line.dataset['connected'] = String(source.connected);
  const name = foreign(source.name || 'source of work');
  show(line, name, source.connected ? null : ': no new work');
}

/** What someone has to mend, in a sentence across the page. */
function showTroubles({ source, ledger }: Status): void {
  const noWork = byId('no-work');
  show(
    noWork,
    source.work_withdrawn
      ? 'The work is withdrawn: until new work comes no share counts, and miners are sent away. '
      : 'No new work comes; figures marked “old” are from before. ',
    foreign(source.name || 'The source of work'),
    ': ',
    foreign(source.detail || 'not connected'),
  );
  noWork.hidden = source.connected && !source.work_withdrawn;
  const aheadS = source.clock_ahead_s ?? 0;
  const clockApart = byId('clock-apart');
  setText(
    clockApart,
    `The clock of the source of work is ${duration(Math.abs(aheadS))} ${aheadS > 0 ? 'ahead of' : 'behind'} the pool's: set the one that is wrong.`,
  );
  clockApart.hidden = Math.abs(aheadS) <= clocksApartS;
  const unwritten = byId('ledger-fails');
  show(
    unwritten,
    'Shares cannot be written to the ledger (',
    foreign(ledger.error),
    `); ${ledger.shares_waiting} replies wait. Trying again…`,
  );
  unwritten.hidden = ledger.healthy;
}

function showConnection(lost: boolean): void {
  const banner = byId('connection-lost');
  if (!lost) {
    lostSince = null;
    banner.hidden = true;
    return;
  }
  lostSince ??= Date.now();
  headline.markOld();
  const since = duration(Math.round((Date.now() - lostSince) / 1000));
  setText(
    banner,
    `The pool has not answered for ${since}; the figures below are old. Trying again…`,
  );
  banner.hidden = false;
}

/** An answer to another question than the one asked now is dropped. */
async function refreshWorkers(): Promise<Workers> {
  const query = search.query();
  const view = await api.workers(query);
  if (lastStatus !== null && JSON.stringify(query) === JSON.stringify(search.query())) {
    search.update(view);
    showWorkers(byId('workers'), view, lastStatus.time_s, search.isNarrowed());
  }
  return view;
}

async function refresh(): Promise<void> {
  const [status, deployments] = await Promise.all([
    api.status(),
    api.deployments(),
    store.refresh(),
    blockStore.refresh(),
  ]);
  const restarted = lastStatus !== null && status.pool.uptime_s < lastStatus.pool.uptime_s;
  lastStatus = status;
  if (restarted) {
    store.reset();
    blockStore.reset();
  }
  showPool(status);
  showTroubles(status);
  headline.update(status);
  charts.update(store, blockStore.blocks, status);
  showDeployments(byId('deployments'), deployments);
  showBlocks(byId('blocks'), blockStore.blocks, status.time_s);
  const workers = await refreshWorkers();
  showConnect(status, workers.workers_tracked);
  document.body.dataset['ready'] = 'true';
}

async function poll(): Promise<void> {
  if (!document.hidden) {
    try {
      await refresh();
      showConnection(false);
    } catch {
      showConnection(true);
    }
  }
  setTimeout(() => void poll(), pollMs);
}

function offerRanges(): void {
  const group = byId('ranges');
  const buttons = (Object.keys(ranges) as Range[]).map((range) => {
    const button = el(
      'button',
      { type: 'button', 'aria-pressed': String(range === store.range) },
      ranges[range].label,
    );
    button.addEventListener('click', () => {
      buttons.forEach((other) => other.setAttribute('aria-pressed', String(other === button)));
      store.select(range);
      void store.refresh().then(
        () => {
          if (lastStatus !== null) {
            charts.update(store, blockStore.blocks, lastStatus);
          }
        },
        () => showConnection(true),
      );
    });
    return button;
  });
  group.append(...buttons);
}

offerRanges();
serveCopyButtons();
onThemeChange(() => charts.rebuild());
void poll();
