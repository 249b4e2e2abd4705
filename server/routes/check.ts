import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { CheckRequestSchema, CheckResponseSchema, ErrorResponseSchema } from '../../shared/api/schemas.ts';
import { checkPolicy } from '../parser/check.ts';
import { whileAsked } from './gone.ts';

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
    (request, reply) => whileAsked(reply, (signal) => checkPolicy(request.body, { signal })),
  );
};
