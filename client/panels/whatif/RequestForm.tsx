import { useId } from 'react';
import { Button, Menu, MenuChoice, MenuChoiceItem, MenuTick } from '../../components/index.ts';
import { type Field, type FormOperation, forms, operationWords, type Suggests, type Values } from './form.ts';

const first: readonly FormOperation[] = [
  'file',
  'exec',
  'capability',
  'network',
  'unix',
  'ptrace',
  'signal',
  'dbus',
];
const more = (Object.keys(operationWords) as FormOperation[]).filter((op) => !first.includes(op));

/** Which kind of request: the usual ones in sight, the others in a menu. */
export function Operations({ op, onChange }: { op: FormOperation; onChange: (op: FormOperation) => void }) {
  const rare = more.includes(op);
  return (
    <fieldset className="ops" aria-label="Kind of request">
      {first.map((id) => (
        <button key={id} type="button" aria-pressed={id === op} onClick={() => onChange(id)}>
          {operationWords[id].tab}
        </button>
      ))}
      <Menu
        align="end"
        trigger={
          <button type="button" aria-pressed={rare}>
            {rare ? operationWords[op].tab : 'More'}
          </button>
        }
      >
        <MenuChoice value={op} onChange={onChange}>
          {more.map((id) => (
            <MenuChoiceItem key={id} value={id}>
              {operationWords[id].tab}
            </MenuChoiceItem>
          ))}
        </MenuChoice>
      </Menu>
    </fieldset>
  );
}

/** A request as a sentence to fill in. `onChange` comes with every letter, `onDone` when a field is left or Enter pressed. */
export function Sentence({
  who,
  op,
  values,
  suggestions,
  onChange,
  onDone,
}: {
  who: string;
  op: FormOperation;
  values: Values;
  suggestions: Readonly<Record<Suggests, readonly string[]>>;
  onChange: (values: Values) => void;
  onDone: (values: Values) => void;
}) {
  return (
    <form
      className="sent"
      aria-label="The request"
      onSubmit={(event) => {
        event.preventDefault();
        onDone(values);
      }}
    >
      <span className="lbl">
        {who} wants to {operationWords[op].wants}
      </span>
      {forms[op].map((field) => (
        <Input
          key={`${op} ${field.name}`}
          field={field}
          value={values[field.name]}
          suggestions={suggestions}
          onChange={(value, done) => {
            const next = { ...values, [field.name]: value };
            if (done) onDone(next);
            else onChange(next);
          }}
          onLeave={() => onDone(values)}
        />
      ))}
      <button type="submit" className="sr-only">
        Ask
      </button>
    </form>
  );
}

type Value = Values[string];

function Input({
  field,
  value,
  suggestions,
  onChange,
  onLeave,
}: {
  field: Field;
  value: Value | undefined;
  suggestions: Readonly<Record<Suggests, readonly string[]>>;
  onChange: (value: Value, done: boolean) => void;
  onLeave: () => void;
}) {
  const id = useId();
  const listed = Array.isArray(value) ? (value as readonly string[]) : [];
  const toggled = (word: string, order: readonly string[]) =>
    order.filter((one) => (one === word ? !listed.includes(one) : listed.includes(one)));
  switch (field.kind) {
    case 'flag':
      return (
        <label className="flag">
          <input
            type="checkbox"
            checked={value === true}
            onChange={(event) => onChange(event.target.checked, true)}
          />
          {field.label}
        </label>
      );
    case 'choice':
      return (
        <label className="field">
          <span className="lbl">{field.label}</span>
          <select
            className="in"
            value={String(value ?? '')}
            onChange={(event) => onChange(event.target.value, true)}
          >
            {field.optional && <option value="">usual</option>}
            {field.options.map((option) => (
              <option key={option}>{option}</option>
            ))}
          </select>
        </label>
      );
    case 'letters':
      return (
        <fieldset className="letters">
          <legend className="lbl">{field.label}</legend>
          {Object.entries(field.options).map(([letter, words]) => (
            <button
              key={letter}
              type="button"
              aria-pressed={listed.includes(letter)}
              onClick={() => onChange(toggled(letter, Object.keys(field.options)), true)}
            >
              {words}
            </button>
          ))}
        </fieldset>
      );
    case 'several':
      return (
        <div className="field">
          <span className="lbl" id={id}>
            {field.label}
          </span>
          <Menu
            trigger={
              <Button
                className="in"
                aria-describedby={id}
                aria-label={`${field.label}: ${listed.join(', ') || 'none'}`}
              >
                {listed.join(', ') || 'none'}
              </Button>
            }
          >
            {field.options.map((option) => (
              <MenuTick
                key={option}
                checked={listed.includes(option)}
                onChange={() => onChange(toggled(option, field.options), true)}
              >
                {option}
              </MenuTick>
            ))}
          </Menu>
        </div>
      );
    case 'text':
    case 'number': {
      const list = field.kind === 'text' && field.suggests ? suggestions[field.suggests] : [];
      return (
        <label className="field">
          <span className="lbl">{field.label}</span>
          <input
            className="in"
            value={String(value ?? '')}
            placeholder={'empty' in field ? field.empty : undefined}
            style={{ width: `${(field.kind === 'text' ? (field.width ?? 18) : 6) + 3}ch` }}
            inputMode={field.kind === 'number' ? 'numeric' : undefined}
            list={list.length > 0 ? id : undefined}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => onChange(event.target.value, false)}
            onBlur={onLeave}
          />
          {list.length > 0 && (
            <datalist id={id}>
              {list.map((one) => (
                <option key={one} value={one} />
              ))}
            </datalist>
          )}
        </label>
      );
    }
  }
}
