/** Every icon of the page by what it means, so that one meaning never has two drawings. */
import {
  ArrowRight,
  Ban,
  Check,
  ChevronDown,
  ChevronRight,
  CircleX,
  ClipboardPaste,
  Clock,
  Copy,
  Cpu,
  Download,
  Eye,
  File,
  FileArchive,
  FileDiff,
  FolderOpen,
  Info,
  Keyboard,
  Lightbulb,
  Link,
  Lock,
  LockOpen,
  Minus,
  Monitor,
  Moon,
  Package,
  Play,
  Plus,
  Redo2,
  RotateCcw,
  Save,
  SaveOff,
  Search,
  Server,
  Shield,
  Skull,
  Sun,
  Terminal,
  TriangleAlert,
  Undo2,
  X,
} from 'lucide-react';
import type { ComponentType, SVGProps } from 'react';
import { OneOf, Wave } from './glyphs.tsx';

export const icons = {
  add: Plus,
  archive: FileArchive,
  arrow: ArrowRight,
  check: Check,
  close: X,
  commands: Terminal,
  complain: Eye,
  copy: Copy,
  denied: Ban,
  diff: FileDiff,
  down: ChevronDown,
  download: Download,
  enforce: Lock,
  error: CircleX,
  file: File,
  hint: Lightbulb,
  info: Info,
  keyboard: Keyboard,
  kill: Skull,
  minus: Minus,
  moon: Moon,
  'not-saved': SaveOff,
  oneof: OneOf,
  open: FolderOpen,
  package: Package,
  paste: ClipboardPaste,
  play: Play,
  policy: Cpu,
  redo: Redo2,
  revert: RotateCcw,
  right: ChevronRight,
  save: Save,
  search: Search,
  share: Link,
  shield: Shield,
  sun: Sun,
  system: Monitor,
  target: Server,
  unconfined: LockOpen,
  undo: Undo2,
  wait: Clock,
  warning: TriangleAlert,
  wave: Wave,
} satisfies Record<string, ComponentType<SVGProps<SVGSVGElement>>>;

export type IconName = keyof typeof icons;

/** A decorative icon: the word beside it, or the control's name, says the same. `s` is 14 px, `xs` 12 px. */
export function Icon({
  name,
  size,
  className = '',
}: {
  name: IconName;
  size?: 's' | 'xs';
  className?: string;
}) {
  const Drawing = icons[name] as ComponentType<SVGProps<SVGSVGElement>>;
  return <Drawing className={`i ${size ?? ''} ${className}`.trim()} aria-hidden="true" />;
}
