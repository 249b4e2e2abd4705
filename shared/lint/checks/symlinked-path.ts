import type { Word } from '../../syntax/index.ts';
import { replace } from '../edits.ts';
import { expandedPath, isOwn, ownRules, profilesOf } from '../rules.ts';
import type { Check, Finding, LintContext } from '../types.ts';

interface Link {
  /** A pattern that begins so takes in nothing. */
  begins: RegExp;
  /** What is there, and where it leads. */
  what: string;
  /** How the word is written instead, where that can be told from the text. */
  from?: RegExp;
  to?: string;
}

const merged =
  '“/bin”, “/sbin” and “/lib” are links into /usr on every release since Debian 12 and Ubuntu 22.04';

const links: readonly Link[] = [
  {
    begins: /^\/(?:s?bin|lib(?:32|64|x32)?)\//,
    what: merged,
    from: /^\//,
    to: '/{,usr/}',
  },
  { begins: /^\/var\/run\//, what: '“/var/run” is a link to /run', from: /^\/var\/run\//, to: '@{run}/' },
  {
    begins: /^\/var\/lock\//,
    what: '“/var/lock” is a link to /run/lock',
    from: /^\/var\/lock\//,
    to: '@{run}/lock/',
  },
  {
    begins: /^\/proc\/(?:thread-)?self\//,
    what: '“/proc/self” is a link to the directory of the process',
    from: /(?<=\/)self(?=\/)/,
    to: '@{pid}',
  },
  {
    begins: /^\/proc\/net\//,
    what: '“/proc/net” is a link to /proc/self/net',
    from: /(?<=\/proc|@\{PROC\})\/net\//,
    to: '/@{pid}/net/',
  },
  {
    begins: /^\/proc\/mounts$/,
    what: '“/proc/mounts” is a link to /proc/self/mounts',
    from: /(?<=\/proc|@\{PROC\})\/mounts$/,
    to: '/@{pid}/mounts',
  },
  {
    begins: /^\/sys\/class\/(?:\*|[\w.-]+)\/(?:[\w.-]+\*?|\*)\/[^{}]/,
    what: 'What lies in a directory of /sys/class is a link to a device under /sys/devices',
  },
  {
    begins: /^\/sys\/block\/(?:[\w.-]+\*?|\*)\/[^{}]/,
    what: 'What lies in /sys/block is a link to a device under /sys/devices',
  },
];

/**
 * The kernel holds rules against the path that a file really has, with every link followed (d_path). A rule for a
 * path through a link never matches. False alarm: rules kept for systems older than the target, hence information
 * only; a rule for which the profile also has the real path is left alone. Example: `/bin/ls mr,`
 */
export const symlinkedPath: Check = {
  code: 'symlinked-path',
  severity: 'info',
  title: 'A path through a link, which never matches',
  *run(context: LintContext): Generator<Finding> {
    // An alias says that the policy is written for paths that are moved.
    if (context.document.tree.items.some(({ kind }) => kind === 'alias')) return;
    const own = ownRules(context, 'file');
    const written = new Set(own.map(({ node }) => node.path?.value));
    for (const rule of own) {
      const { path } = rule.node;
      if (!path || !mayLead(path.value)) continue;
      const text = expandedPath(context, path, rule, rule.profile);
      const link = text === undefined ? undefined : linkAt(text);
      if (!link || written.has(`/usr${path.value}`)) continue;
      yield finding(context, path, link, 'so this rule never matches');
    }
    for (const profile of profilesOf(context)) {
      if (!isOwn(profile)) continue;
      const { name, attachment } = profile.node;
      const path = attachment ?? (name?.value.startsWith('/') ? name : undefined);
      const link = path && mayLead(path.value) ? linkAt(path.value) : undefined;
      if (path && link)
        yield {
          ...finding(context, path, link, 'so this profile is never attached to the program'),
          severity: 'warning',
        };
    }
  },
};

/** Most paths begin with none of these. */
function mayLead(path: string): boolean {
  return /^\/(?:s?bin|lib|proc|sys|var\/(?:run|lock))|^@\{(?:PROC|sys)\}/.test(path);
}

function linkAt(text: string): Link | undefined {
  return links.find(({ begins }) => begins.test(text));
}

function finding({ document }: LintContext, path: Word, link: Link, so: string): Finding {
  const { from, to } = link;
  const written = from && to && from.test(path.raw) ? path.raw.replace(from, to) : undefined;
  return {
    start: path.start,
    end: path.end,
    message: `${link.what}, and the kernel compares paths with links followed, ${so}.`,
    ...(written
      ? {
          fixes: [
            {
              title: `Write ${written}`,
              edits: [replace(document, path, written)],
              preferred: true as const,
            },
          ],
        }
      : {}),
  };
}
