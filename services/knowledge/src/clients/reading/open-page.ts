import { HTMLElement } from 'node-html-parser';

/**
 * Whether an element may show or hide another part of the page: https://www.w3.org/WAI/ARIA/apg/patterns/accordion/ and Bootstrap's attributes. Told by
 * the tag as it is written, since taking apart the attributes of every element of a hostile page would fill the memory.
 */
const isOpener = ({ tagName, rawAttrs }: HTMLElement): boolean =>
  tagName === 'BUTTON' || (tagName !== 'SUMMARY' && /aria-(?:controls|expanded)|data-(?:bs-)?(?:target|toggle)/i.test(rawAttrs));
const HEADINGS = new Set(['H1', 'H2', 'H3', 'H4', 'H5', 'H6', 'DT', 'SUMMARY', 'LEGEND', 'CAPTION']);
const LONGEST_TOPIC = 300;
const MAX_ATTRIBUTES = 2_000;
/** Content that a form to fill in does not have. */
const CONTENT = 'p, h1, h2, h3, h4, h5, h6, li, table, article, section, main, details, dl, blockquote, pre';
/** Marks a part that belongs to what opens it; see {@link topicOf}. */
export const OPENED = 'data-opened-by';

const topics = new WeakMap<HTMLElement, string>();
const judged = new WeakMap<HTMLElement, boolean>();

/** What a part of the page is the answer to: the text of the button that opens it. */
export const topicOf = (element: HTMLElement): string | undefined => topics.get(element);

/**
 * Opens what a page hides until somebody asks for it: a part that a button controls becomes visible and belongs to the button's text. A button that is
 * the text of a heading becomes text. All other buttons are for the hand.
 */
export function openPage(root: HTMLElement): void {
  const byId = new Map<string, HTMLElement>();
  const openers: HTMLElement[] = [];
  const waiting = [root];
  for (let element; (element = waiting.pop());) {
    if (isOpener(element)) openers.push(element);
    if (/(?:^|\s)id\s*=/i.test(element.rawAttrs.slice(0, MAX_ATTRIBUTES)) && !byId.has(element.id)) byId.set(element.id, element);
    for (const child of element.childNodes) if (child instanceof HTMLElement) waiting.push(child);
  }
  // From the last to the first as they were taken from the stack; in the order of the page.
  for (const opener of openers.reverse()) {
    const heading = headingOf(opener);
    const panel = panelOf(opener, heading, byId);
    if (panel && !topics.has(panel) && !isMostlyLinks(panel)) {
      const topic = (heading ?? opener).text.replaceAll(/\s+/g, ' ').trim();
      if (topic === '' || topic.length > LONGEST_TOPIC || contains(panel, opener)) continue;
      show(panel);
      topics.set(panel, topic);
      panel.setAttribute(OPENED, '');
      (heading ?? opener).set_content('');
    } else if (heading && opener.tagName === 'BUTTON') opener.rawTagName = 'span';
  }
}

/** The heading that is nothing but this element. */
function headingOf(opener: HTMLElement): HTMLElement | undefined {
  const parent = opener.parentNode as HTMLElement | null;
  return parent && HEADINGS.has(parent.tagName) ? parent : undefined;
}

function panelOf(opener: HTMLElement, heading: HTMLElement | undefined, byId: ReadonlyMap<string, HTMLElement>): HTMLElement | undefined {
  const named =
    opener.getAttribute('aria-controls') ??
    opener.getAttribute('data-bs-target') ??
    opener.getAttribute('data-target') ??
    (opener.tagName === 'A' ? opener.getAttribute('href') : undefined);
  if (named) return byId.get(named.replace(/^#/, '').split(/\s/)[0]!);
  if (!opener.hasAttribute('aria-expanded')) return undefined;
  const next = (heading ?? opener).nextElementSibling;
  return next instanceof HTMLElement && !HEADINGS.has(next.tagName) && next.tagName !== 'BUTTON' ? next : undefined;
}

function contains(element: HTMLElement, inner: HTMLElement): boolean {
  for (let at: HTMLElement | null = inner; at; at = at.parentNode as HTMLElement | null) if (at === element) return true;
  return false;
}

function show(panel: HTMLElement): void {
  for (const attribute of ['hidden', 'aria-hidden']) if (panel.hasAttribute(attribute)) panel.removeAttribute(attribute);
}

/** Whether a form is there to be filled in. Whole pages may stand in one. */
export const isToFillIn = (form: HTMLElement): boolean => judge(form, () => form.querySelector(CONTENT) === null);

/** Whether at least half of a text is links: a menu, related pages. */
export const isMostlyLinks = (element: HTMLElement): boolean =>
  judge(element, () => {
    if (element.tagName === 'NAV' || element.getAttribute('role') === 'navigation') return true;
    const letters = (text: string): number => text.replaceAll(/\s+/g, '').length;
    const links = element.querySelectorAll('a').reduce((sum, link) => sum + letters(link.text), 0);
    return links > 0 && links * 2 >= letters(element.text);
  });

function judge(element: HTMLElement, decide: () => boolean): boolean {
  const known = judged.get(element);
  if (known !== undefined) return known;
  const decided = decide();
  judged.set(element, decided);
  return decided;
}
