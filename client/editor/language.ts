/** What the editor knows of AppArmor's language: its colours, comments and brackets. */
import { monaco } from './monaco.ts';
import { type LineState, sameState, startOfFile, tokenizeLine } from './tokenize.ts';

export const languageId = 'apparmor';

class State implements monaco.languages.IState {
  constructor(readonly line: LineState) {}
  clone(): State {
    return new State(this.line);
  }
  equals(other: monaco.languages.IState): boolean {
    return other instanceof State && sameState(this.line, other.line);
  }
}

export function registerLanguage(): void {
  if (monaco.languages.getLanguages().some(({ id }) => id === languageId)) return;
  monaco.languages.register({ id: languageId });
  monaco.languages.setLanguageConfiguration(languageId, {
    comments: { lineComment: '#' },
    brackets: [
      ['{', '}'],
      ['(', ')'],
      ['[', ']'],
    ],
    autoClosingPairs: [
      { open: '(', close: ')' },
      { open: '{', close: '}' },
      { open: '"', close: '"', notIn: ['comment'] },
    ],
    surroundingPairs: [
      { open: '(', close: ')' },
      { open: '{', close: '}' },
      { open: '"', close: '"' },
    ],
    // A variable, a path or a word, but no comment's sign: what a double click takes.
    wordPattern: /[@$]\{\w+\}|[^\s"(){},=#][^\s"(){},=]*/,
    onEnterRules: [
      {
        beforeText: /\{\s*$/,
        afterText: /^\s*\}/,
        action: { indentAction: monaco.languages.IndentAction.IndentOutdent },
      },
      { beforeText: /\{\s*(?:#.*)?$/, action: { indentAction: monaco.languages.IndentAction.Indent } },
    ],
  });
  monaco.languages.setTokensProvider(languageId, {
    getInitialState: () => new State(startOfFile),
    tokenize(line, before) {
      const { tokens, state } = tokenizeLine(line, (before as State).line);
      return {
        tokens: tokens.map(({ start, kind }) => ({ startIndex: start, scopes: kind })),
        endState: new State(state),
      };
    },
  });
}
