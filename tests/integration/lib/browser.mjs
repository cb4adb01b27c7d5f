// The machine's own Chromium, driven by playwright-core; it downloads nothing.

import { existsSync } from 'node:fs';

import { chromium } from 'playwright-core';

const candidates = [process.env.SLUICE_CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/chromium-browser'];

export function openBrowser() {
  const executablePath = candidates.find((path) => path && existsSync(path));
  if (!executablePath) throw new Error('no Chromium found: install the package chromium, or set SLUICE_CHROMIUM to its path');
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
}
