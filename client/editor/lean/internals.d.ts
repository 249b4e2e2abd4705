// Monaco ships types for its public face only. The stand-ins here use a few of its inner modules as they are.
declare module 'monaco-editor/base/*';
declare module 'monaco-editor/platform/*';
declare module 'monaco-editor/editor/browser/*';
declare module 'monaco-editor/editor/common/*';
declare module 'monaco-editor/editor/contrib/*';
declare module 'monaco-editor/editor/standalone/*';
declare module 'monaco-editor/features/*';
