import { GraphError, invalidParameter, missingParameter } from './graph-error.js';

export type TemplateStatus = 'PENDING' | 'APPROVED' | 'REJECTED' | 'PAUSED' | 'DISABLED';
export type TemplateCategory = 'AUTHENTICATION' | 'MARKETING' | 'UTILITY';

export interface TemplateComponent {
  type: string;
  format?: string;
  text?: string;
  buttons?: { type: string; text?: string; url?: string; [key: string]: unknown }[];
  [key: string]: unknown;
}

export interface Template {
  id: string;
  name: string;
  language: string;
  category: TemplateCategory;
  status: TemplateStatus;
  parameter_format: 'POSITIONAL' | 'NAMED';
  components: TemplateComponent[];
  rejected_reason?: string;
  quality_score?: { score: string };
  /** Max price: what a thousand deliveries may cost at most, in hundredths of the account's currency. */
  optimization_spec?: { bid_amount: number; bid_strategy?: string };
  /** What Meta keeps to itself. */
  simulated?: { pauses: number; pausedUntil?: number };
}

/** The templates every account starts with. */
export function seedTemplates(): Omit<Template, 'id'>[] {
  return [
    {
      name: 'hello_world',
      language: 'en_US',
      category: 'UTILITY',
      status: 'APPROVED',
      parameter_format: 'POSITIONAL',
      components: [
        { type: 'HEADER', format: 'TEXT', text: 'Hello World' },
        {
          type: 'BODY',
          text: 'Welcome and congratulations!! This message demonstrates your ability to send a template message. Thank you for taking the time to test with us.',
        },
        { type: 'FOOTER', text: 'Sample message' },
      ],
    },
    {
      name: 'order_update',
      language: 'en_US',
      category: 'UTILITY',
      status: 'APPROVED',
      parameter_format: 'POSITIONAL',
      components: [
        { type: 'BODY', text: 'Hi {{1}}, your order {{2}} is now {{3}}.' },
        {
          type: 'BUTTONS',
          buttons: [
            { type: 'QUICK_REPLY', text: 'Where is it?' },
            { type: 'QUICK_REPLY', text: 'Talk to a person' },
          ],
        },
      ],
    },
    {
      name: 'season_sale',
      language: 'en_US',
      category: 'MARKETING',
      status: 'APPROVED',
      parameter_format: 'POSITIONAL',
      components: [
        {
          type: 'BODY',
          text: 'Hi {{1}}, our season sale begins today: {{2}} off everything until Sunday. Shall we keep something for you?',
        },
        { type: 'FOOTER', text: 'Reply STOP to get no more offers' },
        {
          type: 'BUTTONS',
          buttons: [
            { type: 'QUICK_REPLY', text: 'Show me' },
            { type: 'QUICK_REPLY', text: 'Stop promotions' },
          ],
        },
      ],
    },
    {
      name: 'otp',
      language: 'en_US',
      category: 'AUTHENTICATION',
      status: 'APPROVED',
      parameter_format: 'POSITIONAL',
      components: [
        {
          type: 'BODY',
          text: '*{{1}}* is your verification code. For your security, do not share this code.',
          add_security_recommendation: true,
        },
        { type: 'FOOTER', text: 'This code expires in 5 minutes.', code_expiration_minutes: 5 },
        {
          type: 'BUTTONS',
          buttons: [{ type: 'URL', text: 'Copy code', url: 'https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp{{1}}' }],
        },
      ],
    },
  ];
}

const CATEGORIES = ['AUTHENTICATION', 'MARKETING', 'UTILITY'];

