/**
 * Templates of a kit's documentation: `{{name}}` stands for a value; `{{#name}}…{{/name}}` is there only where the value
 * is not empty, `{{^name}}…{{/name}}` only where it is.
 */

/** Throws a RangeError for a name that has no value: a template is part of the kit. */
export function fillTemplate(template: string, values: Readonly<Record<string, string>>): string {
  const lookUp = (name: string) => {
    if (!Object.hasOwn(values, name))
      throw new RangeError(`The template asks for “${name}”, which nobody knows.`);
    return values[name]!;
  };
  return template
    .replace(
      /\{\{([#^])(\w+)\}\}([\s\S]*?)\{\{\/\2\}\}/g,
      (_whole, sign: string, name: string, inside: string) =>
        (lookUp(name) !== '') === (sign === '#') ? inside : '',
    )
    .replace(/\{\{(\w+)\}\}/g, (_whole, name: string) => lookUp(name));
}
