import type { OutboundProblem, TemplateComponent } from '../outbound-content.js';
import { asObject, objectsOf, type JsonObject } from '../read-json.js';
import { fillText, isMediaHeader, partOf, variablesOf, type TemplateDefinition, type TemplatePart } from './definition.js';
import type { RenderedTemplate } from './rendered.js';

/** One value that a send has to give. */
export interface TemplateField {
  /** Under which a send gives it: a variable of the body by its own name, `header`, `button.<index>`; in a carousel `card.<index>.<name>`. */
  name: string;
  part: 'header' | 'body' | 'button';
  kind: 'text' | 'image' | 'video' | 'document' | 'location' | 'url' | 'code';
  /** The variable's own name. */
  variable?: string;
  button?: number;
  card?: number;
}

/** A value as it is given: a text, or for a header of a file `{ mediaId | id | link }`. */
export type TemplateValue = string | Record<string, unknown>;
export type TemplateValues = Readonly<Record<string, TemplateValue>>;

/** What a template asks of each send, in the order in which it is read. */
export function templateFields({ components }: Pick<TemplateDefinition, 'components'>): TemplateField[] {
  const cards = partOf(components, 'CAROUSEL')?.cards ?? [];
  return [
    ...fieldsOf(components),
    ...cards.flatMap((card, index) =>
      fieldsOf(card.components).map((field) => ({ ...field, name: `card.${index}.${field.name}`, card: index })),
    ),
  ];
}

/** WhatsApp writes the text of authentication templates itself, around the code; a definition of ours that was not read from there yet has none. */
function bodyOf(parts: readonly TemplatePart[]): string | undefined {
  const isOfCode = partOf(parts, 'BUTTONS')?.buttons?.some(({ type }) => type?.toUpperCase() === 'OTP');
  return partOf(parts, 'BODY')?.text ?? (isOfCode ? '*{{1}}*' : undefined);
}

function fieldsOf(parts: readonly TemplatePart[]): TemplateField[] {
  const fields: TemplateField[] = [];
  const header = partOf(parts, 'HEADER');
  const format = header?.format?.toUpperCase() ?? (header ? 'TEXT' : undefined);
  if (isMediaHeader(format) || format === 'LOCATION') {
    fields.push({ name: 'header', part: 'header', kind: format!.toLowerCase() as TemplateField['kind'] });
  } else if (format === 'TEXT') {
    for (const variable of variablesOf(header!.text)) fields.push({ name: 'header', part: 'header', kind: 'text', variable });
  }
  for (const variable of variablesOf(bodyOf(parts))) fields.push({ name: variable, part: 'body', kind: 'text', variable });
  (partOf(parts, 'BUTTONS')?.buttons ?? []).forEach((button, index) => {
    const type = button.type?.toUpperCase();
    const at = { name: `button.${index}`, part: 'button', button: index } as const;
    if (type === 'URL' && variablesOf(button.url).length > 0) fields.push({ ...at, kind: 'url' });
    else if (type === 'COPY_CODE') fields.push({ ...at, kind: 'code' });
    else if (type === 'OTP') fields.push({ ...at, kind: 'url' });
  });
  return fields;
}

/** The components of a send, in Graph's own shape. Fields without a value are left out: {@link sendProblems} names them. */
export function componentsOf(definition: TemplateDefinition, values: TemplateValues): TemplateComponent[] {
  const isNamed = definition.parameterFormat === 'NAMED';
  const fields = templateFields(definition);
  const top = build(
    fields.filter(({ card }) => card === undefined),
    values,
    isNamed,
  );
  const cards = partOf(definition.components, 'CAROUSEL')?.cards ?? [];
  if (cards.length === 0) return top;
  return [
    ...top,
    {
      type: 'carousel',
      cards: cards.map((_, index) => ({
        card_index: index,
        components: build(
          fields.filter(({ card }) => card === index),
          values,
          isNamed,
        ),
      })),
    },
  ];
}

