/** What targets are called in passing: a release by its id, one of one's own by its title, as its id is a mere number. */
import type { Target } from '../../shared/api/schemas.ts';

export const isOwn = (id: string) => id.startsWith('own-');

export const targetName = ({ id, title }: Pick<Target, 'id' | 'title'>) => (isOwn(id) ? title : id);

/** The names of targets as findings list them: `debian-12, own-…`. */
export const targetNames = (ids: string, targets: readonly Pick<Target, 'id' | 'title'>[]) =>
  ids
    .split(', ')
    .map((id) => targetName(targets.find((one) => one.id === id) ?? { id, title: id }))
    .join(', ');
