import { HTMLElement, parse, TextNode, type Node } from 'node-html-parser';
import type { Block } from '../../domain/documents/block.js';
import { DocumentProblem } from '../../domain/documents/document-problem.js';
import { withTarget } from '../../domain/documents/read-markdown.js';
import { isMostlyLinks, isToFillIn, openPage, OPENED, topicOf } from './open-page.js';

/** Elements that repeat on every page, or that are not for readers. */
const SKIPPED = new Set(
  'script style noscript template nav footer svg canvas iframe object button select input textarea head dialog menu'
    .toUpperCase()
    .split(' '),
);
const BLOCKS = new Set(
  'address article aside blockquote body center dd details div dl dt fieldset figcaption figure form h1 h2 h3 h4 h5 h6 header hgroup html hr li main ol p pre section summary table tbody td tfoot th thead tr ul'
    .toUpperCase()
    .split(' '),
);

/** More than ten times as deep as real pages. Each lookup of an element's ancestors costs its depth. */
const DEEPEST = 400;
/** Elements without an end tag, which add no depth. */
const ENDLESS = new Set(
  'p li dt dd tr td th option tbody thead tfoot area base br col embed hr img input link meta source track wbr'.split(' '),
);
const HIDDEN = /<(?:!--|(script|style)(?![\w-]))/gi;

/**
 * Removes comments, declarations, scripts and styles from a page, in one pass.
 *
 * @throws {DocumentProblem} when it is nested so deeply that reading it would take the square of its length
 */
function withinReach(html: string): string {
  let rest = '';
  let from = 0;
  for (let hidden; (hidden = findFrom(HIDDEN, html, from));) {
    rest += html.slice(from, hidden.index);
    const end = findFrom(hidden[1] ? new RegExp(`</${hidden[1]}[^>]{0,100}>`, 'gi') : /-->/g, html, hidden.index);
    // An element without an end reaches to the end of the page.
    from = end ? end.index + end[0].length : html.length;
  }
  rest = (rest + html.slice(from)).replace(/<[!?](?:doctype|xml)[^<>]*>/gi, '');
  let depth = 0;
  for (const [, end, name] of rest.matchAll(/<(\/?)([a-z][a-z0-9-]{0,40})/gi)) {
    if (ENDLESS.has(name!.toLowerCase())) continue;
    depth = end ? Math.max(0, depth - 1) : depth + 1;
    if (depth > DEEPEST) {
      throw new DocumentProblem(
        'document_unreadable',
        `The page is nested more than ${DEEPEST} levels deep. Export it as text or Markdown.`,
      );
    }
  }
  return rest;
}

function findFrom(pattern: RegExp, text: string, from: number): RegExpExecArray | null {
  pattern.lastIndex = from;
  return pattern.exec(text);
}

/**
 * Reads the blocks of an HTML page: of its main content if it marks one, without navigation, footers and forms to fill in. What a button opens belongs
 * to the page, though it is hidden at first.
 */
export function readHtml(html: string): Block[] {
  const root = parse(withinReach(html), {
    comment: false,
    blockTextElements: { script: false, style: false, noscript: false, pre: true },
  });
  if (/<button|aria-controls|aria-expanded|data-(?:bs-)?t(?:arget|oggle)/i.test(html)) openPage(root);
  const main = root.querySelectorAll('main');
  const blocks: Block[] = [];
  walk(main.length === 1 && main[0]!.text.trim() ? main[0]! : root, blocks);
  return blocks;
}

function walk(element: HTMLElement, blocks: Block[]): void {
  let text = '';
  const endText = (): void => {
    const paragraph = squeeze(text);
    if (paragraph) blocks.push({ kind: 'paragraph', text: paragraph });
    text = '';
  };
  for (const child of element.childNodes) {
    if (!(child instanceof HTMLElement)) {
      text += inlineText(child);
      continue;
    }
    if (isSkipped(child)) continue;
    if (!hasBlocks(child)) {
      text += inlineText(child);
      continue;
    }
    endText();
    readBlock(child, blocks);
  }
  endText();
}

/** In a list, what a list of plain items cannot hold. */
const STRUCTURED = `details, h1, h2, h3, h4, h5, h6, table, dl, [${OPENED}]`;

function readBlock(element: HTMLElement, blocks: Block[]): void {
  const topic = topicOf(element);
  if (topic !== undefined) return pushEntry(topic, [element], blocks);
  const level = /^H([1-6])$/.exec(element.tagName)?.[1];
  if (level) {
    const text = squeeze(inlineText(element));
    if (text) blocks.push({ kind: 'heading', level: Number(level), text });
    return;
  }
  switch (element.tagName) {
    case 'UL':
    case 'OL': {
      if (element.querySelector(STRUCTURED)) return walk(element, blocks);
      const items = listItems(element);
      if (items.length > 0) blocks.push({ kind: 'list', items });
      return;
    }
    case 'TABLE':
      return readTable(element, blocks);
    case 'PRE':
      if (element.text.trim()) blocks.push({ kind: 'code', text: element.text });
      return;
    case 'DL':
      return readDefinitions(element, blocks);
    case 'DETAILS': {
      const summary = element.childNodes.find((child): child is HTMLElement => child instanceof HTMLElement && child.tagName === 'SUMMARY');
      const question = summary ? squeeze(inlineText(summary)) : '';
      summary?.remove();
      return pushEntry(question, [element], blocks);
    }
    default:
      return walk(element, blocks);
  }
}

