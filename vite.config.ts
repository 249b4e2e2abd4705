import { readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { defineConfig, type HtmlTagDescriptor, type IndexHtmlTransformContext, type Plugin } from 'vite';
import { leanMonaco } from './client/editor/lean/plugin.ts';
import { precompress } from './scripts/precompress.ts';
import type { Kit } from './shared/kits/schema.ts';

/**
 * The editor's code is asked for by the page's own code, the fonts by its style sheet: named in the page itself,
 * they load side by side with what asks for them instead of after it.
 */
function loadEarly(): Plugin {
  // What the page opens with when it is opened for the first time.
  const { files } = JSON.parse(
    readFileSync(new URL('public/kits/rustnet/kit.json', import.meta.url), 'utf8'),
  ) as Kit;
  const sources = Object.values(files).map(({ source }) => source);
  const firstKit = ['kit.json', ...sources].map((name) => `kits/rustnet/${name}`);
  const preload = (file: string, attrs: Record<string, string | boolean>): HtmlTagDescriptor => ({
    tag: 'link',
    attrs: { href: `/${file}`, ...attrs },
    injectTo: 'head',
  });
  /** The editor, the page around it, and what both are made of beyond the page's own code. */
  const early = (bundle: NonNullable<IndexHtmlTransformContext['bundle']>) => {
    const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
    const chosen = chunks.filter(({ fileName }) => /\/(?:editor|ui)-[^/]*\.js$/.test(fileName));
    const named = new Set(chosen.flatMap(({ fileName, imports }) => [fileName, ...imports]));
    return chunks.filter(({ fileName }) => named.has(fileName) && !fileName.includes('/index-'));
  };
  return {
    name: 'load-early',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle = {} }) => [
        ...firstKit.map((href) => preload(href, { rel: 'preload', as: 'fetch', crossorigin: true })),
        ...[...early(bundle)].flatMap(({ fileName, viteMetadata }) => [
          preload(fileName, { rel: 'modulepreload', crossorigin: true }),
          // As a style sheet, and not only preloaded: the editor's code waits for it otherwise.
          ...[...(viteMetadata?.importedCss ?? [])].map((file) =>
            preload(file, { rel: 'stylesheet', crossorigin: true }),
          ),
        ]),
        ...Object.keys(bundle).flatMap((file) => {
          if (/-latin-wght-normal-[^/]*\.woff2$/.test(file))
            return [preload(file, { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: true })];
          return [];
        }),
      ],
    },
  };
}

/** Small modules that several panels share, and the first view needs: one piece instead of one for each set of users. */
const asking =
  /\/shared\/policy\/(?:classes\/numbers|requests|requirements)\.ts$|\/client\/panels\/(?:requirements\/(?:grid|model)|evidence\/kept)\.ts$/;

// One configuration for both halves: `vite build` makes the page (dist/client),
// `vite build --ssr server/cli.ts` makes the service and the command line (dist/server/cli.js).
export default defineConfig(({ isSsrBuild }) => ({
  plugins: isSsrBuild ? [] : [leanMonaco(), react(), loadEarly(), precompress()],
  root: isSsrBuild ? '.' : 'client',
  publicDir: isSsrBuild ? false : '../public',
  worker: { format: 'es' as const },
  build: isSsrBuild
    ? { outDir: 'dist/server', emptyOutDir: true, target: 'node20', minify: false }
    : {
        outDir: '../dist/client',
        emptyOutDir: true,
        target: 'es2023',
        chunkSizeWarningLimit: 4000,
        rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'asking', test: asking }] } } },
      },
  server: { proxy: { '/api': 'http://127.0.0.1:4680' } },
}));
