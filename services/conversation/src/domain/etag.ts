/** The entity tag of a version (RFC 9110, section 8.8.3): strong, for the version counts every change. */
export const etagOf = (version: number): string => `"${version}"`;

/** Whether an If-Match header holds for this version (RFC 9110, section 13.1.1); one that is absent always does. */
export function meets(ifMatch: string | undefined, version: number): boolean {
  if (ifMatch === undefined) return true;
  const tags = ifMatch.split(',').map((tag) => tag.trim());
  return tags.includes('*') ? version > 0 : tags.includes(etagOf(version));
}
