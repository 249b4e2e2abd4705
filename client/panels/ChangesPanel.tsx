import { type CSSProperties, useMemo } from 'react';
import { Button, EmptyState, Icon } from '../components/index.ts';
import { startOfFile, type TokenKind, tokenizeLine } from '../editor/tokenize.ts';
import { actions, type FileState, useWorkbench } from '../store/index.ts';
import { type Block, compare, countBlocks, type Row } from './changes/model.ts';
import { count } from './words.ts';

/** What differs from the kit's files, or from the file as it was opened; every place can be taken back. */
export default function ChangesPanel() {
  const [files, opened, readOnly] = useWorkbench(
    (state) => [state.files, state.opened.kind, state.readOnly] as const,
  );
  const changed = files.filter((file) => file.differs);
  const shipped = opened === 'kit' ? 'the kit’s own files' : 'the file as it was opened';
  if (!files.length)
    return <EmptyState icon="diff" title="Nothing to compare" text="Open a profile first." />;
  if (!changed.length)
    return (
      <EmptyState
        icon="diff"
        title="No changes"
        text={`${files.length === 1 ? 'The text is' : 'All texts are'} byte for byte ${shipped}.`}
      />
    );
  const locked = readOnly && 'Open in another tab: nothing can be edited here.';
  const places = changed.reduce((sum, file) => sum + countBlocks(file.shipped, file.text), 0);
  return (
    <div className="scroll changes">
      <div className="sum">
        <b>{count(places, 'change')}</b>
        <span className="clip">against {shipped}</span>
        <span className="grow" />
        {changed.length > 1 && (
          <Button small icon="revert" disabled={locked} onClick={actions.revertAll}>
            Revert all files
          </Button>
        )}
      </div>
      {changed.map((file) => (
        <File key={file.path} file={file} locked={locked} />
      ))}
    </div>
  );
}

function File({ file: { path, text, shipped }, locked }: { file: FileState; locked: string | false }) {
  const pieces = useMemo(() => compare(shipped, text), [shipped, text]);
  const blocks = pieces.flatMap((piece) => (piece.kind === 'block' ? [piece.block] : []));
  const total = (of: 'gone' | 'added') => blocks.reduce((sum, block) => sum + block[of], 0);
  const digits = String(Math.max(text.length && text.split('\n').length, shipped.split('\n').length)).length;
  return (
    <section className="change-file" aria-label={`Changes of ${path}`}>
      <header>
        <Icon name="file" size="s" />
        <h2 className="clip" title={path}>
          {path}
        </h2>
        <span className="plus">+{total('added')}</span>
        <span className="minus">−{total('gone')}</span>
        <span className="sr-only">lines</span>
        <span className="grow" />
        <Button
          small
          variant="ghost"
          icon="revert"
          disabled={locked}
          aria-label={`Revert file ${path}`}
          onClick={() => actions.revertFile(path)}
        >
          Revert file
        </Button>
      </header>
      <div className="diff" style={{ '--digits': `${digits}ch` } as CSSProperties}>
        {pieces.map((piece, index) =>
          piece.kind === 'block' ? (
            <Changed key={piece.block.line} block={piece.block} path={path} locked={locked} />
          ) : piece.kind === 'same' ? (
            piece.rows.map((row) => <Line key={row.newLine} row={row} path={path} />)
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: a gap has no name of its own
            <p key={`gap ${index}`} className="gap">
              {count(piece.skipped, 'equal line')}
            </p>
          ),
        )}
      </div>
    </section>
  );
}

function Changed({ block, path, locked }: { block: Block; path: string; locked: string | false }) {
  const { line, revert, added, gone } = block;
  const what = [added && `${added} added`, gone && `${gone} gone`].filter(Boolean).join(', ');
  const number = line + 1;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form control, and there may be many
    <div className="hunk" role="group" aria-label={`Line ${number}: ${what}`}>
      <div className="hunk-head">
        <button
          type="button"
          className="linkish"
          aria-label={`Go to line ${number}`}
          onClick={() => actions.goToLine(path, line)}
        >
          Line {number}
        </button>
        <span className="clip">{what}</span>
        <span className="grow" />
        <Button
          small
          variant="ghost"
          icon="revert"
          disabled={locked}
          aria-label={`Revert the change at line ${number}`}
          onClick={() => actions.applyEdits([{ path, ...revert }], `Change at line ${number} reverted`)}
        >
          Revert
        </Button>
      </div>
      {block.rows.map((row) => (
        <Line key={`${row.kind} ${row.oldLine ?? row.newLine}`} row={row} path={path} />
      ))}
    </div>
  );
}

const kinds = { same: '', gone: 'del', new: 'ins' } as const;
const spoken = { same: '', gone: 'gone: ', new: 'added: ' } as const;

function Line({ row: { kind, text, oldLine, newLine }, path }: { row: Row; path: string }) {
  const go = () => {
    // Who marks words here wants to copy them.
    if (newLine !== undefined && window.getSelection()?.isCollapsed !== false)
      actions.goToLine(path, newLine - 1);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: for the pointer; the keyboard has the "Line" button of each change
    // biome-ignore lint/a11y/noStaticElementInteractions: the same
    <div className={`dl ${kinds[kind]}`} onClick={go} data-line={newLine}>
      <span className="no" aria-hidden="true">
        {newLine ?? oldLine}
      </span>
      <span className="sr-only">{spoken[kind]}</span>
      <code>{kind === 'gone' ? text : <Coloured text={text} />}</code>
    </div>
  );
}

/** In the editor's colours, each line read as one that begins a rule: enough to tell words apart. */
function Coloured({ text }: { text: string }) {
  const { tokens } = tokenizeLine(text, startOfFile);
  if (tokens[0]?.start) tokens.unshift({ start: 0, kind: 'text' });
  if (!tokens.length) return text;
  return (
    <>
      {/* No token begins at the spaces before the first word. */}
      {text.slice(0, tokens[0]?.start)}
      {tokens.map(({ start, kind }, index) => (
        <span key={start} className={tokenClass[kind]}>
          {text.slice(start, tokens[index + 1]?.start)}
        </span>
      ))}
    </>
  );
}

const tokenClass: Record<TokenKind, string> = {
  text: 'x',
  comment: 'c',
  keyword: 'k',
  variable: 'v',
  include: 's',
  permission: 'p',
  access: 'a',
  condition: 'n',
};
