/**
 * What of a policy is compiled at all: a kind of rule counts only where both the target's kernel and the policy's
 * abi list its feature (parser/parser_main.c: set_supported_features). All else is dropped or widened without a word.
 */
import { type PolicyDocument, treePath, type Workspace } from '../language/workspace.ts';
import type { AbiDeclaration, Item } from '../syntax/index.ts';
import { type FeatureTree, hasFeature, parseFeatures } from '../targets/features.ts';
import type { LintContext } from './types.ts';

export interface PolicyAbi {
  /** As written, such as `abi/3.0`. */
  name: string;
  /** Where it is declared, if in the checked file itself and not in one that it includes. */
  own?: AbiDeclaration;
  /** What it lists; undefined where the file is not known. */
  features: FeatureTree | undefined;
}

const deepest = 20;

/**
 * The abi a file is compiled for: the first one that it or a file it includes declares before its profiles. Undefined
 * where there is none, which stands for all that the kernel has, and for texts that are included in profiles.
 */
export function abiOf({ workspace, document }: LintContext): PolicyAbi | undefined {
  if (document.within === 'profile') return undefined;
  const seen = new Set<string>();
  const first = (items: readonly Item[], depth: number): AbiDeclaration | undefined => {
    for (const item of items) {
      if (item.kind === 'abi') return item;
      if (item.kind !== 'include' || depth > deepest || !workspace.hasTree || seen.has(item.path.value))
        continue;
      seen.add(item.path.value);
      for (const included of workspace.resolveInclude(item.path.value.trim(), item.path.form) ?? []) {
        const found = included.text.includes('abi')
          ? first(workspace.parseIncluded(included, 'file').tree.items, depth + 1)
          : undefined;
        if (found) return found;
      }
    }
    return undefined;
  };
  const abi = first(document.tree.items, 0);
  if (!abi) return undefined;
  const name = abi.path.value.trim();
  const own = document.tree.items.includes(abi);
  return { name, ...(own ? { own: abi } : {}), features: featuresOfAbi(workspace, name) };
}

/** What an abi file lists; nothing where the text is no features file. Undefined where the file is not known. */
export function featuresOfAbi(workspace: Workspace, name: string): FeatureTree | undefined {
  // Names that the parser itself knows: they take nothing away.
  if (name === 'kernel' || name === 'default') return undefined;
  const text = workspace.text(treePath(name));
  return text === undefined ? withoutFile[name] : readFeatures(text);
}

/** Abi files that AppArmor ships, where the tree is not known: only those matter that lack something. */
const withoutFile: Readonly<Record<string, FeatureTree>> = Object.fromEntries(
  ['abi/3.0', 'abi/4.0'].map((name) => [
    name,
    {
      dbus: { mask: '' },
      mount: { mask: '' },
      network: { af_unix: '' },
      network_v8: { af_mask: '' },
      ptrace: { mask: '' },
      signal: { mask: '' },
      ...(name === 'abi/4.0' ? { namespaces: { mask: '' }, ipc: { posix_mqueue: '' } } : {}),
    },
  ]),
);

const read = new Map<string, FeatureTree>();

function readFeatures(text: string): FeatureTree {
  let tree = read.get(text);
  if (!tree) {
    try {
      tree = parseFeatures(text);
    } catch {
      tree = {};
    }
    if (read.size > 100) read.clear();
    read.set(text, tree);
  }
  return tree;
}

/** Where the features of a kind of rule stand: any one that both sides list will do. */
export const featurePaths = {
  inet: ['network_v8/af_inet', 'network_v9/af_inet'],
  interface: ['network_v9_skb/iface'],
  network: ['network_v8', 'network_v9', 'network/af_mask'],
  unix: ['network/af_unix', 'network_v9/af_unix'],
  dbus: ['dbus'],
  mount: ['mount'],
  ptrace: ['ptrace'],
  signal: ['signal'],
  userns: ['namespaces/mask', 'namespaces/userns_create'],
  io_uring: ['io_uring'],
  mqueue: ['ipc/posix_mqueue'],
} as const;

export type Mediated = keyof typeof featurePaths;

/** Kernels that list this feature ask the policy about the class only where it is compiled with that feature too. */
const alongside: Partial<Record<Mediated, string>> = { dbus: 'network_v9' };

/** Whether the target's kernel lists the feature, and whether policy is compiled for it: abi and kernel agree on one. */
export function mediates(context: LintContext, what: Mediated): { kernel: boolean; both: boolean } {
  const kernelTree = context.workspace.target.features.tree;
  const abiTree = abiFeatures(context);
  const listed = featurePaths[what].filter((path) => hasFeature(kernelTree, path));
  const agreed = (path: string) => !abiTree || hasFeature(abiTree, path);
  const more = alongside[what];
  const held = more === undefined || !hasFeature(kernelTree, more) || agreed(more);
  return { kernel: listed.length > 0, both: held && listed.some(agreed) };
}

const known = new WeakMap<PolicyDocument, { features: FeatureTree | undefined }>();

function abiFeatures(context: LintContext): FeatureTree | undefined {
  let entry = known.get(context.document);
  if (!entry) {
    entry = { features: abiOf(context)?.features };
    known.set(context.document, entry);
  }
  return entry.features;
}