/** Turns nested lists into items that follow the item they belong to. */
function listItems(list: HTMLElement): string[] {
  return list.childNodes.flatMap((child) => {
    if (!(child instanceof HTMLElement) || isSkipped(child)) return [];
    if (child.tagName === 'UL' || child.tagName === 'OL') return listItems(child);
    const nested = child.childNodes.filter((each): each is HTMLElement => each instanceof HTMLElement && /^(UL|OL)$/.test(each.tagName));
    const own = squeeze(
      child.childNodes
        .filter((each) => !nested.includes(each as HTMLElement))
        .map(inlineText)
        .join(' '),
    );
    return [...(own ? [own] : []), ...nested.flatMap(listItems)];
  });
}

function readTable(table: HTMLElement, blocks: Block[]): void {
  if (table.querySelector('table')) return walk(table, blocks);
  const rows = table.querySelectorAll('tr').map((row) => {
    const cells = row.childNodes.filter((cell): cell is HTMLElement => cell instanceof HTMLElement && /^T[DH]$/.test(cell.tagName));
    return {
      texts: cells.map((cell) => squeeze(inlineText(cell))),
      isHeader: cells.length > 1 && cells.every((cell) => cell.tagName === 'TH'),
    };
  });
  const caption = table.querySelector('caption');
  if (caption) blocks.push({ kind: 'paragraph', text: squeeze(inlineText(caption)) });
  const header = rows[0]?.isHeader ? rows[0].texts : [];
  const body = rows.slice(header.length > 0 ? 1 : 0).map((row) => row.texts);
  if (body.some((row) => row.some(Boolean))) blocks.push({ kind: 'table', header, rows: body.filter((row) => row.some(Boolean)) });
}

function readDefinitions(list: HTMLElement, blocks: Block[]): void {
  let terms: string[] = [];
  let definitions: HTMLElement[] = [];
  const end = (): void => {
    if (terms.length > 0 || definitions.length > 0) pushEntry(terms.join(', '), definitions, blocks);
    terms = [];
    definitions = [];
  };
  for (const part of list.querySelectorAll('dt, dd')) {
    if (part.tagName === 'DT') {
      if (definitions.length > 0) end();
      terms.push(squeeze(inlineText(part)));
    } else definitions.push(part);
  }
  end();
}

function pushEntry(topic: string, contents: HTMLElement[], blocks: Block[]): void {
  const all: Block[] = [];
  for (const content of contents) walk(content, all);
  // Questions inside of an answer are questions of their own.
  const inner = all.filter((block) => block.kind !== 'entry');
  const nested = all.filter((block) => block.kind === 'entry');
  const paragraphs = inner.flatMap((block) => {
    if (block.kind === 'list') return [block.items.map((item) => `- ${item}`).join('\n')];
    if (block.kind === 'table')
      return block.rows.map((row) => row.map((cell, at) => (block.header[at] ? `${block.header[at]}: ${cell}` : cell)).join('; '));
    return [block.text];
  });
  if (paragraphs.length > 0 || (topic && nested.length === 0)) blocks.push({ kind: 'entry', topic: topic ? [topic] : [], paragraphs });
  for (const entry of nested) blocks.push({ ...entry, topic: topic ? [topic, ...entry.topic] : entry.topic });
}

const isSkipped = (element: HTMLElement): boolean =>
  SKIPPED.has(element.tagName) ||
  (element.tagName === 'FORM' && isToFillIn(element)) ||
  (element.tagName === 'ASIDE' && isMostlyLinks(element)) ||
  element.hasAttribute('hidden') ||
  element.getAttribute('aria-hidden') === 'true' ||
  element.getAttribute('role') === 'navigation';

function hasBlocks(element: HTMLElement): boolean {
  return (
    BLOCKS.has(element.tagName) ||
    topicOf(element) !== undefined ||
    element.childNodes.some((child) => child instanceof HTMLElement && hasBlocks(child))
  );
}

function inlineText(node: Node): string {
  if (node instanceof TextNode) return node.text.replace(/\s+/g, ' ');
  if (!(node instanceof HTMLElement) || isSkipped(node)) return '';
  if (node.tagName === 'BR') return '\n';
  if (node.tagName === 'IMG') return node.getAttribute('alt') ?? '';
  const text = node.childNodes.map(inlineText).join('');
  if (node.tagName === 'A' && text.trim()) return withTarget(text, node.getAttribute('href') ?? '');
  return BLOCKS.has(node.tagName) ? ` ${text} ` : text;
}

const squeeze = (text: string): string =>
  text
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ *\n\s*/g, '\n')
    .trim();
