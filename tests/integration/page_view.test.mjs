// What the page shows of states that take hours or bad luck to reach: the real page, answers from page_states.mjs.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';

import { noBrowser, openBrowser } from './lib/browser.mjs';
import { embeddedConfig } from './lib/configs.mjs';
import { answerWith, block, deployment, hash, poolState, wallet, worker } from './lib/page_states.mjs';
import { temporaryFolder, until } from './lib/process.mjs';
import { startPool } from './lib/sluice.mjs';

const options = { timeout: 120_000, skip: noBrowser };
const desk = { width: 1280, height: 900 };
const phone = { width: 390, height: 844 };

let pool;
let browser;
before(async () => {
  if (noBrowser) return;
  const folder = await temporaryFolder({ after });
  pool = await startPool(folder, embeddedConfig(folder));
  browser = await openBrowser();
}, { timeout: 60_000 });
after(async () => {
  await browser?.close();
  await pool?.stop('SIGKILL');
});

/** The page with this state, once it has drawn it; `prepare` runs in it before its own scripts. */
async function open(t, state, { viewport = desk, colorScheme = 'light', prepare = () => {} } = {}) {
  const page = await browser.newPage({ viewport, colorScheme });
  t.after(() => page.close());
  page.on('pageerror', (error) => assert.fail(String(error)));
  await page.addInitScript(prepare);
  await answerWith(page, state);
  await page.goto(`http://127.0.0.1:${pool.http_port}/`);
  await page.locator('body[data-ready=true]').waitFor();
  return page;
}

/** Whether the whole width of it is on the screen and nothing of its text is cut off. */
const isWhole = (locator) =>
  locator.evaluate((element) => {
    const { left, right, width } = element.getBoundingClientRect();
    return width > 0 && left >= 0 && right <= innerWidth && element.scrollWidth <= Math.ceil(width);
  });

const unluckyBlocks = [
  block(900, { verdict: 'rejected', reason: 'bad-cb-amount: the coinbase pays too much' }),
  block(899, { verdict: 'orphaned' }),
  block(898),
];

for (const viewport of [desk, phone]) {
  test(`a refused block and its reason are seen without a mouse, ${viewport.width} px wide`, options, async (t) => {
    const page = await open(t, poolState({ blockRows: unluckyBlocks }), { viewport });
    for (const text of ['bad-cb-amount: the coinbase pays too much', 'another block is in the chain in its place']) {
      const reason = page.locator('#blocks').getByText(text);
      assert.ok(await reason.isVisible(), text);
      assert.ok(await isWhole(page.locator('#blocks tr.note').filter({ hasText: text })), text);
    }
    assert.ok(await isWhole(page.locator('[data-height="900"] .badge')), 'the verdict');
    assert.match(await page.locator('#headline').innerText(), /3 not in the chain/);
    const rejects = page.locator('#workers tbody tr').first().getByRole('cell').filter({ hasText: /^12$/ });
    assert.ok(await isWhole(rejects), "a worker's rejected shares");
  });

  test(`rigs behind one address are told apart, ${viewport.width} px wide`, options, async (t) => {
    const names = ['rig-01', 'rig-02', `${'long-farm-name-'.repeat(5)}0003`].map((rig) => `${wallet}.${rig}`);
    const page = await open(t, poolState({ workerRows: names.map((name) => worker(name)) }), { viewport });
    const tails = page.locator('#workers .tail');
    assert.deepEqual(await tails.allTextContents(), ['.rig-01', '.rig-02', '-name-0003']);
    for (const tail of await tails.all()) assert.ok(await isWhole(tail), await tail.textContent());
    const head = page.locator('#workers .head').first();
    assert.ok(await head.evaluate((element) => element.scrollWidth > element.clientWidth), 'the address is cut');
    const selected = await page.locator('#workers .cut').first().evaluate((element) => {
      getSelection().selectAllChildren(element);
      return String(getSelection());
    });
    assert.equal(selected, names[0], 'a copied name is whole');
  });
}

