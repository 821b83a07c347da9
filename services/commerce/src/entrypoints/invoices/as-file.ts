import { StreamableFile } from '@nestjs/common';
import type { Pdf } from '../../handlers/invoices/draw-invoice.handler.js';

/** Names are numbers that people give: only what every system takes stays in the name of a file. */
export const asFile = ({ name, bytes }: Pdf): StreamableFile =>
  new StreamableFile(bytes, {
    type: 'application/pdf',
    disposition: `attachment; filename="${name.replaceAll(/[^\w.-]+/g, '-')}"`,
    length: bytes.length,
  });
