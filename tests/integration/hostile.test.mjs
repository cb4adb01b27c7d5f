// A pool under attack: it stays alive and small, and honest miners behind the attacker's own address lose nothing.
// scripts/hostile runs this again and again, with other seeds and sanitizers.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

import { embeddedConfig } from './lib/configs.mjs';
import { temporaryFolder, until } from './lib/process.mjs';
import { readBooks, startPool } from './lib/sluice.mjs';
import { Idlers, names, openings, pause, send } from './lib/strangers.mjs';
import { StratumClient } from './lib/stratum.mjs';
import { startSwarm } from './lib/swarm.mjs';

const seed = Number(process.env.SLUICE_HOSTILE_SEED ?? 1);
/** Sanitizers keep freed memory, so that bounds on memory hold only without; and a line takes them twenty times as long,
 *  so that a fifth of the flood takes the processors as well. */
const sanitized = process.env.SLUICE_SANITIZED === '1';
const attackRate = sanitized ? '60' : '300';
/** What an honest client waits for an answer: miners wait for 15 s and more, Prometheus for 10 s. */
const patienceMs = sanitized ? 30_000 : 10_000;
const mebibyte = 1 << 20;

/** At most 25 MiB were seen. 64 MiB of room: each of 20 slow readers may have 256 KiB, each session that ended 2 KB; an
 *  unbounded queue behind any of the attacks below would take more within their 18 seconds. */
const rssMaxBytes = 96 * mebibyte;
/** 80 of the pool itself, about 180 clients of both swarms, 130 connections from here, and what is being closed. */
const descriptorsMax = 800;

const honestSeconds = 24;
const attackSeconds = 18;

const usageOf = (pid) => ({
  rss: Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096,
  descriptors: readdirSync(`/proc/${pid}/fd`).length,
});

const config = (folder) => embeddedConfig(folder, {
  embedded: { block_interval_s: 2, start_difficulty: 1e-5 },
  stratum: { start_difficulty: 1e-7, min_difficulty: 1e-9, max_difficulty: 1e-5 },
});

/** Logs in and has work. */
async function honestLogin(pool, worker) {
  const client = await StratumClient.open(pool.stratum_port);
  try {
    await client.login(worker, patienceMs);
    assert.ok(client.job, 'a login without work');
  } finally {
    client.close();
  }
}

/** Asks /metrics twice a second until told to stop; gives how often it answered and how often not. */
function watchMetrics(pool) {
  const seen = { answered: 0, failed: 0 };
  let watching = true;
  const loop = (async () => {
    while (watching) {
      try {
        const reply = await fetch(`http://127.0.0.1:${pool.http_port}/metrics`, { signal: AbortSignal.timeout(patienceMs) });
        const text = await reply.text();
        if (reply.status === 200 && text.includes('sluice_pool_sessions')) ++seen.answered;
        else ++seen.failed;
      } catch {
        ++seen.failed;
      }
      await pause(500);
    }
  })();
  return async () => {
    watching = false;
    await loop;
    return seen;
  };
}

