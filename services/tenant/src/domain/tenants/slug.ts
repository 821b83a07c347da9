export const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Makes a slug of at most 50 characters from a name; `company` if fewer than two Latin letters or digits are left. */
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