/** Checks a definition handed to `POST /{waba}/message_templates`. Throws GraphError 100 or 131008. */
export function parseTemplateDefinition(input: unknown): Omit<Template, 'id' | 'status'> {
  const definition = (typeof input === 'object' && input !== null ? input : {}) as Record<string, unknown>;
  const { name, language } = definition;
  const category = String(definition.category ?? '').toUpperCase();
  if (typeof name !== 'string') throw missingParameter('name is required');
  if (!/^[a-z0-9_]{1,512}$/.test(name))
    throw invalidParameter('Param name must hold only lower-case letters, digits and underscores, at most 512.');
  if (typeof language !== 'string' || !/^[a-z]{2,3}(_[A-Za-z]{2,4})?$/.test(language))
    throw invalidParameter('Param language must be a code such as en_US.');
  if (!CATEGORIES.includes(category)) throw invalidParameter(`Param category must be one of {${CATEGORIES.join(', ')}}`);
  const components = parseComponents(definition.components);
  const named = String(definition.parameter_format ?? 'POSITIONAL').toUpperCase() === 'NAMED';
  return {
    name,
    language,
    category: category as TemplateCategory,
    parameter_format: named ? 'NAMED' : 'POSITIONAL',
    components,
    ...parseMaxPrice(definition, category),
  };
}

/** @returns nothing where the definition names no max price. Throws GraphError 100. Source: Meta, "Set a max price for marketing messages". */
export function parseMaxPrice(definition: Record<string, unknown>, category: string): Pick<Template, 'optimization_spec'> {
  if (definition.bid_spec !== undefined) throw invalidParameter('Param bid_spec is no longer supported; use optimization_spec.');
  const spec = definition.optimization_spec as { bid_amount?: unknown; bid_strategy?: unknown } | null | undefined;
  if (spec === undefined || spec === null) return {};
  if (category !== 'MARKETING') throw invalidParameter('Param optimization_spec is only for marketing templates.');
  if (!Number.isSafeInteger(spec.bid_amount) || (spec.bid_amount as number) < 1)
    throw invalidParameter("Param optimization_spec['bid_amount'] must be a whole number above 0.");
  const strategy = spec.bid_strategy;
  return {
    optimization_spec: { bid_amount: spec.bid_amount as number, ...(strategy === undefined ? {} : { bid_strategy: String(strategy) }) },
  };
}

export function parseComponents(input: unknown): TemplateComponent[] {
  if (!Array.isArray(input) || input.length === 0) throw missingParameter('components is required');
  const components = input.map((entry) => {
    const component = entry as TemplateComponent;
    if (typeof component !== 'object' || component === null || typeof component.type !== 'string')
      throw invalidParameter('Each component needs a type.');
    return { ...component, type: component.type.toUpperCase() };
  });
  const body = components.find((component) => component.type === 'BODY');
  if (!body) throw missingParameter('components: a BODY is required');
  if ((body.text ?? '').length > 1024) throw invalidParameter('Param BODY text must be at most 1024 characters long.');
  return components;
}

interface SendParameter {
  type?: string;
  text?: unknown;
  payload?: unknown;
  coupon_code?: unknown;
  parameter_name?: string;
  currency?: { fallback_value?: string };
  date_time?: { fallback_value?: string };
  [key: string]: unknown;
}

interface SendComponent {
  type?: string;
  sub_type?: string;
  index?: number | string;
  parameters?: SendParameter[];
}

export interface RenderedTemplate {
  name: string;
  language: string;
  category: TemplateCategory;
  header?: { type: string; text?: string; media?: unknown };
  body: string;
  footer?: string;
  buttons: { type: string; text: string; url?: string; payload?: string; code?: string }[];
}

/**
 * Fills a template with the parameters of a send call.
 * Throws GraphError 132000 (wrong number), 132012 (wrong kind), 132015 (paused), 132016 (disabled), 132001 (not approved).
 */
