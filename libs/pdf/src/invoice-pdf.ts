import pdfmake from 'pdfmake';
import { FACES } from './fonts.js';
import { dayText, type Invoice, moneyText, type Party } from './invoice.js';
import { labelsOf } from './labels.js';
import { layText, lettersWithoutFont, type Piece } from './text.js';

pdfmake.setFonts(Object.fromEntries(FACES.map(({ name, normal, bold }) => [name, { normal, bold }])));
// Nothing is fetched, and no file is read but the fonts.
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path) => FACES.some(({ normal, bold }) => path === normal || path === bold));

const MARGIN = 48;
/** Of A4, between the margins. */
const WIDTH = 595.28 - 2 * MARGIN;
const GAP = 8;
const SIZE = 9;
const GREY = '#5b6470';
const RULE = '#c9ced6';

type Side = 'start' | 'end';
interface Style {
  width: number;
  size?: number;
  bold?: boolean;
  color?: string;
  side?: Side;
}

/** Everything that is written passes here, so that all of it is laid in its own direction. */
class Page {
  /** Letters of Arabic are taller. Without width in each line, one of them keeps numbers and words of a row on one height. */
  readonly #strut: Piece[];

  constructor(readonly rightToLeft: boolean) {
    this.#strut = rightToLeft ? [{ text: '\u200C', font: 'Arabic' }] : [];
  }

  text(text: string, { width, size = SIZE, bold = false, color = '#111827', side = 'start' }: Style): object {
    const alignment = (side === 'start') === this.rightToLeft ? 'right' : 'left';
    return {
      stack: layText(text, { width: width - 1, size, bold }).map(({ pieces }) => ({
        text: [...(pieces.length === 0 ? [{ text: ' ' }] : pieces), ...this.#strut],
        noWrap: true,
        preserveLeadingSpaces: true,
        alignment,
        bold,
        color,
        fontSize: size,
      })),
    };
  }

  /** Columns from the side from which the page reads. */
  row<T>(cells: readonly T[]): T[] {
    return this.rightToLeft ? cells.toReversed() : [...cells];
  }
}

const NO_PADDING = { paddingLeft: () => 0, paddingRight: () => 0, vLineWidth: () => 0, hLineColor: () => RULE };

function party(page: Page, label: string, { name, lines, taxId, email }: Party, taxLabel: string, width: number): object {
  const grey = { width, color: GREY };
  return {
    stack: [
      page.text(label, { ...grey, size: 8 }),
      page.text(name, { width, size: 11, bold: true }),
      ...lines.filter((line) => line !== '').map((line) => page.text(line, { width })),
      ...(taxId === undefined ? [] : [page.text(`${taxLabel}: ${taxId}`, { width })]),
      ...(email === undefined ? [] : [page.text(email, grey)]),
    ],
    width,
  };
}

/** Pairs of a name and a value, one under the other. */
function facts(
  page: Page,
  pairs: readonly (readonly [string, string, boolean?])[],
  [left, right]: readonly [number, number],
  rules: boolean,
): object {
  return {
    table: {
      widths: page.row([left, right]),
      body: pairs.map(([name, value, strong = false]) =>
        page.row([
          page.text(name, { width: left - GAP, bold: strong, color: strong ? '#111827' : GREY }),
          page.text(value, { width: right, bold: strong, side: 'end' }),
        ]),
      ),
    },
    layout: {
      ...NO_PADDING,
      hLineWidth: (i: number) => (rules && i > 0 && pairs[i]?.[2] === true ? 0.75 : 0),
      paddingTop: () => 2,
      paddingBottom: () => 2,
    },
  };
}

function linesTable(page: Page, invoice: Invoice): object {
  const labels = labelsOf(invoice.locale);
  const money = (amountMinor: number): string => moneyText(amountMinor, invoice.currency, invoice.locale);
  const counted = invoice.lines.some(({ quantity }) => quantity !== undefined);
  const amountWidth = 105;
  const numbers = counted ? [60, 100, amountWidth] : [amountWidth];
  const widths = [WIDTH - numbers.reduce((sum, width) => sum + width, 0), ...numbers];
  const cells = (texts: readonly string[], style: Partial<Style>): object[] =>
    page.row(
      texts.map((text, i) =>
        page.text(text, { ...style, width: widths[i]! - (i === texts.length - 1 ? 0 : GAP), side: i === 0 ? 'start' : 'end' }),
      ),
    );
  const count = new Intl.NumberFormat(`${invoice.locale}-u-nu-latn`, { maximumFractionDigits: 6 });
  return {
    margin: [0, 20, 0, 10],
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths: page.row(widths),
      body: [
        cells(counted ? [labels.description, labels.quantity, labels.unitPrice, labels.amount] : [labels.description, labels.amount], {
          bold: true,
          color: GREY,
          size: 8,
        }),
        ...invoice.lines.map(({ description, quantity, unitPriceMinor, amountMinor }) =>
          cells(
            counted
              ? [
                  description,
                  quantity === undefined ? '' : count.format(quantity),
                  unitPriceMinor === undefined ? '' : money(unitPriceMinor),
                  money(amountMinor),
                ]
              : [description, money(amountMinor)],
            {},
          ),
        ),
      ],
    },
    layout: {
      ...NO_PADDING,
      hLineColor: (i: number) => (i === 1 ? (invoice.color ?? RULE) : RULE),
      hLineWidth: (i: number) => (i === 0 ? 0 : i === 1 ? 1 : 0.5),
      paddingTop: () => 5,
      paddingBottom: () => 5,
    },
  };
}