function build(fields: readonly TemplateField[], values: TemplateValues, isNamed: boolean): TemplateComponent[] {
  const components: TemplateComponent[] = [];
  const inPart = new Map<string, Record<string, unknown>[]>();
  for (const field of fields) {
    const value = Object.hasOwn(values, field.name) ? values[field.name] : undefined;
    if (value === undefined || value === '') continue;
    if (field.part === 'button') {
      const parameter = field.kind === 'code' ? { type: 'coupon_code', coupon_code: value } : { type: 'text', text: value };
      const sub_type = field.kind === 'code' ? 'copy_code' : 'url';
      components.push({ type: 'button', sub_type, index: String(field.button), parameters: [parameter] });
      continue;
    }
    const parameters = inPart.get(field.part) ?? [];
    if (parameters.length === 0) {
      inPart.set(field.part, parameters);
      components.push({ type: field.part, parameters });
    }
    parameters.push(
      field.kind === 'text'
        ? { type: 'text', ...(isNamed ? { parameter_name: field.variable } : {}), text: value }
        : { type: field.kind, [field.kind]: value },
    );
  }
  return components;
}

/**
 * Everything in which the components of a send do not fit the definition; WhatsApp would refuse it with 132000, 132012 or 132018.
 *
 * @param at name of the field that holds the components
 */
export function sendProblems(
  definition: TemplateDefinition,
  components: readonly TemplateComponent[] | undefined,
  at = 'template.components',
): OutboundProblem[] {
  const fields = templateFields(definition);
  const isNamed = definition.parameterFormat === 'NAMED';
  const problems = problemsOf(
    fields.filter(({ card }) => card === undefined),
    components ?? [],
    isNamed,
    at,
  );
  const cards = partOf(definition.components, 'CAROUSEL')?.cards ?? [];
  if (cards.length === 0) return problems;
  const given = objectsOf(components?.find(({ type }) => type?.toLowerCase() === 'carousel')?.cards);
  if (given.length !== cards.length) {
    const message = `the carousel has ${cards.length} cards; ${given.length} are given`;
    return [...problems, { field: at, code: 'not_valid', message }];
  }
  cards.forEach((_, index) => {
    const own = objectsOf(given.find(({ card_index: place }) => Number(place) === index)?.components);
    const ofCard = fields.filter(({ card }) => card === index);
    problems.push(...problemsOf(ofCard, own as unknown as TemplateComponent[], isNamed, `${at}.cards[${index}]`));
  });
  return problems;
}

function problemsOf(
  fields: readonly TemplateField[],
  components: readonly TemplateComponent[],
  isNamed: boolean,
  at: string,
): OutboundProblem[] {
  const problems: OutboundProblem[] = [];
  const add = (field: string, message: string): number => problems.push({ field, code: 'not_valid', message });
  for (const part of ['header', 'body'] as const) {
    const wanted = fields.filter((field) => field.part === part);
    const given = parametersOf(components, part);
    const field = `${at}.${part}`;
    if (given.length !== wanted.length) {
      add(field, `the ${part} of this template has ${countOf(wanted.length)}; ${given.length} are given`);
      continue;
    }
    wanted.forEach((one, index) => {
      const parameter = isNamed && one.variable ? given.find(({ parameter_name: name }) => name === one.variable) : given[index];
      if (!parameter) return add(field, `the value of {{${one.variable}}} is missing; give it with parameter_name`);
      const wrong = wrongValue(one, parameter);
      if (wrong) add(one.variable ? `${field}.${one.variable}` : field, wrong);
    });
  }
  for (const one of fields.filter((field) => field.part === 'button')) {
    const parameter = parametersOf(components, 'button', one.button)[0];
    const field = `${at}.button[${one.button}]`;
    const value = parameter && (one.kind === 'code' ? parameter.coupon_code : parameter.text);
    if (typeof value !== 'string' || value === '') {
      add(field, one.kind === 'code' ? 'the button needs a parameter of type coupon_code' : 'the button needs a parameter of type text');
    }
  }
  return problems;
}

