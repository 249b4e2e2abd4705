import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import {
  ErrorResponseSchema,
  OwnTargetSchema,
  TargetSchema,
  TargetsResponseSchema,
} from '../../shared/api/schemas.ts';
import { addTarget, listTargets } from '../targets.ts';

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
  app.post(
    '/targets',
    {
      schema: {
        summary: 'Take a target of one’s own, by what its kernel says of itself',
        description:
          'Its id is the same for the same definition, and can be named in every request until the service ends.',
        body: OwnTargetSchema,
        response: { 200: TargetSchema, '4xx': ErrorResponseSchema },
      },
    },
    (request) => addTarget(request.body),
  );
};
