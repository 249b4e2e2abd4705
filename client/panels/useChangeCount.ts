import { useEffect, useState } from 'react';
import { useWorkbench } from '../store/index.ts';

/**
 * The number of changed places in all files. The comparison is loaded only once something differs, so that the first
 * load does without it.
 */
export function useChangeCount(): number {
  const changed = useWorkbench((state) => state.files.filter((file) => file.differs));
  const [count, setCount] = useState(0);
  useEffect(() => {
    if (!changed.length) return setCount(0);
    let current = true;
    import('./changes/model.ts').then(
      ({ countBlocks }) => {
        if (current)
          setCount(changed.reduce((sum, { shipped, text }) => sum + countBlocks(shipped, text), 0));
      },
      // The service is away, and the comparison with it: the files that differ are known all the same.
      () => current && setCount(changed.length),
    );
    return () => {
      current = false;
    };
  }, [changed]);
  return count;
}
