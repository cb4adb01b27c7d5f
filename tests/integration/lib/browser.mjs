// The machine's own Chromium, driven by playwright-core; it downloads nothing.

import { existsSync } from 'node:fs';

import { chromium } from 'playwright-core';

const candidates = [process.env.SLUICE_CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'];
const executablePath = candidates.find((path) => path && existsSync(path));

/** Why no page can be opened on this machine; false when one can. */
export const noBrowser = !executablePath && 'no Chromium: install it, or set SLUICE_CHROMIUM to its path';

export function openBrowser() {
  if (noBrowser) throw new Error(noBrowser);
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
}
