/** A line of text on a page: at most what the tests need to say about type. */
export interface Line {
  text: string;
  size?: number;
}

/** A PDF 1.4 file, built by hand: one page per array, lines from top to bottom, an empty text leaves a gap. */
export function pdf(pages: Line[][], options: { encrypted?: boolean } = {}): Buffer {
  const objects: string[] = [];
  const add = (body: string): number => objects.push(body);
  add('<< /Type /Catalog /Pages 2 0 R >>');
  add(`<< /Type /Pages /Kids [${pages.map((_, index) => `${4 + index * 2} 0 R`).join(' ')}] /Count ${pages.length} >>`);
  add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>');
  for (const lines of pages) {
    const content = `BT ${place(lines).join(' ')} ET`;
    add(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${objects.length + 2} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
    );
    add(`<< /Length ${Buffer.byteLength(content, 'latin1')} >>\nstream\n${content}\nendstream`);
  }
  // RC4 with a user password that nobody has: enough for every reader to ask for it.
  const encryption = options.encrypted
    ? add(`<< /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <${'11'.repeat(32)}> /U <${'22'.repeat(32)}> >>`)
    : undefined;
  const encrypt = encryption ? `/Encrypt ${encryption} 0 R /ID [<${'33'.repeat(16)}> <${'33'.repeat(16)}>]` : '';
  return pdfOf(objects, encrypt);
}

/** A PDF of these objects, the first of which is its catalog. */
export function pdfOf(objects: readonly (string | Buffer)[], trailer = ''): Buffer {
  const parts = [Buffer.from('%PDF-1.4\n')];
  let length = parts[0]!.length;
  const offsets = objects.map((body, index) => {
    const object = Buffer.concat([
      Buffer.from(`${index + 1} 0 obj\n`),
      typeof body === 'string' ? Buffer.from(body, 'latin1') : body,
      Buffer.from('\nendobj\n'),
    ]);
    parts.push(object);
    const offset = length;
    length += object.length;
    return offset;
  });
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  parts.push(
    Buffer.from(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${length}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}

function place(lines: Line[]): string[] {
  let y = 800;
  return lines.flatMap(({ text, size = 11 }) => {
    y -= size * 1.3;
    const escaped = text.replace(/[\\()]/g, '\\$&');
    return text ? [`/F1 ${size} Tf 1 0 0 1 60 ${y.toFixed(1)} Tm (${escaped}) Tj`] : [];
  });
}
