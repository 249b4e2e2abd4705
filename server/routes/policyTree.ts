import { createHash } from 'node:crypto';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import {
  ErrorResponseSchema,
  PolicyTreeResponseSchema,
  WholePolicyTreeSchema,
} from '../../shared/api/schemas.ts';
import { readPolicyTree } from '../policyTree.ts';
import { readWholePolicyTree } from '../wholePolicyTree.ts';

const querystring = Type.Object({ target: Type.String({ maxLength: 64 }) });

export const policyTreeRoute: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/policy-tree',
    {
      schema: {
        summary: 'All of a target’s policy tree that is for reading, at once',
        description: 'Carries an ETag: asked again with If-None-Match, an unchanged tree is not sent twice.',
        querystring,
        response: { 200: WholePolicyTreeSchema, 304: Type.Null(), '4xx': ErrorResponseSchema },
      },
    },
    async (request, reply) => {
      const tree = await readWholePolicyTree(request.query.target);
      const tag = `"${createHash('sha256').update(JSON.stringify(tree)).digest('base64url').slice(0, 22)}"`;
      reply.header('etag', tag).header('cache-control', 'no-cache');
      // `W/`: what compresses the answer on its way may weaken the tag.
      const known = request.headers['if-none-match']?.split(',').map((one) => one.trim().replace(/^W\//, ''));
      return known?.includes(tag) ? reply.code(304).send(null) : tree;
    },
  );
  app.get(
    '/policy-tree/*',
    {
      schema: {
        summary: 'A file or directory of a target’s policy tree: abstractions, tunables, abi files',
        params: Type.Object({ '*': Type.String() }),
        querystring,
        response: { 200: PolicyTreeResponseSchema, '4xx': ErrorResponseSchema },
      },
    },
    (request) => readPolicyTree(request.query.target, request.params['*']),
  );
};