export function renderTemplate(template: Template, components: unknown): RenderedTemplate {
  if (template.status === 'PAUSED') throw new GraphError({ code: 132015, details: `Template ${template.name} is paused.` });
  if (template.status === 'DISABLED') throw new GraphError({ code: 132016, details: `Template ${template.name} is disabled.` });
  if (template.status !== 'APPROVED') throw templateNotFound(template.name, template.language);
  const given = (Array.isArray(components) ? components : []) as SendComponent[];
  const of = (type: string) => given.find((component) => component.type?.toLowerCase() === type);
  const part = (type: string) => template.components.find((component) => component.type === type);
  const named = template.parameter_format === 'NAMED';

  const header = part('HEADER');
  const body = part('BODY');
  const buttons = part('BUTTONS')?.buttons ?? [];
  return {
    name: template.name,
    language: template.language,
    category: template.category,
    header: header && renderHeader(header, of('header')?.parameters ?? [], named),
    body: fill(body?.text ?? '', of('body')?.parameters ?? [], 'body', named),
    footer: part('FOOTER')?.text,
    buttons: buttons.map((button, index) =>
      renderButton(
        button,
        index,
        given.find((entry) => entry.type?.toLowerCase() === 'button' && Number(entry.index ?? 0) === index),
      ),
    ),
  };
}

export function templateNotFound(name: string, language: string): GraphError {
  return new GraphError({ code: 132001, details: `template name (${name}) does not exist in ${language}` });
}

function renderHeader(header: TemplateComponent, parameters: SendParameter[], named: boolean): RenderedTemplate['header'] {
  const format = (header.format ?? 'TEXT').toLowerCase();
  if (format === 'text') return { type: 'text', text: fill(header.text ?? '', parameters, 'header', named) };
  const parameter = parameters[0];
  if (!parameter)
    throw new GraphError({ code: 132012, details: `header: Format mismatch, expected ${format.toUpperCase()}, received UNKNOWN` });
  if (parameter.type !== format) {
    throw new GraphError({
      code: 132012,
      details: `header: Format mismatch, expected ${format.toUpperCase()}, received ${String(parameter.type).toUpperCase()}`,
    });
  }
  return { type: format, media: parameter[format] };
}

function renderButton(
  button: NonNullable<TemplateComponent['buttons']>[number],
  index: number,
  given: SendComponent | undefined,
): RenderedTemplate['buttons'][number] {
  const parameter = given?.parameters?.[0];
  const type = button.type.toUpperCase();
  const text = button.text ?? type.toLowerCase().replaceAll('_', ' ');
  if (type === 'QUICK_REPLY') return { type, text, payload: parameter?.payload === undefined ? text : String(parameter.payload) };
  if (type === 'COPY_CODE') return { type, text, code: parameter?.coupon_code === undefined ? undefined : String(parameter.coupon_code) };
  if (type !== 'URL' || !button.url?.includes('{{1}}')) return { type, text, url: button.url };
  if (parameter?.text === undefined) {
    throw missingParameter(`buttons: Button at index ${index} of type Url requires a parameter`);
  }
  const value = String(parameter.text);
  const oneTimeCode = button.url.includes('otp_type=COPY_CODE') ? value : undefined;
  return { type: oneTimeCode ? 'COPY_CODE' : type, text, url: button.url.replace('{{1}}', encodeURIComponent(value)), code: oneTimeCode };
}

function fill(text: string, parameters: SendParameter[], part: string, named: boolean): string {
  const expected = [...new Set([...text.matchAll(/\{\{\s*([\w]+)\s*\}\}/g)].map((match) => match[1]))];
  if (parameters.length !== expected.length) {
    throw new GraphError({
      code: 132000,
      details: `${part}: number of localizable_params (${parameters.length}) does not match the expected number of params (${expected.length})`,
    });
  }
  const values = new Map(
    parameters.map((parameter, index) => [named ? String(parameter.parameter_name) : String(index + 1), parameterText(parameter, part)]),
  );
  return text.replace(/\{\{\s*([\w]+)\s*\}\}/g, (_, name: string) => {
    const value = values.get(name);
    if (value === undefined) throw new GraphError({ code: 132000, details: `${part}: parameter ${name} is not given` });
    return value;
  });
}

function parameterText(parameter: SendParameter, part: string): string {
  const value = parameter.text ?? parameter.currency?.fallback_value ?? parameter.date_time?.fallback_value;
  if (typeof value !== 'string' || value === '') {
    throw new GraphError({ code: 132012, details: `${part}: a parameter of type ${parameter.type ?? 'unknown'} has no text` });
  }
  return value;
}
