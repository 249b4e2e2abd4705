import type { ReactNode } from 'react';
import { Icon, IconButton, type IconName } from '../../components/index.ts';
import { actions, useWorkbench } from '../../store/index.ts';
import { size } from '../words.ts';
import { archiveName, packageName } from './archiveName.ts';

const roleWords = { profile: 'profile', tunables: 'site values', local: 'site rules' } as const;

/** The downloads. The archive comes first: the commands below begin with it. */
export function Files({ target }: { target: string | undefined }) {
  const [files, opened, kit, packaged, away] = useWorkbench(
    (state) =>
      [
        state.files,
        state.opened,
        state.kit,
        state.workspace?.packaged === true,
        state.status === 'away',
      ] as const,
  );
  const made = away && 'The local service makes it, and does not answer.';
  return (
    <section aria-labelledby="install-files">
      <h2 id="install-files">Files</h2>
      <ul className="filelist">
        <File
          icon="archive"
          name={`${archiveName(opened)}.tar.gz`}
          about="all files, with INSTALL"
          recommended
          disabled={made}
          onDownload={() => void actions.downloadArchive(target)}
        />
        <File
          icon="package"
          name={`${packageName(opened)}.deb`}
          about="loads it, keeps local changes"
          disabled={made}
          onDownload={() => void actions.downloadDeb()}
        />
        {kit && (
          <File
            icon="diff"
            name={packaged ? `${kit.id}-apparmor.patch` : `${kit.id}-apparmor-packaging.tar.gz`}
            about={packaged ? 'for the checkout that is open' : `to add to ${kit.title}’s repository`}
            disabled={made}
            onDownload={() => void actions.downloadPackaging()}
          />
        )}
        {files.map(({ path, role, text }) => (
          <File
            key={path}
            icon={role === 'profile' ? 'shield' : 'file'}
            name={path}
            title={`/etc/apparmor.d/${path}`}
            about={`${roleWords[role]}, ${size(new TextEncoder().encode(text).length)}`}
            onDownload={() => actions.download(path)}
          />
        ))}
      </ul>
    </section>
  );
}

function File({
  icon,
  name,
  title = name,
  about,
  recommended = false,
  disabled,
  onDownload,
}: {
  icon: IconName;
  name: string;
  title?: string;
  about: ReactNode;
  recommended?: boolean;
  /** Why it cannot be had. */
  disabled?: string | false | undefined;
  onDownload: () => void;
}) {
  const Name = recommended ? 'b' : 'span';
  return (
    <li className={recommended ? 'rec' : ''}>
      <Icon name={icon} />
      <Name className="clip" title={title}>
        {name}
      </Name>
      <small>{about}</small>
      <IconButton small icon="download" label={`Download ${name}`} disabled={disabled} onClick={onDownload} />
    </li>
  );
}