test('a phone shows the whole width, and all that can be pressed is at least 44 px high', options, async (t) => {
  const page = await open(t, poolState({ workerRows: [worker('x'.repeat(128))] }), { viewport: phone });
  await page.getByRole('button', { name: 'Copy the hash of block 899' }).click();
  await page.locator('#copied').filter({ hasText: /./ }).waitFor();
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing is wider');
  const low = await page.locator('button, input, select, a').evaluateAll((elements) =>
    elements.filter((element) => element.getClientRects().length > 0 && element.offsetHeight < 44)
      .map((element) => element.outerHTML));
  assert.deepEqual(low, []);
});

const troubled = () => poolState({
  blockRows: unluckyBlocks,
  workerRows: [worker(`${wallet}.rig-01`), worker(`${wallet}.rig-02`, { connected: false })],
  unknownVotes: [{ name: 'taprot', signal: true, hint: 'did you mean "taproot"?' }],
  source: { connected: false, detail: 'no answer' }, ledger: { healthy: false, error: 'disk full', shares_waiting: 2 },
});
const quiet = () => poolState({ blockRows: [], workerRows: [], deployments: [], pool: { sessions: 0 } });

test('axe finds nothing', options, async (t) => {
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  for (const viewport of [desk, phone]) {
    for (const colorScheme of ['light', 'dark']) {
      for (const [name, state] of Object.entries({ troubled: troubled(), quiet: quiet() })) {
        const page = await open(t, state, { viewport, colorScheme });
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => window.axe.run());
        const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
        assert.deepEqual(found, [], `${name}, ${viewport.width} px, ${colorScheme}`);
        await page.close();
      }
    }
  }
});

test('a pool with a history does not ask for its first miner', options, async (t) => {
  const idle = { pool: { sessions: 0 }, shares: { accepted: 0, rejected: 0, rejected_by_reason: {} } };
  const restarted = await open(t, poolState(idle));
  assert.match(await restarted.locator('#connect').innerText(), /No miner is connected/);
  const blocks = { found: 0, by_verdict: { rejected: 0, orphaned: 0 }, last_time_s: null };
  const state = poolState({ ...idle, blocks, blockRows: [], workerRows: [] });
  assert.match(await (await open(t, state)).locator('#connect').innerText(), /Connect the first miner/);
});

test("a block's hash is copied, without the clipboard interface too", options, async (t) => {
  const withoutClipboard = () => Object.defineProperty(navigator, 'clipboard', { value: undefined });
  const state = poolState();
  const page = await open(t, state, { prepare: withoutClipboard });
  await page.getByRole('button', { name: 'Copy the hash of block 899' }).press('Enter');
  assert.equal(await page.evaluate(() => String(getSelection())), hash(899), 'the hash is selected');
  assert.match(await page.locator('#copied').innerText(), /^Copied|selected/);

  state.blocks.blocks.unshift(block(901));
  await page.locator('[data-height="901"]').waitFor();
  assert.equal(await page.evaluate(() => String(getSelection())), hash(899), 'still, after a block was found');
  const focused = await page.evaluate(() => document.activeElement.getAttribute('aria-label'));
  assert.equal(focused, 'Copy the hash of block 899');

  const modern = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  t.after(() => modern.close());
  const other = await modern.newPage();
  await answerWith(other, state);
  await other.goto(page.url());
  await other.getByRole('button', { name: 'Copy the hash of block 900' }).click();
  await until('the hash', async () => (await other.evaluate(() => navigator.clipboard.readText())) === hash(900));
});

test('workers are found by name and state, and more of them on request', options, async (t) => {
  const workerRows = Array.from({ length: 250 }, (_, i) =>
    worker(`${wallet}.rig-${i}`, { connected: i < 240 })).concat(worker('a b&c=%.attic'));
  const page = await open(t, poolState({ workerRows }));
  const rows = page.locator('#workers tbody tr');
  const listed = (count) => until(`${count} rows`, async () => (await rows.count()) === count);
  await listed(100);
  assert.match(await page.locator('#worker-foot').innerText(), /100 of 251 workers/);
  await page.getByRole('button', { name: 'Show more' }).click();
  await listed(200);
  await page.getByLabel('Workers to list').selectOption('not connected');
  await listed(10);
  await page.getByLabel('Workers to list').selectOption('all');
  await page.getByLabel('Find workers').fill('B&C=%');
  await listed(1);
  assert.equal(await rows.first().getAttribute('data-worker'), 'a b&c=%.attic');
  await page.getByLabel('Find workers').fill('nobody');
  await page.getByText('No worker matches.').waitFor();
});

