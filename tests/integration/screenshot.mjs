// node screenshot.mjs URL FILE.png [WIDTH [HEIGHT [dark]]] : a picture of the page; scripts/screenshot calls it.

import { openBrowser } from './lib/browser.mjs';

const [url, file, width = '1400', height = '1300', scheme = 'light'] = process.argv.slice(2);
if (!url || !file) {
  console.error('usage: node screenshot.mjs URL FILE.png [WIDTH [HEIGHT [dark|light]]]');
  process.exit(2);
}
const browser = await openBrowser();
const page = await browser.newPage({
  viewport: { width: Number(width), height: Number(height) }, colorScheme: scheme === 'dark' ? 'dark' : 'light',
});
await page.goto(url);
await page.waitForTimeout(2500); // two polls, so that the charts are filled
await page.screenshot({ path: file });
await browser.close();
