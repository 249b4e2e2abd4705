/** The service: plugins, routes and one error handler. It never listens (listen.ts does), so tests need no port. */
import { join } from 'node:path';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { addErrorHandler } from './errors.ts';
import { addCompress } from './plugins/compress.ts';
import { addHelmet } from './plugins/helmet.ts';
import { addRateLimit } from './plugins/rateLimit.ts';
import { addSameOrigin } from './plugins/sameOrigin.ts';
import { addStatic } from './plugins/static.ts';
import { addSwagger } from './plugins/swagger.ts';
import { addUnderPressure } from './plugins/underPressure.ts';
import { checkRoute } from './routes/check.ts';
import { decideRoutes } from './routes/decide.ts';
import { downloadRoute } from './routes/download.ts';
import { healthRoute } from './routes/health.ts';
import { kitsRoute } from './routes/kits.ts';
import { packagingRoute } from './routes/packaging.ts';
import { policyTreeRoute } from './routes/policyTree.ts';
import { targetsRoute } from './routes/targets.ts';
import { toolchainsRoute } from './routes/toolchains.ts';
import { workspaceRoutes } from './routes/workspace.ts';
import { checkoutRoot } from './toolchains/places.ts';
import { openWorkspace, type Workspace } from './workspace/workspace.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** The folder that files are opened from and saved to, where there is one. */
    workspace: Workspace | undefined;
    /** Where the kits lie (public/kits). */
    kitsFolder: string;
    /** Tells the terminal of an error whose text the answer hides. */
    reportError: (error: Error, request: FastifyRequest) => void;
  }
}

export interface AppOptions {
  /** Folder to open files from and save them to; without it there is no saving. */
  workspace?: string | undefined;
  /** The built page. Default: dist/client of the checkout. */
  pageFolder?: string;
  /** Default: public/kits of the checkout. */
  kitsFolder?: string;
  requestsPerMinute?: number;
  /** Gets the errors whose text the answer hides. Default: dropped. */
  report?: (error: Error, request: FastifyRequest) => void;
}

const megabyte = 1024 * 1024;

/** The service, ready for `inject` or `listen`. Throws a Refusal where the workspace cannot be opened. */
export async function buildApp(options: AppOptions = {}): Promise<FastifyInstance> {
  const root = checkoutRoot();
  const kitsFolder = options.kitsFolder ?? join(root, 'public/kits');
  const app = Fastify({
    bodyLimit: 2 * megabyte,
    requestTimeout: 30_000,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 1024 },
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, allErrors: false } },
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.decorate(
    'workspace',
    options.workspace === undefined ? undefined : await openWorkspace(options.workspace),
  );
  app.decorate('kitsFolder', kitsFolder);
  app.decorate('reportError', options.report ?? (() => {}));

  // Forms can only send text: without a parser for it, another site's form is turned down at the door.
  app.removeContentTypeParser('text/plain');
  addErrorHandler(app);
  addSameOrigin(app);
  await addHelmet(app);
  await addRateLimit(app, options.requestsPerMinute ?? 6_000);
  await addUnderPressure(app);
  await addCompress(app);
  await addSwagger(app);
  for (const route of [
    healthRoute,
    targetsRoute,
    checkRoute,
    decideRoutes,
    policyTreeRoute,
    downloadRoute,
    packagingRoute,
    kitsRoute,
    toolchainsRoute,
    workspaceRoutes,
  ])
    await app.register(route, { prefix: '/api' });
  await addStatic(app, { page: options.pageFolder ?? join(root, 'dist/client'), kits: kitsFolder });
  return app;
}
