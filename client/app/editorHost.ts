/** The element that holds the editor. It is moved between panes as a whole when the layout changes. */
export const editorHost = document.createElement('div');
editorHost.className = 'editor-host';
