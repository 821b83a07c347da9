import type { Filter } from '../list/filter';

/** Names of what is kept of one tenant’s inbox. */
export const keysOf = (tenantId: string) => {
  const base = ['inbox', tenantId] as const;
  return {
    base,
    lists: [...base, 'list'] as const,
    list: (filter: Filter) => [...base, 'list', filter] as const,
    counts: [...base, 'counts'] as const,
    conversation: (id: string) => [...base, 'conversation', id] as const,
    thread: (id: string) => [...base, 'thread', id] as const,
    notes: (id: string) => [...base, 'notes', id] as const,
    activities: (id: string) => [...base, 'activities', id] as const,
    /** The conversation that one went into; null where it was erased. */
    merged: (id: string) => [...base, 'merged', id] as const,
    contact: (id: string) => [...base, 'contact', id] as const,
    presence: [...base, 'presence'] as const,
    mentions: [...base, 'mentions'] as const,
    named: (name: 'labels' | 'teams' | 'canned' | 'members' | 'outlets' | 'views' | 'macros') => [...base, name] as const,
  };
};

/** What shows settings of a kind, as the audit log names it. */
export function queriesOf(what: string, tenantId: string): (readonly unknown[])[] {
  const { base, named } = keysOf(tenantId);
  switch (what) {
    case 'label':
      return [named('labels')];
    case 'team':
      return [named('teams')];
    case 'canned_reply':
      return [named('canned')];
    case 'inbox':
      return [[...base, 'settings']];
    case 'saved_view':
      return [named('views')];
    case 'macro':
      return [named('macros')];
    case 'survey':
      return [[...base, 'survey-settings']];
    case 'outlet':
      return [named('outlets'), ['outlets', tenantId]];
    case 'user':
      return [named('members'), ['team', tenantId]];
    case 'invitation':
      return [['invitations', tenantId]];
    case 'template':
      return [['templates', tenantId]];
    case 'tenant':
      return [['me', 'tenants']];
    default:
      return [];
  }
}
