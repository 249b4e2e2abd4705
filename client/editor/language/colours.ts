/** The colours of the language features, as the page's tokens. */

/** Of semantic tokens, by type and modifier; they are those of the line by line colouring where that knows as much. */
export const tokens: Record<string, string> = {
  path: '--s-txt',
  profile: '--s-key',
  capability: '--s-acc',
  number: '--s-num',
  operator: '--s-txt',
  value: '--s-acc',
  glob: '--s-perm',
  'keyword.deny': '--bad',
  'permission.dangerous': '--bad',
  'capability.dangerous': '--bad',
  'value.dangerous': '--bad',
  'variable.undeclared': '--bad',
};

/** Of lists and peeks, by Monaco's names. */
export const parts: Record<string, [token: string, opacity?: number]> = {
  'editorSuggestWidget.background': ['--raised'],
  'editorSuggestWidget.border': ['--line-2'],
  'editorSuggestWidget.foreground': ['--text'],
  'editorSuggestWidget.highlightForeground': ['--accent'],
  'editorSuggestWidget.focusHighlightForeground': ['--accent'],
  'editorSuggestWidget.selectedBackground': ['--accent-soft'],
  'editorSuggestWidget.selectedForeground': ['--text'],
  'editorSuggestWidget.selectedIconForeground': ['--text'],
  'peekView.border': ['--accent'],
  'peekViewTitle.background': ['--sunken'],
  'peekViewTitleLabel.foreground': ['--text'],
  'peekViewTitleDescription.foreground': ['--text-2'],
  'peekViewEditor.background': ['--ed'],
  'peekViewEditorGutter.background': ['--ed'],
  'peekViewEditor.matchHighlightBackground': ['--accent', 0.24],
  'peekViewResult.background': ['--sunken'],
  'peekViewResult.fileForeground': ['--text'],
  'peekViewResult.lineForeground': ['--text-2'],
  'peekViewResult.matchHighlightBackground': ['--accent', 0.24],
  'peekViewResult.selectionBackground': ['--accent-soft'],
  'peekViewResult.selectionForeground': ['--text'],
  'list.focusBackground': ['--accent-soft'],
  'list.focusForeground': ['--text'],
  'list.activeSelectionBackground': ['--accent-soft'],
  'list.activeSelectionForeground': ['--text'],
  'list.inactiveSelectionBackground': ['--hover'],
  'list.hoverBackground': ['--hover'],
  'list.highlightForeground': ['--accent'],
};
for (const kind of ['Keyword', 'Value', 'EnumMember', 'Variable', 'File', 'Folder', 'Class', 'Snippet'])
  parts[`symbolIcon.${kind[0]!.toLowerCase()}${kind.slice(1)}Foreground`] = ['--text-3'];
