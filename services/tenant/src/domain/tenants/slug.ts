export const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** The slug that a name suggests, at most 50 characters; `company` for a name without a Latin letter or digit. */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 50)
    .replaceAll(/^-+|-+$/g, '');
  return slug.length < 2 ? 'company' : slug;
}