test('honest miners lose nothing while their own address attacks', { timeout: 180_000 }, async (t) => {
  const folder = await temporaryFolder(t);
  const pool = await startPool(folder, config(folder));
  t.after(() => pool.stop('SIGKILL'));
  t.diagnostic(`seed ${seed}`);
  const before = usageOf(pool.child.pid);

  const honest = startSwarm(pool, {
    mix: { honest: 60, burst: 6 }, seconds: honestSeconds, seed, user: 'good',
    args: ['--hashrate-min', '10', '--hashrate-max', '20k', '--per-miner', '--pid', String(pool.child.pid)],
  });
  t.after(() => honest.stop('SIGKILL'));
  await until('shares of the honest miners', async () => (await pool.api('status')).shares.accepted > 20);
  const metrics = watchMetrics(pool);
  const attack = startSwarm(pool, {
    mix: { duplicate: 4, stale: 4, storm: 20, slow_reader: 20, junk: 10, authorize: 6, subscribe: 6, idle: 40 },
    seconds: attackSeconds, seed: seed + 1, user: 'bad',
    args: ['--hashrate-min', '10', '--hashrate-max', '20k', '--attack-rate', attackRate, '--reconnect-rate', '4'],
  });
  t.after(() => attack.stop('SIGKILL'));

  for (const [name, bytes] of Object.entries(openings)) {
    await t.test(`${name} costs nobody the port`, async () => {
      await Promise.all(Array.from({ length: 5 }, () => send(pool.stratum_port, bytes)));
      assert.equal(pool.exit, undefined, pool.tail());
      await honestLogin(pool, `good.after-${Object.keys(openings).indexOf(name)}`);
    });
  }

  await t.test('names cannot forge a log line or turn a text around', async () => {
    for (const name of names) {
      const line = `${JSON.stringify({ id: 1, method: 'mining.subscribe', params: [name] })}\n` +
        `${JSON.stringify({ id: 2, method: 'mining.authorize', params: [name, name] })}\n`;
      await send(pool.stratum_port, Buffer.from(line), 150);
    }
    // eslint-disable-next-line no-control-regex
    assert.doesNotMatch(pool.output, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/);
    const listed = (await pool.api('workers?limit=1000')).workers.map((worker) => worker.name);
    // eslint-disable-next-line no-control-regex
    assert.deepEqual(listed.filter((name) => /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/.test(name)), []);
  });

  await t.test('half-open and idle connections keep nobody out', async () => {
    const idlers = new Idlers(pool.stratum_port, 100);
    const halfOpen = new Idlers(pool.stratum_port, 30, '{"id":1,"meth');
    await pause(300);
    for (let i = 0; i < 5; ++i) await honestLogin(pool, `good.idle-${i}`);
    idlers.close();
    halfOpen.close();
  });

  await t.test('a slow HTTP client does not take /metrics and the page away', async () => {
    const slow = new Idlers(pool.http_port, 300, 'GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ');
    t.after(() => slow.close());
    await pause(500);
    for (let i = 0; i < 6; ++i) {
      slow.drip();
      const reply = await fetch(`http://127.0.0.1:${pool.http_port}/metrics`, { signal: AbortSignal.timeout(patienceMs) });
      assert.equal(reply.status, 200);
      await reply.text();
      const page = await fetch(`http://127.0.0.1:${pool.http_port}/`, { signal: AbortSignal.timeout(patienceMs) });
      assert.equal(page.status, 200);
      await page.text();
    }
    slow.close();
  });

  await t.test('twenty junk lines, again and again, leave the address open', async () => {
    for (let i = 0; i < 20; ++i) {
      await send(pool.stratum_port, '{"id":1}\n'.repeat(20), 100);
      await honestLogin(pool, `good.neighbour-${i}`);
    }
  });

  const attacked = await attack.report();
  const good = await honest.report();
  const { answered, failed } = await metrics();
  assert.equal(pool.exit, undefined, pool.tail());

  await t.test('the pool stays small', async () => {
    assert.equal(good.server.ended, false);
    t.diagnostic(`RSS at most ${(good.server.rss_max_bytes / mebibyte).toFixed(1)} MiB, ` +
      `descriptors at most ${good.server.descriptors_max}, CPU ${good.server.cpu_s.toFixed(1)} s`);
    if (!sanitized) assert.ok(good.server.rss_max_bytes < rssMaxBytes, `${good.server.rss_max_bytes} bytes`);
    assert.ok(good.server.descriptors_max < descriptorsMax, `${good.server.descriptors_max} descriptors`);
    await until('descriptors of ended connections to be given back',
      () => usageOf(pool.child.pid).descriptors <= before.descriptors + 20);
  });

  await t.test('/metrics answers throughout', () => {
    assert.ok(answered >= 10, `${answered} answers`);
    assert.equal(failed, 0, `${failed} of ${answered + failed} failed`);
  });

  await t.test('no honest miner is turned away, cut off, or left without an answer', () => {
    t.diagnostic(`honest: ${JSON.stringify(good.total)}`);
    t.diagnostic(`attack: ${JSON.stringify(attacked.total)}`);
    assert.equal(good.total.miners, 66);
    assert.equal(good.total.connect_failures, 0);
    assert.equal(good.total.closed_before_login, 0);
    assert.equal(good.total.closed_after_login, 0);
    assert.equal(good.total.unanswered, 0);
    assert.ok(good.total.accepted > 200, `${good.total.accepted} accepted`);
    // A block ends the jobs before it: nothing else of an honest miner may be refused.
    assert.deepEqual(Object.keys(good.total.rejected_by_reason).filter((reason) => !/^21 /.test(reason)), []);
  });

  await t.test('each attack took place', () => {
    const { behaviours } = attacked;
    assert.ok(behaviours.storm.connects > 100, JSON.stringify(behaviours.storm));
    assert.ok(behaviours.stale.submitted > 100);
    assert.ok(behaviours.duplicate.rejected > 0);
    for (const name of ['junk', 'authorize', 'subscribe', 'slow_reader']) assert.ok(behaviours[name].lines_sent > 100, name);
  });

  const workers = new Map((await pool.api('workers?limit=1000&name=good.honest')).workers.map(({ name, accepted }) => [name, accepted]));
  assert.equal((await pool.stop()).code, 0, pool.tail());

  await t.test('every acknowledged share is in the ledger, and no other', async () => {
    const books = await readBooks(folder);
    const acknowledged = good.total.accepted + attacked.total.accepted;
    assert.ok(books.shares >= acknowledged, `${books.shares} in the ledger, ${acknowledged} acknowledged`);
    assert.ok(books.shares <= acknowledged + attacked.total.unanswered,
      `${books.shares} in the ledger, ${acknowledged} acknowledged, ${attacked.total.unanswered} unanswered`);
    for (const [worker, accepted] of Object.entries(good.miners)) {
      if (worker.startsWith('good.honest') && accepted > 0) assert.equal(workers.get(worker), accepted, worker);
    }
  });
});
