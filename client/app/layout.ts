/** How many panes fit. */
import { workbench } from '../store/store.ts';
import type { LayoutKind } from '../store/types.ts';

const single = matchMedia('(max-width: 759px)');
const medium = matchMedia('(max-width: 1180px)');

export function followWidth(): void {
  const apply = () => {
    const layout: LayoutKind = single.matches ? 'single' : medium.matches ? 'medium' : 'wide';
    const { rightTab } = workbench.getState();
    // Problems have a pane of their own where there is room, and a tab where there is not.
    const tab = layout === 'wide' && rightTab === 'problems' ? 'requirements' : rightTab;
    workbench.setState({ layout, rightTab: tab });
  };
  single.addEventListener('change', apply);
  medium.addEventListener('change', apply);
  apply();
}
