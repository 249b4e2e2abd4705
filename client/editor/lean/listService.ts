/** Stands in for Monaco's list service: no list of Monaco's is ever shown here. */
import { createDecorator } from 'monaco-editor/platform/instantiation/common/instantiation.js';

export const IListService = createDecorator('listService');
export class ListService {}
