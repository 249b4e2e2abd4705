/** Compresses answers. Requests are never decompressed: a small body could unfold into any size. */
import compress from '@fastify/compress';
import type { FastifyInstance } from 'fastify';

export async function addCompress(app: FastifyInstance): Promise<void> {
  await app.register(compress, {
    globalDecompression: false,
    encodings: ['br', 'gzip', 'identity'],
    threshold: 1024,
  });
}
