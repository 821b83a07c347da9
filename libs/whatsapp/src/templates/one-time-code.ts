import type { OutboundContent } from '../outbound-content.js';

/** What people read in place of a one-time code. */
export const CODE_TEXT = 'One-time code';

/** The template as it is shown without its code. */
export const RENDERED_WITHOUT_CODE = { body: CODE_TEXT, buttons: [] };

/**
 * Whether a content holds a one-time code: the one value of an authentication template is the code, and no other template may hold one.
 * Source: Meta, "Authentication templates" (2026-09).
 */
export const holdsCode = (content: OutboundContent): boolean =>
  content.type === 'template' && content.template.category === 'AUTHENTICATION';

/** The content as people may read it, and as it is kept once it has left. Others than one-time codes stay as they are. */
export function withoutCode(content: OutboundContent): OutboundContent {
  if (content.type !== 'template' || !holdsCode(content)) return content;
  const { name, language, category } = content.template;
  return { type: 'template', template: { name, language, ...(category ? { category } : {}), rendered: RENDERED_WITHOUT_CODE } };
}
