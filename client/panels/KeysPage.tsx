import { Kbd } from '../components/index.ts';
import { workbench } from '../store/index.ts';
import { Dialog } from './Dialog.tsx';

const everywhere = 'Everywhere';
const text = 'In the text';
const rules = 'In the rules and the outline';

/** Keys, and what they do. A space parts keys that are pressed together, a comma those that are alternatives. */
const keys: [where: string, keys: string, does: string][] = [
  [everywhere, 'F1, Ctrl K', 'all commands by name; with a colon and a number, a line'],
  [everywhere, '?', 'these keys'],
  [everywhere, 'F6, Shift F6', 'next, previous pane'],
  [everywhere, 'F8, Shift F8', 'next, previous problem'],
  [everywhere, 'Ctrl S', 'save (with a workspace), or download'],
  [everywhere, 'Ctrl Z, Ctrl Shift Z', 'undo, redo: typing and switches in one order of time'],
  [everywhere, '/', 'filter the rules (outside the text)'],
  [everywhere, 'Escape', 'close what floats, then back to the text'],
  [text, 'Ctrl M', 'Tab moves the focus instead of indenting, and back: the way out of the text'],
  [text, 'Ctrl Space', 'what may be written here'],
  [text, 'Ctrl .', 'what stands against this place, what it means, and its fixes'],
  [text, 'F12, Alt F12', 'go to, or look at, the definition: an abstraction, a variable, a profile'],
  [text, 'Shift F12', 'look at every place that uses the name'],
  [text, 'F2', 'rename a variable or a profile'],
  [text, 'Shift Alt F', 'tidy the layout; comments stay'],
  [text, 'Shift Alt Right, Left', 'select more, select less'],
  [text, 'Ctrl Shift [, Ctrl Shift ]', 'fold, unfold'],
  [text, 'Ctrl F, Ctrl H', 'find, replace'],
  [text, 'Ctrl /', 'comment out, and back'],
  [rules, 'Space', 'switch the option'],
  [rules, 'Left, Right', 'fold, unfold'],
  [rules, 'Up, Down, Home, End', 'move in the outline'],
  [rules, 'Enter', 'go to the place in the text'],
];

/** What the keyboard can do here. */
export function KeysPage() {
  return (
    <Dialog title="Keys" onClose={() => workbench.setState({ keysShown: false })}>
      {[everywhere, text, rules].map((where) => (
        <table key={where} className="keys">
          <caption>{where}</caption>
          <tbody>
            {keys
              .filter(([place]) => place === where)
              .map(([, pressed, does]) => (
                <tr key={pressed}>
                  <th scope="row">
                    {pressed.split(', ').map((one, i) => (
                      <span key={one}>
                        {i > 0 && ', '}
                        {one.split(' ').map((key) => (
                          <Kbd key={key}>{key}</Kbd>
                        ))}
                      </span>
                    ))}
                  </th>
                  <td>{does}</td>
                </tr>
              ))}
          </tbody>
        </table>
      ))}
    </Dialog>
  );
}