const countOf = (variables: number): string => (variables === 1 ? '1 parameter' : `${variables} parameters`);

function parametersOf(components: readonly TemplateComponent[], type: string, index?: number): JsonObject[] {
  const component = components.find((one) => one.type?.toLowerCase() === type && (index === undefined || Number(one.index ?? 0) === index));
  return objectsOf(component?.parameters);
}

function wrongValue({ kind }: TemplateField, parameter: JsonObject): string | undefined {
  if (kind !== 'text') {
    if (parameter.type !== kind) return `a parameter of type ${kind} is expected, not ${String(parameter.type)}`;
    const value = asObject(parameter[kind]);
    if (kind === 'location') return value ? undefined : 'a location with latitude, longitude, name and address is expected';
    return [value?.id, value?.link, value?.mediaId].some((one) => typeof one === 'string' && one !== '')
      ? undefined
      : `${kind} must have a mediaId, an id or a link`;
  }
  const text = textOf(parameter);
  if (text === undefined || text.trim() === '') return 'a text is required';
  // Source: Meta, error 132018.
  if (/[\n\r\t]| {5,}/.test(text)) return 'a value may have no line break, no tab, and no more than four spaces in a row';
  return undefined;
}

function textOf(parameter: JsonObject | undefined): string | undefined {
  const value = parameter?.text ?? asObject(parameter?.currency)?.fallback_value ?? asObject(parameter?.date_time)?.fallback_value;
  return typeof value === 'string' ? value : undefined;
}

/** The template with the values of a send. Where one is missing its variable stays. */
export function renderTemplate(definition: TemplateDefinition, components: readonly TemplateComponent[] | undefined): RenderedTemplate {
  const isNamed = definition.parameterFormat === 'NAMED';
  const cards = partOf(definition.components, 'CAROUSEL')?.cards ?? [];
  const given = objectsOf(components?.find(({ type }) => type?.toLowerCase() === 'carousel')?.cards);
  return {
    ...rendered(definition.components, components ?? [], isNamed),
    ...(cards.length > 0 && {
      cards: cards.map((card, index) => {
        const own = objectsOf(given.find(({ card_index: place }) => Number(place) === index)?.components);
        return rendered(card.components, own as unknown as TemplateComponent[], isNamed);
      }),
    }),
  };
}

function rendered(
  parts: readonly TemplatePart[],
  components: readonly TemplateComponent[],
  isNamed: boolean,
): Omit<RenderedTemplate, 'cards'> {
  const fill = (text: string, type: string): string => {
    const names = variablesOf(text);
    const parameters = parametersOf(components, type);
    return fillText(text, (name) => {
      const own = isNamed ? parameters.find(({ parameter_name: given }) => given === name) : parameters[names.indexOf(name)];
      return textOf(own);
    });
  };
  const header = partOf(parts, 'HEADER');
  const footer = partOf(parts, 'FOOTER')?.text;
  return {
    ...(header && { header: renderedHeader(header, parametersOf(components, 'header')[0], (text) => fill(text, 'header')) }),
    body: fill(bodyOf(parts) ?? '', 'body'),
    ...(footer && { footer }),
    buttons: (partOf(parts, 'BUTTONS')?.buttons ?? []).map((button, index) => {
      const value = textOf(parametersOf(components, 'button', index)[0]);
      const url = button.url && fillText(button.url, () => value);
      return { type: button.type, text: button.text ?? button.type.toLowerCase().replaceAll('_', ' '), ...(url && { url }) };
    }),
  };
}

function renderedHeader(
  header: TemplatePart,
  parameter: JsonObject | undefined,
  fill: (text: string) => string,
): RenderedTemplate['header'] {
  const type = (header.format ?? 'TEXT').toLowerCase();
  if (type === 'text') return { type, text: fill(header.text ?? '') };
  const media = asObject(parameter?.[type]);
  return { type, ...(media && { media }) };
}