function head(page: Page, invoice: Invoice): object[] {
  const labels = labelsOf(invoice.locale);
  const day = (at: Date): string => dayText(at, invoice.locale, invoice.timeZone);
  const half = (WIDTH - 24) / 2;
  const pairs: [string, string][] = [
    [labels.number, invoice.number],
    [labels.issued, day(invoice.issuedAt)],
    ...(invoice.dueAt === undefined ? [] : [[labels.due, day(invoice.dueAt)] as [string, string]]),
    ...(invoice.period === undefined
      ? []
      : [[labels.period, `${day(invoice.period.from)} – ${day(invoice.period.to)}`] as [string, string]]),
    ...(invoice.corrects === undefined ? [] : [[labels.corrects, invoice.corrects] as [string, string]]),
  ];
  const title = page.text(invoice.kind === 'invoice' ? labels.invoice : labels.creditNote, {
    width: half,
    size: 22,
    bold: true,
    ...(invoice.color && { color: invoice.color }),
  });
  return [
    {
      columns: page.row([
        { ...title, width: half },
        { ...facts(page, pairs, [half * 0.4, half * 0.6], false), width: half },
      ]),
      columnGap: 24,
      margin: [0, 0, 0, 24],
    },
    {
      columns: page.row([
        party(page, labels.from, invoice.seller, labels.taxId, half),
        party(page, labels.to, invoice.buyer, labels.taxId, half),
      ]),
      columnGap: 24,
    },
  ];
}

function sums(page: Page, invoice: Invoice): object {
  const labels = labelsOf(invoice.locale);
  const money = (amountMinor: number): string => moneyText(amountMinor, invoice.currency, invoice.locale);
  const pairs: [string, string, boolean?][] = [
    [labels.subtotal, money(invoice.subtotalMinor)],
    ...invoice.taxes.map(({ name, amountMinor }): [string, string] => [name, money(amountMinor)]),
    [labels.total, money(invoice.totalMinor), true],
  ];
  if (invoice.paidMinor !== undefined) {
    pairs.push([labels.paid, money(invoice.paidMinor)], [labels.toPay, money(invoice.totalMinor - invoice.paidMinor), true]);
  }
  const width = WIDTH / 2;
  return {
    columns: page.row<object>([
      { text: '', width: WIDTH - width },
      { ...facts(page, pairs, [width * 0.5, width * 0.5], true), width },
    ]),
    unbreakable: true,
  };
}

/** Everything on it that a person wrote. */
const wordsOf = ({ number, seller, buyer, lines, taxes, notes = [] }: Invoice): string =>
  [
    number,
    ...[seller, buyer].flatMap((one) => [one.name, ...one.lines, one.taxId ?? '', one.email ?? '']),
    ...lines.map(({ description }) => description),
    ...taxes.map(({ name }) => name),
    ...notes,
  ].join('\n');

/**
 * Draws an invoice or a credit note on A4. The same invoice gives the same bytes. A letter that no font here has is written as its number
 * in brackets, and the document says so; see `lettersWithoutFont`.
 *
 * @returns the PDF
 */
export async function invoicePdf(invoice: Invoice): Promise<Buffer> {
  const labels = labelsOf(invoice.locale);
  const page = new Page(/^(ar|he)\b/.test(invoice.locale));
  const notes = [...(invoice.notes ?? []), ...(lettersWithoutFont(wordsOf(invoice)).length > 0 ? [labels.unprintable] : [])];
  return pdfmake
    .createPdf({
      pageSize: 'A4',
      pageMargins: [MARGIN, MARGIN, MARGIN, MARGIN + 12],
      language: invoice.locale,
      displayTitle: true,
      info: {
        title: `${invoice.kind === 'invoice' ? labels.invoice : labels.creditNote} ${invoice.number}`,
        author: invoice.seller.name,
        creator: 'Chasqui',
        creationDate: invoice.issuedAt,
        modDate: invoice.issuedAt,
      },
      defaultStyle: { font: FACES[0]!.name, fontSize: SIZE },
      content: [
        ...head(page, invoice),
        linesTable(page, invoice),
        sums(page, invoice),
        ...(notes.length === 0
          ? []
          : [
              { ...page.text(labels.notes, { width: WIDTH, size: 8, color: GREY }), margin: [0, 24, 0, 2] },
              ...notes.map((note) => ({ ...page.text(note, { width: WIDTH }), margin: [0, 0, 0, 4] })),
            ]),
      ],
      footer: (at: number, of: number) => ({
        ...page.text(`${invoice.number} · ${labels.page(at, of)}`, { width: WIDTH, size: 7.5, color: GREY, side: 'end' }),
        margin: [MARGIN, 16, MARGIN, 0],
      }),
    })
    .getBuffer();
}
