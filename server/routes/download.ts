import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { DownloadRequestSchema, ErrorResponseSchema } from '../../shared/api/schemas.ts';
import { debName } from '../../shared/debName.ts';
import { findTarget } from '../../shared/targets/targets.ts';
import { archive, unpackCommands } from '../export/archive.ts';
import { textsDeb } from '../export/kitDeb.ts';
import { layOut } from '../export/layout.ts';
import { requireGoodPaths } from '../parser/paths.ts';
import { Refusal } from '../refusal.ts';

export const downloadRoute: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/download',
    {
      schema: {
        summary:
          'The files as a download: one as it is, or all as .tar.gz laid out for installing or as a .deb',
        body: DownloadRequestSchema,
        produces: ['text/plain', 'application/gzip', 'application/vnd.debian.binary-package'],
        response: {
          200: Type.Unsafe<string | Buffer>({ type: 'string', format: 'binary' }),
          '4xx': ErrorResponseSchema,
        },
      },
    },
    async (request, reply) => {
      const { files, format, path, target } = request.body;
      if (!findTarget(target)) throw new Refusal(400, 'unknown-target', `There is no target “${target}”.`);
      requireGoodPaths(files.map((file) => file.path));
      if (format === 'file') {
        const file = path === undefined ? files[0]! : files.find((one) => one.path === path);
        if (!file) throw new Refusal(400, 'not-found', `“${path}” is none of the files that were sent.`);
        reply.header('content-disposition', attachment(baseName(file.path)));
        return reply.type('text/plain; charset=utf-8').send(file.text);
      }
      const name = request.body.name ?? baseName(files[0]!.path).replace(/[^A-Za-z0-9._-]/g, '_');
      if (format === 'deb') {
        const bytes = await textsDeb(name, files, new Date());
        reply.header('content-disposition', attachment(`${debName(name)}.deb`));
        return reply.type('application/vnd.debian.binary-package').send(bytes);
      }
      const fileName = `${name}.tar.gz`;
      const bytes = await archive(layOut(files, { target, unpack: unpackCommands(fileName) }));
      reply.header('content-disposition', attachment(fileName));
      return reply.type('application/gzip').send(bytes);
    },
  );
};

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** RFC 6266: a plain name for old readers, and the exact one in UTF-8. */
function attachment(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9._ +@-]/g, '_');
  const exact = encodeURIComponent(name).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"${plain === name ? '' : `; filename*=UTF-8''${exact}`}`;
}
