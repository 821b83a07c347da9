import type { Block } from './block.js';
import { HTML_NAMES } from './html-names.js';
import { paragraphsAndLists, withPages } from './read-text.js';

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const HEADING = /^ {0,3}(#{1,6})\s+(\S.*)?$/;
const RULE = /^ {0,3}([-*_])(?:\s*\1){2,}\s*$/;
const ITEM = /^\s*(?:[-*+]|\d{1,9}[.)])\s+(?=\S)/;
/** A line that is nothing but bold text is how people write small headings. */
const BOLD_LINE = /^\s*(\*\*|__)(?=\S)(.{1,200}?)\1:?\s*$/;

// Every pattern here runs over millions of characters that an attacker may have chosen. So none looks again at what an earlier start of it has
// passed over, and none reaches further than a link may be long.

/**
 * The blocks of a Markdown document (CommonMark with pipe tables); inline marks are taken out, link targets kept.
 *
 * @param readHtml reads tables and other blocks that are written in HTML; without it their text is kept line by line
 */
export function readMarkdown(text: string, readHtml?: (html: string) => Block[]): Block[] {
  const lines = withoutComments(withoutFrontMatter(withPages(text.replace(/\r\n?/g, '\n')))).split('\n');
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  let isList = false;
  const endParagraph = (): void => {
    isList = false;
    if (paragraph.length === 0) return;
    blocks.push(...paragraphsAndLists(paragraph.map(inline)));
    paragraph = [];
  };

  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!.replace(/^ {0,3}(?:> ?)+/, '');
    const fence = FENCE.exec(line)?.[1];
    if (fence) {
      endParagraph();
      const code: string[] = [];
      while (++at < lines.length && !lines[at]!.trim().startsWith(fence)) code.push(lines[at]!);
      if (code.join('').trim()) blocks.push({ kind: 'code', text: code.join('\n') });
      continue;
    }
    const html = readHtml && HTML_BLOCK.exec(line)?.[1]?.toLowerCase();
    const end = html ? endOfHtml(lines, at, html) : undefined;
    if (end !== undefined) {
      endParagraph();
      blocks.push(...readHtml!(lines.slice(at, end + 1).join('\n')));
      at = end;
      continue;
    }
    const heading = HEADING.exec(line);
    const bold = heading ? null : BOLD_LINE.exec(line);
    if (heading || (bold && paragraph.length === 0 && isBlank(lines[at + 1]) !== isBlank(lines[at + 2]))) {
      endParagraph();
      const title = inline(heading ? withoutClosing(heading[2] ?? '') : bold![2]!).trim();
      if (title) blocks.push({ kind: 'heading', level: heading ? heading[1]!.length : 6, text: title });
      continue;
    }
    if (/^ {0,3}(=+|-+)\s*$/.test(line) && paragraph.length === 1 && !ITEM.test(paragraph[0]!)) {
      blocks.push({ kind: 'heading', level: line.includes('=') ? 1 : 2, text: inline(paragraph[0]!).trim() });
      paragraph = [];
      continue;
    }
    if (RULE.test(line)) {
      endParagraph();
      continue;
    }
    if (line.includes('|') && separatesRows(lines[at + 1] ?? '')) {
      endParagraph();
      const rows: string[][] = [];
      const header = cells(line);
      at += 1;
      while (at + 1 < lines.length && lines[at + 1]!.includes('|') && !isBlank(lines[at + 1])) rows.push(cells(lines[++at]!));
      blocks.push({ kind: 'table', header, rows });
      continue;
    }
    if (isBlank(line)) {
      // An empty line inside a list does not end it when another item follows.
      const next = lines[at + 1] ?? '';
      if (!(isList && ITEM.test(next))) endParagraph();
      continue;
    }
    if (ITEM.test(line)) {
      if (!isList) endParagraph();
      isList = true;
    }
    paragraph.push(line);
  }
  endParagraph();
  return blocks;
}

const MAX_FRONT_LINES = 100;

