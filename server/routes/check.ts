import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply } from 'fastify';
import { CheckRequestSchema, CheckResponseSchema, ErrorResponseSchema } from '../../shared/api/schemas.ts';
import { checkPolicy } from '../parser/check.ts';
import { Refusal } from '../refusal.ts';

export const checkRoute: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/check',
    {
      schema: {
        summary: 'Let apparmor_parser judge a profile',
        description:
          'The first file is compiled; the others are found by its includes before those of the target’s policy tree. Closing the connection stops the run.',
        body: CheckRequestSchema,
        response: { 200: CheckResponseSchema, '4xx': ErrorResponseSchema, 503: ErrorResponseSchema },
      },
    },
    async (request, reply) => {
      const signal = goneSignal(reply);
      try {
        return await checkPolicy(request.body, { signal });
      } catch (error) {
        // Nobody reads this: the page has asked anew, or was closed.
        if (signal.aborted) throw new Refusal(499, 'cancelled', 'The check was cancelled.');
        throw error;
      }
    },
  );
};

/** Aborts when the one who asked is gone before the answer. */
function goneSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort(new Error('the connection was closed'));
  });
  return controller.signal;
}
