/** The page's components: small, without state of their own, named after what they are. */
export { Button, IconButton } from './Button.tsx';
export { Checkbox, Radio } from './Checkbox.tsx';
export { Logo } from './glyphs.tsx';
export { Icon, type IconName } from './Icon.tsx';
export {
  Menu,
  MenuChoice,
  MenuChoiceItem,
  MenuChosen,
  MenuItem,
  MenuLabel,
  MenuSeparator,
  MenuTick,
} from './Menu.tsx';
export { Pill } from './Pill.tsx';
export { type Segment, Segmented } from './Segmented.tsx';
export { Chip, EmptyState, Kbd, Note, Tag, toneIcons } from './small.tsx';
export { type TabItem, Tabs } from './Tabs.tsx';
export { Tooltip, TooltipProvider } from './Tooltip.tsx';