/** Settings between two lines of `---` at the very beginning (YAML). What else stands there is text between two rules. */
function withoutFrontMatter(text: string): string {
  if (!/^\uFEFF?---\n/.test(text)) return text;
  const lines = text.split('\n', MAX_FRONT_LINES);
  const end = lines.findIndex((line, index) => index > 0 && /^(?:---|\.\.\.)\s*$/.test(line));
  const settings = lines.slice(1, Math.max(end, 1)).filter((line) => line.trim() !== '');
  const areSettings =
    settings.every((line) => /^(?:[\w.-]{1,60}\s*:(?:\s|$)|\s|#|- )/.test(line)) && settings.some((line) => line.includes(':'));
  return end > 0 && areSettings
    ? text
        .split('\n')
        .slice(end + 1)
        .join('\n')
    : text;
}

/** Blocks whose structure would be lost line by line. */
const HTML_BLOCK = /^ {0,3}<(table|details|dl)(?:\s[^<>]{0,500})?>/i;

/** @returns the line in which the element ends that begins in this one; none when it never does */
function endOfHtml(lines: readonly string[], at: number, name: string): number | undefined {
  let depth = 0;
  for (let index = at; index < lines.length; index++) {
    for (const [tag] of lines[index]!.matchAll(/<\/?[a-z]{1,20}(?=[\s>])/gi)) {
      if (tag.toLowerCase() === `<${name}`) depth++;
      else if (tag.toLowerCase() === `</${name}` && --depth === 0) return index;
    }
  }
  return undefined;
}

const isBlank = (line: string | undefined): boolean => (line ?? '').trim() === '';

const cells = (line: string): string[] =>
  line
    .trim()
    .replace(/^\||(?<!\\)\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => inline(cell.replace(/\\\|/g, '|')).trim());

function withoutComments(text: string): string {
  let rest = '';
  let from = 0;
  for (;;) {
    const start = text.indexOf('<!--', from);
    const end = start < 0 ? -1 : text.indexOf('-->', start + 4);
    if (end < 0) return rest + text.slice(from);
    rest += text.slice(from, start);
    from = end + 3;
  }
}

/** `## Title ##`: the marks behind it are for the eye. */
const withoutClosing = (title: string): string => {
  const text = title.trimEnd();
  let end = text.length;
  while (text[end - 1] === '#') end--;
  return text.slice(0, end).trimEnd();
};

/** `|---|:-:|` */
const separatesRows = (line: string): boolean =>
  line.includes('-') &&
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .every((cell) => /^:?-+:?$/.test(cell.trim()));

/** Text without inline marks. A link keeps its target when a customer could use it. */
function inline(text: string): string {
  return (
    text
      .replace(/!\[([^[\]]{0,1000})\]\([^()[\]]{0,2000}\)/g, '$1')
      .replace(/\[([^[\]]{1,1000})\]\(\s{0,9}<?([^()[\]\s<>]{1,2000})>?([^()[\]]{0,300})\)/g, (_, label: string, target: string) =>
        withTarget(label, target),
      )
      .replace(/<((?:https?|mailto|tel):[^<>]+)>/g, '$1')
      .replace(/<br\s{0,9}\/?>/gi, ' ')
      // What is no element of HTML is meant as it stands: `<order number>`.
      .replace(/<\/?([a-z][a-z0-9-]{0,40})(?:[\s/][^<>]*)?>/gi, (tag, name: string) => (HTML_NAMES.has(name.toLowerCase()) ? '' : tag))
      .replace(/(\*\*|__)(?=\S)(.+?)\1/g, '$2')
      .replace(/(?<![\p{L}\p{N}*])\*(?=\S)([^*]+)\*(?!\*)/gu, '$1')
      .replace(/(?<![\p{L}\p{N}_])_(?=\S)([^_]+)_(?![\p{L}\p{N}_])/gu, '$1')
      .replace(/(?<!`)`+([^`]+)`+/g, '$1')
      .replace(/\\([\\`*_{}[\]()#+\-.!|<>~])/g, '$1')
      .replace(/&amp;/g, '&')
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&nbsp;/g, ' ')
  );
}

/** A link as text: "returns page (https://...)". Relative targets lead nowhere outside of the document. */
export function withTarget(label: string, target: string): string {
  const address = target.replace(/^(mailto|tel):/, '');
  return /^(https?|mailto|tel):/.test(target) && !label.includes(address) ? `${label} (${address})` : label;
}
