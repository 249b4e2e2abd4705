/**
 * The parts of Monaco that this page uses. Everything else imports Monaco from here, so that a glance shows what
 * is in the bundle. lean/plugin.ts leaves more of its core out.
 */
import 'monaco-editor/editor/browser/coreCommands.js';
import 'monaco-editor/features/bracketMatching/register.js';
import 'monaco-editor/features/caretOperations/register.js';
import 'monaco-editor/features/codicon/register.js';
import 'monaco-editor/features/comment/register.js';
import 'monaco-editor/features/contextmenu/register.js';
import 'monaco-editor/features/find/register.js';
import 'monaco-editor/features/folding/register.js';
import 'monaco-editor/features/indentation/register.js';
import 'monaco-editor/features/linesOperations/register.js';
import 'monaco-editor/features/multicursor/register.js';
import 'monaco-editor/features/toggleTabFocusMode/register.js';
import 'monaco-editor/features/wordHighlighter/register.js';
import 'monaco-editor/features/wordOperations/register.js';

export { EditorCommand, RedoCommand, UndoCommand } from 'monaco-editor/editor/browser/editorExtensions.js';
export * as monaco from 'monaco-editor/editor/editor.api.js';
