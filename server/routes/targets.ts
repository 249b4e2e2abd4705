import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { TargetsResponseSchema } from '../../shared/api/schemas.ts';
import { listTargets } from '../targets.ts';

export const targetsRoute: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/targets',
    {
      schema: {
        summary: 'The releases a profile can be checked for, and which parser answers for each here',
        response: { 200: TargetsResponseSchema },
      },
    },
    () => listTargets(),
  );
};
