import { defineConfig } from 'vite';
import { precompress } from '../../scripts/precompress.ts';

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  // Served as the page is, so that the comparison is between what the pages hold.
  plugins: [precompress()],
  worker: { format: 'es' },
  build: {
    outDir: '../../dist/monaco-alone',
    emptyOutDir: true,
    target: 'es2023',
    chunkSizeWarningLimit: 4000,
  },
});