test('the network hashrate is shown, and figures of a source that is away are marked old', options, async (t) => {
  const state = poolState();
  const page = await open(t, state);
  assert.match(await page.locator('#network-hashrate').innerText(), /^31\.0\sGH\/s$/);
  const marked = () => page.locator('#headline dl').filter({ has: page.locator('.old:visible') }).allInnerTexts();
  assert.deepEqual(await marked(), []);

  assert.ok(await page.locator('#clock-apart').isHidden(), 'clocks agree');
  state.status.source.clock_ahead_s = -7500;
  await page.getByText(/source of work is 2.h 5.min behind the pool's/).waitFor();

  state.status.source = { connected: false, name: 'litecoind', detail: 'no answer', work_withdrawn: false };
  await page.locator('#no-work').waitFor();
  assert.match(await page.locator('#no-work').innerText(), /No new work.*litecoind: no answer/);
  const names = (await marked()).map((text) => text.split('\n')[0]);
  assert.deepEqual(names.map((name) => name.replace(/\s*old/, '')), ['Network hashrate', 'Network difficulty']);

  state.status.source.work_withdrawn = true;
  await page.getByText('The work is withdrawn').waitFor();
  state.status = null; // the pool itself is away
  await page.locator('#connection-lost').waitFor();
  assert.equal((await marked()).length, 6);
});

test('an upgrade of which the node tells little is put in words, as is a vote without effect', options, async (t) => {
  const silent = {
    bit: null, since_height: null, period_blocks: null, threshold_blocks: null, elapsed_blocks: null,
    signalling_blocks: null, signalled_by_pool: false,
  };
  const states = ['defined', 'started', 'locked_in', 'active', 'failed'];
  const page = await open(t, poolState({
    deployments: [...states.map((state) => deployment(state, state, silent)), deployment('far', 'defined')],
    unknownVotes: [{ name: 'taprot', signal: false, hint: 'did you mean "taproot"?' }],
  }));
  for (const state of states) {
    const text = await page.locator(`[data-deployment=${state}]`).innerText();
    assert.doesNotMatch(text, /null|undefined|NaN|-1/);
    assert.notEqual(await page.locator(`[data-deployment=${state}] .hint`).innerText(), '', state);
  }
  assert.match(await page.locator('[data-deployment=started]').innerText(), /its bit is not known/);
  assert.match(await page.locator('[data-deployment=far] .hint').innerText(), /^Not open for voting yet.*if its start/);
  const vote = await page.locator('#deployments [role=alert]').innerText();
  assert.match(vote, /vote against .taprot. has no effect: did you mean "taproot"/);
});

test('text from outside never turns the text around it', options, async (t) => {
  const hebrew = '\u05d0\u05d1\u05d2-'; // written from right to left
  const name = (what) => hebrew + what;
  const page = await open(t, poolState({
    pool: { name: name('pool'), chain: name('chain') },
    source: { connected: false, name: name('source'), detail: name('detail') },
    ledger: { healthy: false, error: name('error'), shares_waiting: 1 },
    blockRows: [block(900, { worker: name('finder'), verdict: 'rejected', reason: name('reason') })],
    workerRows: [worker(name('worker'))],
    deployments: [deployment(name('deployment'), 'started')],
    unknownVotes: [{ name: name('vote'), signal: true, hint: name('hint') }],
  }));
  const texts = await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const { nodeValue, parentElement } = walker.currentNode;
      if (nodeValue.includes('\u05d0')) found.push([nodeValue, getComputedStyle(parentElement).unicodeBidi]);
    }
    return found;
  });
  const mixed = texts.filter(([text, bidi]) => bidi !== 'isolate' || !text.startsWith(hebrew));
  assert.deepEqual(mixed, [], 'each is alone in an element that isolates it');
  const shown = new Set(texts.map(([text]) => text));
  const names = ['pool', 'chain', 'source', 'detail', 'error', 'finder', 'reason', 'worker', 'deployment', 'vote',
    'hint'];
  assert.deepEqual(names.filter((what) => !shown.has(name(what))), [], 'all are shown');
});
