/** The built page, and the kits as they lie in the checkout. */
import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

export interface StaticFolders {
  /** The built page (dist/client). Where it is missing, `/` says how to build it. */
  page: string;
  /** public/kits. */
  kits: string;
}

export async function addStatic(app: FastifyInstance, folders: StaticFolders): Promise<void> {
  if (existsSync(folders.kits))
    await app.register(fastifyStatic, {
      root: folders.kits,
      prefix: '/kits/',
      cacheControl: false,
      setHeaders: (reply) => void reply.header('cache-control', 'no-cache'),
    });
  if (!existsSync(join(folders.page, 'index.html'))) {
    app.get('/', { schema: { hide: true } }, (_request, reply) =>
      reply
        .code(503)
        .type('text/plain; charset=utf-8')
        .send('The page is not built yet. Run “npm run build” in the checkout (npm start does it too).\n'),
    );
    return;
  }
  await app.register(fastifyStatic, {
    root: folders.page,
    // The build lays a .br and a .gz beside each file (scripts/precompress.ts).
    preCompressed: true,
    decorateReply: false,
    dotfiles: 'ignore',
    cacheControl: false,
    setHeaders: (reply, path) =>
      void reply.header(
        'cache-control',
        // Vite names what lies in assets/ by its content.
        path.includes(`${sep}assets${sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache',
      ),
  });
}
