import { z } from 'zod';

/** What a webhook of Meta's says about one template. */
export interface TemplateReport {
  graphId?: string;
  name: string;
  language: string;
  change:
    | { kind: 'status'; status: string; reason: string | null; recommendation: string | null }
    | { kind: 'quality'; quality: string }
    | { kind: 'category'; category: string; previous: string | null }
    | { kind: 'category_announced'; category: string; at: string | null }
    /** Read it again: what has changed is not in the report. */
    | { kind: 'components' };
}

const id = z.union([z.string(), z.number()]).transform(String).optional();
const named = { message_template_id: id, message_template_name: z.string(), message_template_language: z.string() };
const text = z.string().nullish();

const statusSchema = z.looseObject({
  ...named,
  event: z.string(),
  reason: text,
  rejection_info: z.looseObject({ reason: text, recommendation: text }).nullish(),
  disable_info: z.looseObject({ disable_date: z.union([z.string(), z.number()]).nullish() }).nullish(),
  other_info: z.looseObject({ title: text, description: text }).nullish(),
});
const qualitySchema = z.looseObject({ ...named, new_quality_score: z.string() });
const categorySchema = z.looseObject({
  ...named,
  previous_category: text,
  new_category: text,
  correct_category: text,
  category_update_timestamp: z.union([z.string(), z.number()]).nullish(),
});
const namedSchema = z.looseObject(named);

/** Events that leave a template in the state that another one names. */
const SAME_AS: Record<string, string> = { REINSTATED: 'APPROVED', UNARCHIVED: 'APPROVED' };
/** A warning: it may still be sent. */
const NO_STATUS = ['FLAGGED'];

/**
 * Reads a webhook of the fields about templates. Source: Meta, webhooks `message_template_status_update`,
 * `message_template_quality_update`, `template_category_update`, `message_template_components_update` (2026-09).
 *
 * @returns undefined for other fields, and for values that are not Meta's
 */
export function readReport(field: string, value: unknown): TemplateReport | undefined {
  switch (field) {
    case 'message_template_status_update': {
      const read = statusSchema.safeParse(value);
      if (!read.success || NO_STATUS.includes(read.data.event.toUpperCase())) return undefined;
      const { event, reason, rejection_info: rejection, other_info: other } = read.data;
      const why = rejection?.reason ?? (reason === 'NONE' ? null : reason) ?? other?.description ?? other?.title ?? null;
      const status = event.toUpperCase();
      return {
        ...nameOf(read.data),
        change: { kind: 'status', status: SAME_AS[status] ?? status, reason: why, recommendation: rejection?.recommendation ?? null },
      };
    }
    case 'message_template_quality_update': {
      const read = qualitySchema.safeParse(value);
      return read.success
        ? { ...nameOf(read.data), change: { kind: 'quality', quality: read.data.new_quality_score.toUpperCase() } }
        : undefined;
    }
    case 'template_category_update': {
      const read = categorySchema.safeParse(value);
      if (!read.success) return undefined;
      const { previous_category: previous, new_category: current, correct_category: correct } = read.data;
      // Announced: `new_category` is still the present one then.
      if (correct && !previous) {
        const at = timeOf(read.data.category_update_timestamp);
        return { ...nameOf(read.data), change: { kind: 'category_announced', category: correct.toUpperCase(), at } };
      }
      if (!current) return undefined;
      return {
        ...nameOf(read.data),
        change: { kind: 'category', category: current.toUpperCase(), previous: previous?.toUpperCase() ?? null },
      };
    }
    case 'message_template_components_update': {
      const read = namedSchema.safeParse(value);
      return read.success ? { ...nameOf(read.data), change: { kind: 'components' } } : undefined;
    }
    default:
      return undefined;
  }
}

function nameOf(value: { message_template_id?: string | undefined; message_template_name: string; message_template_language: string }) {
  const { message_template_id: graphId, message_template_name: name, message_template_language: language } = value;
  return { ...(graphId ? { graphId } : {}), name, language };
}

/** Seconds as a number or a string. */
function timeOf(value: string | number | null | undefined): string | null {
  const seconds = Number(value);
  return Number.isFinite(seconds) && seconds > 0 && seconds < 1e11 ? new Date(seconds * 1000).toISOString() : null;
}
