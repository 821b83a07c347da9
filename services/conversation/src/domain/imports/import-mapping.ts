/** What a column of a file may become of a contact, beside `attributes.<name>`. */
export const IMPORT_FIELDS = ['phone', 'name', 'email', 'language', 'tags'] as const;

/** Of each column its field; null leaves the column out. */
export type ImportMapping = (string | null)[];

const ATTRIBUTE = /^attributes\.[\p{L}\p{N}_. -]{1,60}$/u;
export const isImportField = (field: string): boolean => (IMPORT_FIELDS as readonly string[]).includes(field) || ATTRIBUTE.test(field);

/** Names that columns of customers have in files of shops and phones, in the languages of our users. */
const GUESSES: Readonly<Record<(typeof IMPORT_FIELDS)[number], RegExp>> = {
  phone: /^(phone|phone ?number|mobile|cell(phone)?|whatsapp|tel|telephone|telefono|celular|movil|numero|telefone|handy|telefon|wa id)$/,
  name: /^(name|full ?name|contact|contact name|customer|nombre|nombre completo|cliente|contacto|nome|nom)$/,
  email: /^(e ?mail|mail|correo|correo electronico|e mail address|email address)$/,
  language: /^(language|lang|locale|idioma|lingua|langue|sprache)$/,
  tags: /^(tags?|labels?|etiquetas?|groups?|grupos?)$/,
};

const plain = (header: string): string =>
  header
    .normalize('NFD')
    .replaceAll(/\p{Mn}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** What columns are probably meant for: by their names, an attribute where nothing else fits, nothing where they have no name. */
export function guessMapping(headers: readonly string[]): ImportMapping {
  const taken = new Set<string>();
  const once = (field: string | null): string | null => {
    if (field === null || taken.has(field)) return null;
    taken.add(field);
    return field;
  };
  return headers.map((header) => {
    const name = plain(header);
    const field = IMPORT_FIELDS.find((each) => GUESSES[each].test(name));
    if (field) return once(field);
    const attribute = `attributes.${header
      .trim()
      .replaceAll(/[^\p{L}\p{N}_. -]+/gu, ' ')
      .trim()
      .slice(0, 60)}`;
    return once(isImportField(attribute) ? attribute : null);
  });
}

/**
 * Reads a mapping as it comes in: `{ "<column>": "<field>" }`, or the other way round where that is what fits.
 *
 * @returns the field of each column, or what is wrong with it
 */
export function readMapping(written: unknown, headers: readonly string[]): ImportMapping | { fault: string } {
  if (typeof written !== 'object' || written === null || Array.isArray(written))
    return { fault: 'mapping must be JSON such as {"Phone": "phone", "City": "attributes.city"}' };
  const pairs = Object.entries(written);
  const isField = (value: unknown): boolean => value === null || value === '' || (typeof value === 'string' && isImportField(value));
  const isTurned = !pairs.every(([, value]) => isField(value)) && pairs.every(([key]) => isImportField(key));
  const mapping: ImportMapping = headers.map(() => null);
  const used = new Set<string>();
  for (const [key, value] of pairs) {
    const [column, field] = isTurned ? [value, key] : [key, value];
    if (!isField(field)) return { fault: `"${String(field)}" is no field; use ${IMPORT_FIELDS.join(', ')} or attributes.<name>` };
    if (typeof field !== 'string' || field === '') continue;
    const at = headers.indexOf(typeof column === 'string' ? column.trim() : '');
    if (at < 0) return { fault: `the file has no column "${String(column)}"; it has ${headers.map((header) => `"${header}"`).join(', ')}` };
    if (used.has(field)) return { fault: `two columns go to ${field}` };
    used.add(field);
    mapping[at] = field;
  }
  return used.has('phone') ? mapping : { fault: 'one column must go to phone: contacts are told apart by it' };
}
