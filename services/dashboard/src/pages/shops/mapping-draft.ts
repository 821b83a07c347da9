import type { Schemas } from '../../api/client';

export type Mapping = Schemas['MappingBody'];
export const PATHS = [
  'id',
  'number',
  'status',
  'phone',
  'country',
  'customerName',
  'currency',
  'total',
  'changedAt',
  'trackingNumber',
  'trackingUrl',
  'items',
  'itemName',
  'itemSku',
  'itemQuantity',
  'itemPrice',
] as const;
export type Path = (typeof PATHS)[number];
/** Without these there is no order. */
export const NEEDED: readonly Path[] = ['id', 'currency', 'total'];
const OURS = ['pending', 'paid', 'packing', 'shipped', 'delivered', 'cancelled', 'refunded'] as const;
type Ours = (typeof OURS)[number];

/** A mapping as it is typed. `statuses`: one a line, theirs = ours. */
export type MappingDraft = Record<Path, string> & { statuses: string };

export const draftOf = (mapping: Mapping | null): MappingDraft => ({
  ...(Object.fromEntries(PATHS.map((path) => [path, mapping?.[path] ?? ''])) as Record<Path, string>),
  statuses: Object.entries(mapping?.statuses ?? {})
    .map(([theirs, ours]) => `${theirs} = ${ours}`)
    .join('\n'),
});

/** @returns undefined where a line of the statuses is none */
export function mappingOf(draft: MappingDraft): Mapping | undefined {
  const statuses: Record<string, Ours> = {};
  for (const line of draft.statuses.split('\n')) {
    if (line.trim() === '') continue;
    const at = line.lastIndexOf('=');
    const [theirs, ours] = [line.slice(0, Math.max(at, 0)).trim(), line.slice(at + 1).trim()];
    if (at < 1 || theirs === '' || !OURS.includes(ours as Ours)) return undefined;
    statuses[theirs] = ours as Ours;
  }
  const paths = Object.fromEntries(PATHS.flatMap((path) => (draft[path].trim() ? [[path, draft[path].trim()]] : [])));
  return { ...paths, ...(Object.keys(statuses).length > 0 ? { statuses } : {}) } as Mapping;
}
