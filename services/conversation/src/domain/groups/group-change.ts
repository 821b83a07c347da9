import { bounded, normalizeSeen, type SeenContact } from '../contacts/identity.js';
import { storableText } from '../threads/stored-content.js';

/** What WhatsApp reports of a group. */
export interface GroupChange {
  groupId: string;
  /** ISO 8601, by WhatsApp's clock. */
  at: string;
  name?: string;
  joined: readonly SeenContact[];
  left: readonly SeenContact[];
  /** The group is gone: nobody is in it. */
  isDeleted: boolean;
}

const FIELDS: ReadonlySet<string> = new Set(['group_lifecycle_update', 'group_participants_update', 'group_settings_update']);

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const objects = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);
const idOf = (value: unknown): string | undefined =>
  typeof value === 'number' ? String(value) : typeof value === 'string' && value !== '' ? storableText(value) : undefined;

/** @param change what the gateway tells of a webhook's field */
export const isOfGroups = (change: { field: string }): boolean => FIELDS.has(change.field);

/**
 * Source: Meta, "Webhooks for Groups API". Ids and times come as strings or as numbers. What failed carries `errors`, and nothing has changed.
 *
 * @param receivedAt ISO 8601; stands in for a time that is not there
 */
export function readGroupChanges({ value }: { value: unknown }, receivedAt: string): GroupChange[] {
  const groups = isObject(value) ? objects(value.groups) : [];
  return groups.flatMap((group) => {
    const groupId = idOf(group.group_id);
    if (groupId === undefined || objects(group.errors).length > 0) return [];
    const name = nameIn(group);
    return {
      groupId,
      at: timeOf(group.timestamp) ?? receivedAt,
      ...(name === undefined ? {} : { name }),
      joined: peopleOf(group.added_participants),
      left: peopleOf(group.removed_participants),
      isDeleted: group.type === 'group_delete',
    };
  });
}

/** A new group names itself; a change of the name says whether it was made. */
function nameIn({ subject, group_subject: changed }: Json): string | undefined {
  const made = isObject(changed) && changed.update_successful !== false ? changed.text : undefined;
  const name = [subject, made].find((text) => typeof text === 'string' && text.trim() !== '') as string | undefined;
  return bounded(name?.trim());
}

const peopleOf = (value: unknown): SeenContact[] =>
  objects(value).flatMap(
    (person) => normalizeSeen({ ...optional('phone', idOf(person.wa_id)), ...optional('userId', idOf(person.user_id)) }) ?? [],
  );
const optional = <K extends string>(key: K, value: string | undefined): { [P in K]?: string } =>
  (value === undefined ? {} : { [key]: value }) as { [P in K]?: string };

/** Seconds; milliseconds have been seen. */
function timeOf(value: unknown): string | undefined {
  const number = Number(idOf(value));
  if (!(number > 0)) return undefined;
  const time = new Date(number >= 1e12 ? number : number * 1000);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}
