import { defineConfig, loadEnv } from 'vite';

export default defineConfig(({ mode }) => {
  // SLUICE_POOL: the pool that `npm run dev` shows, for work on the page alone.
  const pool = loadEnv(mode, '.', 'SLUICE_')['SLUICE_POOL'] ?? 'http://127.0.0.1:8080';
  return {
    base: './',
    build: {
      target: 'es2020',
      // The pool's Content-Security-Policy allows files of its own only, so nothing is inlined.
      assetsInlineLimit: 0,
      modulePreload: false,
    },
    server: { proxy: { '/api': pool, '/metrics': pool } },
  };
});
