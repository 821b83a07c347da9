import type { MessagePlan, ParameterPlan, TemplatePlan } from './campaign.js';
import { CONTACT_SOURCES, isSource } from './message.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const LANGUAGE = /^[a-z]{2,3}([_-][A-Za-z]{2,4})?$/;
const MAX_PARAMETERS = 50;
const MAX_LENGTH = 1_024;

interface Wrong {
  field: string;
  message: string;
}

/**
 * Reads what a campaign is to say.
 *
 * @param given parts whose shape the request has checked only roughly @param more sources beside those of every campaign
 */
export function readPlan(
  given: { templateId: string; parameters?: object | undefined; languages?: object | undefined },
  more: readonly string[] = [],
): { plan: MessagePlan; wrong: Wrong[] } {
  const wrong: Wrong[] = [];
  const main = readTemplate(given, 'message', wrong, more);
  const languages = Object.fromEntries(
    Object.entries(given.languages ?? {}).map(([language, one]) => {
      const field = `message.languages.${language}`;
      if (!LANGUAGE.test(language)) wrong.push({ field, message: 'must be under a language, such as es or pt_BR' });
      return [language, readTemplate(one, field, wrong, more)];
    }),
  );
  return { plan: { ...main, languages }, wrong };
}

function readTemplate(given: unknown, field: string, wrong: Wrong[], more: readonly string[]): TemplatePlan {
  const { templateId, parameters = {} } = (typeof given === 'object' && given !== null ? given : {}) as Record<string, unknown>;
  if (typeof templateId !== 'string' || !UUID.test(templateId))
    wrong.push({ field: `${field}.templateId`, message: 'must be the id of a template' });
  const entries = typeof parameters === 'object' && parameters !== null ? Object.entries(parameters) : [];
  if (entries.length > MAX_PARAMETERS)
    wrong.push({ field: `${field}.parameters`, message: `must have at most ${MAX_PARAMETERS} parameters` });
  for (const [name, plan] of entries.slice(0, MAX_PARAMETERS)) checkParameter(plan, `${field}.parameters.${name}`, wrong, more);
  return { templateId: String(templateId).toLowerCase(), parameters: Object.fromEntries(entries) as Record<string, ParameterPlan> };
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= MAX_LENGTH;

function checkParameter(plan: unknown, field: string, wrong: Wrong[], more: readonly string[]): void {
  if (isText(plan) && plan.trim() !== '') return;
  const { from, fallback, ...others } = (typeof plan === 'object' && plan !== null ? plan : {}) as Record<string, unknown>;
  if (!isText(from) || !isSource(from, more)) {
    wrong.push({
      field,
      message: `must be a text, or { from, fallback } with from one of ${[...CONTACT_SOURCES, ...more].join(', ')} or attributes.<name>`,
    });
  } else if ((fallback !== undefined && !isText(fallback)) || Object.keys(others).length > 0) {
    wrong.push({ field, message: `has only from and fallback, which is a text of at most ${MAX_LENGTH} characters` });
  }
}
