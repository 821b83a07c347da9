import { SaxesParser } from 'saxes';
import { DocumentProblem } from '../../../domain/documents/document-problem.js';
import { damaged, resolvePart, tooLong, type OfficePackage, type Relation } from './office-package.js';

/** Real documents are some dozens of levels deep. */
const MAX_DEPTH = 1_000;
/** A table of 5,000 rows and 100 columns has 1.5 million. */
const MAX_ELEMENTS = 4_000_000;
/** 5,000 passages hold less. */
const MAX_LETTERS = 16_000_000;

export interface XmlElement {
  /** Without its prefix, which each program chooses for itself. */
  name: string;
  /** @param name without its prefix */
  get(name: string): string | undefined;
  /** The id of a relationship, which stands beside an id of the element's own: `<p:sldId id="256" r:id="rId2"/>`. */
  readonly relation: string | undefined;
}

export interface XmlHandler {
  /** @returns false to pass over the element with all that is in it */
  open?(element: XmlElement): boolean | void;
  text?(text: string): void;
  close?(name: string): void;
}

/**
 * Goes through a part of an office document from its start to its end. It keeps nothing: what is in memory is what the handler keeps. Entities of a
 * document type are not replaced, and nothing outside is looked at.
 *
 * @throws {DocumentProblem} `office_damaged` when it is no well-formed XML, `document_too_long` when it is deeper or longer than any honest one
 */
export async function readXml(office: OfficePackage, part: string, handler: XmlHandler): Promise<void> {
  const parser = new SaxesParser({ position: false });
  let skipped = 0;
  let depth = 0;
  let elements = 0;
  let letters = 0;
  parser.on('opentag', ({ name, attributes }) => {
    if (++depth > MAX_DEPTH) throw damaged(`its markup is more than ${MAX_DEPTH} levels deep`);
    if (++elements > MAX_ELEMENTS) throw tooLong(`has more than ${MAX_ELEMENTS} elements in one part`);
    if (skipped > 0) skipped++;
    else if (handler.open?.(new Element(local(name), attributes as Record<string, string>)) === false) skipped = 1;
  });
  const onText = (text: string): void => {
    letters += text.length;
    if (letters > MAX_LETTERS) throw tooLong(`has more than ${MAX_LETTERS} letters`);
    if (skipped === 0) handler.text?.(text);
  };
  parser.on('text', onText);
  parser.on('cdata', onText);
  parser.on('closetag', ({ name }) => {
    depth--;
    if (skipped > 0) skipped--;
    // An element that was passed over is not closed either.
    else handler.close?.(local(name));
  });
  const decoder = new TextDecoder();
  try {
    for await (const chunk of office.read(part)) parser.write(decoder.decode(chunk, { stream: true }));
    parser.write(decoder.decode()).close();
  } catch (error) {
    throw error instanceof DocumentProblem ? error : damaged(`${part}: ${(error as Error).message}`);
  }
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

class Element implements XmlElement {
  readonly name: string;
  readonly #attributes: Record<string, string>;

  constructor(name: string, attributes: Record<string, string>) {
    this.name = name;
    this.#attributes = attributes;
  }

  get(name: string): string | undefined {
    const own = this.#attributes[name];
    if (own !== undefined) return own;
    for (const key in this.#attributes) if (key.length > name.length && key.endsWith(`:${name}`)) return this.#attributes[key];
    return undefined;
  }

  get relation(): string | undefined {
    for (const key in this.#attributes) if (key.endsWith(':id')) return this.#attributes[key];
    return undefined;
  }
}

/** The relationships of a part by their ids; none for a part that has none. @param part '' for those of the whole package */
export async function relationsOf(office: OfficePackage, part: string): Promise<Map<string, Relation>> {
  const at = part.lastIndexOf('/') + 1;
  const name = `${part.slice(0, at)}_rels/${part.slice(at)}.rels`;
  const relations = new Map<string, Relation>();
  if (!office.has(name)) return relations;
  await readXml(office, name, {
    open(element) {
      const [id, type, target] = [element.get('Id'), element.get('Type'), element.get('Target')];
      if (element.name !== 'Relationship' || id === undefined || type === undefined || target === undefined) return;
      const outside = element.get('TargetMode') === 'External';
      relations.set(id, { kind: type.slice(type.lastIndexOf('/') + 1), target: outside ? target : resolvePart(part, target) });
    },
  });
  return relations;
}

/** The part that holds the document itself. @throws {DocumentProblem} `office_damaged` */
export async function mainPart(office: OfficePackage): Promise<string> {
  for (const { kind, target } of (await relationsOf(office, '')).values()) if (kind === 'officeDocument') return target;
  throw damaged('it names no main part');
}

/** The part of a kind that belongs to another, when there is one. */
export const partOfKind = (office: OfficePackage, relations: ReadonlyMap<string, Relation>, kind: string): string | undefined =>
  [...relations.values()].find((each) => each.kind === kind && office.has(each.target))?.target;

/** An attribute that is on unless it says otherwise (ECMA-376, ST_OnOff). */
export const isOn = (value: string | undefined): boolean => value === undefined || !/^(0|false|off)$/i.test(value);
