import type { Priority } from '../threads/conversation.js';

/** One step of a macro. */
export type MacroAction =
  /** `{{contact.name}}` and `{{agent.name}}` stand for names, as in canned replies. */
  | { kind: 'reply'; text: string }
  | { kind: 'label'; addLabelIds: string[]; removeLabelIds: string[] }
  | { kind: 'assign'; userId: string }
  | { kind: 'assign'; teamId: string }
  | { kind: 'priority'; priority: Priority }
  | { kind: 'snooze'; minutes: number }
  | { kind: 'close' };

export interface Macro {
  id: string;
  name: string;
  actions: MacroAction[];
}

export const ACTION_KINDS = ['reply', 'label', 'assign', 'priority', 'snooze', 'close'] as const satisfies MacroAction['kind'][];

/** Puts names in the place of `{{contact.name}}` and `{{agent.name}}`. */
export const personal = (text: string, names: { contact: string; agent: string }): string =>
  text.replaceAll(/\{\{\s*(contact|agent)\.name\s*\}\}/g, (_, whose: 'contact' | 'agent') => names[whose]);

/** Whether a text names the agent, whose name the caller must then tell. */
export const namesAgent = (text: string): boolean => /\{\{\s*agent\.name\s*\}\}/.test(text);

/**
 * What of the conversation the steps of a macro change on their way, so that a later step is checked against how it will stand then.
 *
 * @param labelIds that it has @returns whether it is closed before each step, and which labels it has after each
 */
export function walk(
  actions: readonly MacroAction[],
  start: { isClosed: boolean; labelIds: readonly string[] },
): { isClosed: boolean; labelIds: string[] }[] {
  let { isClosed, labelIds } = { isClosed: start.isClosed, labelIds: [...start.labelIds] };
  return actions.map((action) => {
    const before = isClosed;
    if (action.kind === 'close') isClosed = true;
    // Whoever writes, or is given it, opens it again.
    if (action.kind === 'reply' || action.kind === 'assign') isClosed = false;
    if (action.kind === 'label') {
      labelIds = [...new Set([...labelIds, ...action.addLabelIds])].filter((id) => !action.removeLabelIds.includes(id));
    }
    return { isClosed: before, labelIds };
  });
}
