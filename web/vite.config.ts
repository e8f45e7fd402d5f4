import { svelte } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const console_ = process.env['BAQYLAU_CONSOLE'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  // The console serves the page at / and every file of it under /page/, by one name without folders.
  base: '/page/',
  plugins: [svelte()],
  resolve: {
    alias: {
      $: fileURLToPath(new URL('./src', import.meta.url)),
      $texts: fileURLToPath(new URL('../src/baqylau/incidents/texts', import.meta.url)),
      $refusals: fileURLToPath(new URL('../src/baqylau/platform/texts', import.meta.url)),
      $papers: fileURLToPath(new URL('../src/baqylau/papers/texts', import.meta.url)),
    },
    // Without this vitest would take Svelte's server half.
    ...(process.env['VITEST'] ? { conditions: ['browser'] } : {}),
  },
  build: {
    target: 'es2022',
    assetsDir: '',
    // The content security policy allows no data: scripts or styles; small files stay files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy: { '/api': { target: console_, ws: true } } },
  test: { include: ['src/**/*.test.ts', 'tests/**/*.test.ts'], environment: 'node' },
});
