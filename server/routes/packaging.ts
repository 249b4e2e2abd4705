import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { type Packaging, PackagingRequestSchema, PackagingSchema } from '../../shared/api/packaging.ts';
import { ErrorResponseSchema } from '../../shared/api/schemas.ts';
import { openFiles } from '../decide/files.ts';
import { nobody } from '../export/kitDeb.ts';
import { formsOfTexts } from '../export/patch/forms.ts';
import { packagingPatch } from '../export/patch/index.ts';
import { packagingOverlay } from '../export/patch/overlay.ts';
import { authorOf, openRepository } from '../export/patch/repository.ts';
import { loadKit } from '../kits.ts';
import { Refusal } from '../refusal.ts';

export const packagingRoute: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/packaging',
    {
      schema: {
        summary:
          'The patch that packages a kit’s profile in the checkout that is open, or what to add to one',
        body: PackagingRequestSchema,
        response: { 200: PackagingSchema, '4xx': ErrorResponseSchema, 503: ErrorResponseSchema },
      },
    },
    async ({ body }): Promise<Packaging> => {
      const { kit, files: shipped } = await loadKit(app.kitsFolder, body.kit);
      const kitFolder = join(app.kitsFolder, kit.id);
      const open = openFiles(body.files, kit);
      if (open?.length !== 3)
        throw new Refusal(400, 'not-the-kits', `These are not the three files of the kit “${kit.id}”.`);
      const forms = formsOfTexts(kit, open);
      const own = open.find(({ role }) => role === 'local')!.text !== shipped.local.text;
      const notes = own
        ? [`${kit.files.local.path} is for one machine: what you wrote there is not packaged.`]
        : [];
      const checkout = app.workspace?.directory;
      if (checkout === undefined || !isCheckout(checkout)) {
        const bytes = await packagingOverlay(kit, forms, kitFolder);
        return {
          kind: 'overlay',
          name: `${kit.id}-apparmor-packaging.tar.gz`,
          content: bytes.toString('base64'),
          missing: [],
          notes,
        };
      }
      const author = (await authorOf(await openRepository(checkout))) ?? nobody;
      const made = await packagingPatch({
        kit,
        forms,
        kitFolder,
        repository: checkout,
        author,
      });
      const told = { missing: made.missing, notes: [...notes, ...made.notes] };
      if (made.patch === undefined) return { kind: 'nothing', ...told };
      const content = Buffer.from(made.patch).toString('base64');
      return { kind: 'patch', name: `${kit.id}-apparmor.patch`, content, ...told };
    },
  );
};

/** Whether a folder is the top of a repository of a program that is packaged for Debian. */
export function isCheckout(folder: string): boolean {
  return existsSync(join(folder, '.git')) && existsSync(join(folder, 'debian/control'));
}
