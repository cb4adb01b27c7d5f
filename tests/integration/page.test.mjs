// A real browser on the pool's page: the block count rises while the miner works, and nothing is asked of the outside.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { noBrowser, openBrowser } from './lib/browser.mjs';
import { embeddedConfig } from './lib/configs.mjs';
import { temporaryFolder } from './lib/process.mjs';
import { startMiner, startPool } from './lib/sluice.mjs';

test('the page shows the block count rise', { timeout: 120_000, skip: noBrowser }, async (t) => {
  const folder = await temporaryFolder(t);
  const pool = await startPool(folder, embeddedConfig(folder));
  t.after(() => pool.stop('SIGKILL'));
  const miner = startMiner(pool);
  t.after(() => miner.stop('SIGKILL'));
  const browser = await openBrowser();
  t.after(() => browser.close());

  const page = await browser.newPage();
  const foreign = [];
  const errors = [];
  page.on('request', (request) => {
    if (new URL(request.url()).host !== `127.0.0.1:${pool.http_port}`) foreign.push(request.url());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(`http://127.0.0.1:${pool.http_port}/`);
  const blockCount = async () => Number((await page.locator('#block-count').textContent()).replace(/\D/g, '') || 0);
  const waitForMoreThan = async (count) => {
    for (let i = 0; i < 400; ++i) {
      if ((await blockCount()) > count) return;
      await page.waitForTimeout(100);
    }
    assert.fail(`the page still shows ${await blockCount()} blocks`);
  };
  await waitForMoreThan(0);
  await waitForMoreThan(await blockCount());
  await page.locator('canvas').nth(2).waitFor();
  assert.ok(await page.getByText('demo').first().isVisible(), 'the deployment is shown');
  assert.deepEqual(foreign, []);
  assert.deepEqual(errors, []);
});
