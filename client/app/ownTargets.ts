/** Targets of one's own in the page: kept by the browser, told to the service and to the analysis. */
import type { OwnTarget } from '../../shared/targets/own.ts';
import { recallLayout, rememberLayout } from '../persistence/layout.ts';
import { actions } from '../store/actions.ts';
import { workbench } from '../store/store.ts';
import type { Actions } from '../store/types.ts';
import type { Session } from './session.ts';

/** As many as are told apart in a list; each may have some kilobytes. */
const most = 8;

export function targetsActions(
  session: Session,
): Pick<Actions, 'showTargets' | 'addTarget' | 'removeTarget'> {
  return {
    showTargets: () => workbench.setState({ targetsShown: true }),
    async addTarget(definition) {
      const kept = ownTargets();
      if (kept.length >= most) return `There are ${most} already: remove one first.`;
      try {
        const target = await session.service.addTarget(definition);
        if (workbench.getState().targets.some(({ id }) => id === target.id))
          return 'This one is there already: name, dump and release are the same.';
        rememberLayout({ ownTargets: [...kept, definition] });
        if (ownTargets().length === kept.length)
          actions.toast({
            tone: 'warn',
            text: `${target.title} is there until the page is closed: this browser keeps nothing.`,
          });
        session.ownTargets.set(target.id, definition);
        workbench.setState(({ targets }) => ({ targets: [...targets, target] }));
        actions.chooseTarget(target.id);
        return undefined;
      } catch (error) {
        return (error as Error).message;
      }
    },
    removeTarget(id) {
      session.ownTargets.delete(id);
      rememberLayout({ ownTargets: [...session.ownTargets.values()] });
      const { target, targets } = workbench.getState();
      const left = targets.filter((one) => one.id !== id);
      workbench.setState({ targets: left });
      if (target === id) actions.chooseTarget(left.find(({ isDefault }) => isDefault)?.id ?? left[0]!.id);
    },
  };
}

const ownTargets = (): OwnTarget[] => recallLayout().ownTargets ?? [];

/** Tell the service of the targets that this browser keeps; those it does not take are left out. */
export async function tellOwnTargets(session: Session) {
  const told = await Promise.all(
    [...ownTargets(), ...session.ownTargets.values()].map(async (definition) => {
      try {
        const target = await session.service.addTarget(definition);
        session.ownTargets.set(target.id, definition);
        return target;
      } catch {
        // Away: it is told again with the next list of targets. Refused: an older page kept it.
        return undefined;
      }
    }),
  );
  return [...new Map(told.flatMap((target) => (target ? [[target.id, target] as const] : []))).values()];
}
