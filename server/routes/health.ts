import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { HealthSchema } from '../../shared/api/service.ts';
import { version } from '../version.ts';

export const healthRoute: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/health',
    { schema: { summary: 'Whether the service runs', response: { 200: HealthSchema } } },
    async () => ({ status: 'ok' as const, version, workspace: app.workspace !== undefined }),
  );
};
