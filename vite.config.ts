import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { leanMonaco } from './client/editor/lean/plugin.ts';

// One configuration for both halves: `vite build` makes the page (dist/client),
// `vite build --ssr server/cli.ts` makes the service and the command line (dist/server/cli.js).
export default defineConfig(({ isSsrBuild }) => ({
  plugins: isSsrBuild ? [] : [leanMonaco(), react()],
  root: isSsrBuild ? '.' : 'client',
  publicDir: isSsrBuild ? false : '../public',
  worker: { format: 'es' as const },
  build: isSsrBuild
    ? { outDir: 'dist/server', emptyOutDir: true, target: 'node20', minify: false }
    : { outDir: '../dist/client', emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 4000 },
  server: { proxy: { '/api': 'http://127.0.0.1:4680' } },
}));
