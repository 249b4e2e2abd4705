/** Templates of a kit's documentation: `{{name}}` stands for a value. */

/** Throws a RangeError for a name that has no value: a template is part of the kit. */
export function fillTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_whole, name: string) => {
    if (!Object.hasOwn(values, name))
      throw new RangeError(`The template asks for “${name}”, which nobody knows.`);
    return values[name]!;
  });
}
