import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { KitListSchema } from '../../shared/api/service.ts';
import { listKits } from '../kits.ts';

export const kitsRoute: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/kits',
    {
      schema: {
        summary: 'The programs there is a kit for; its files are under /kits/ID/',
        response: { 200: KitListSchema },
      },
    },
    async () => ({
      kits: (await listKits(app.kitsFolder)).map(({ kit }) => ({
        id: kit.id,
        title: kit.title,
        version: kit.version,
      })),
    }),
  );
};
