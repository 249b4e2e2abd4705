import { useState } from 'react';
import { Icon, type IconName } from '../components/index.ts';
import { actions, type OutlineItem, useWorkbench } from '../store/index.ts';
import { rowAtLine, rowsOf, stepAt } from './outline/rows.ts';
import './outline/outline.css';

const icons: Record<OutlineItem['kind'], IconName> = {
  profile: 'shield',
  child: 'shield',
  hat: 'shield',
  variable: 'variable',
  boolean: 'variable',
  include: 'file',
  abi: 'policy',
  group: 'group',
};

/** What the shown file is made of: profiles, variables, includes. Enter or a click goes there. */
export function OutlinePanel() {
  const [outline, path, caret, ready] = useWorkbench(
    (state) => [state.outline, state.activePath, state.caret.line, state.languageReady] as const,
  );
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [focused, setFocused] = useState<string>();
  const items = outline?.path === path ? outline.items : undefined;
  if (!items)
    return <p className="empty-line">{ready ? 'Reading the file…' : 'Loading what reads the text…'}</p>;
  if (items.length === 0)
    return <p className="empty-line">This file declares nothing: no profile, variable or include.</p>;

  const rows = rowsOf(items, folded);
  const here = rowAtLine(rows, caret);
  const tabStop = rows.some(({ item }) => item.id === focused) ? focused : (here ?? rows[0]?.item.id);
  const fold = (id: string, on: boolean) => {
    const next = new Set(folded);
    if (on) next.add(id);
    else next.delete(id);
    setFolded(next);
  };
  const go = (id: string) => {
    const row = rows.find(({ item }) => item.id === id);
    if (row) actions.goTo(row.item.place);
  };
  return (
    <div
      className="outline pane-body"
      role="tree"
      aria-label={`Outline of ${path}`}
      onKeyDown={(event) => {
        const step = tabStop && stepAt(rows, tabStop, event.key);
        if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
        event.preventDefault();
        if ('focus' in step) {
          setFocused(step.focus);
          event.currentTarget.querySelector<HTMLElement>(`[data-id="${CSS.escape(step.focus)}"]`)?.focus();
        } else if ('go' in step) go(step.go);
        else fold('fold' in step ? step.fold : step.unfold, 'fold' in step);
      }}
    >
      {rows.map(({ item, level, open, position, siblings }) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the tree's above
        <div
          key={item.id}
          role="treeitem"
          data-id={item.id}
          aria-level={level}
          aria-posinset={position}
          aria-setsize={siblings}
          aria-expanded={open}
          aria-selected={item.id === here}
          tabIndex={item.id === tabStop ? 0 : -1}
          style={{ paddingLeft: 8 + (level - 1) * 14 }}
          onFocus={() => setFocused(item.id)}
          onClick={() => go(item.id)}
        >
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: Left and Right do it by key */}
          {/* biome-ignore lint/a11y/noStaticElementInteractions: a part of its row */}
          <span
            className="twist"
            onClick={(event) => {
              if (open === undefined) return;
              event.stopPropagation();
              fold(item.id, open);
            }}
          >
            {open !== undefined && <Icon name={open ? 'down' : 'right'} size="s" />}
          </span>
          <Icon name={icons[item.kind]} size="s" />
          <span className="name clip">{item.name}</span>
          {item.detail && <span className="about clip">{item.detail}</span>}
        </div>
      ))}
    </div>
  );
}
