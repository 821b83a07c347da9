import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, isId, KeyRing } from '#service-kit';
import { publicLink, type Config } from '../../config.js';
import { Clock } from '../customers/clock.state.js';

/** A message may wait for its turn; WhatsApp fetches the file when it leaves. */
const LINK_LIFE_MS = 7 * 24 * 60 * 60_000;
const HOUR_MS = 60 * 60_000;
/** So that nothing else that is sealed is a link. */
const BINDING = 'invoice-link';
/** Two ids of sixteen bytes, and the hour in which it ends. */
const SAID_BYTES = 36;

/** Links to the PDF of one invoice, which are their own credential: sealed, so that none can be made or changed by others. */
@Injectable()
export class SignInvoice {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly keys: KeyRing,
    private readonly clock: Clock,
  ) {}

  link(tenantId: string, invoiceId: string): string {
    const said = Buffer.alloc(SAID_BYTES);
    said.write(`${tenantId}${invoiceId}`.replaceAll('-', ''), 'hex');
    said.writeUInt32BE(Math.ceil((this.clock.now().getTime() + LINK_LIFE_MS) / HOUR_MS), SAID_BYTES - 4);
    const [key, iv, body] = this.keys.seal(said.toString('base64url'), BINDING).split('.');
    // In parts, since a router takes no part of a path that is longer than a hundred characters.
    return publicLink(this.config, `/documents/${key}.${iv}/${body}`);
  }

  /** @returns undefined for what is forged, broken or over */
  read(head: string, body: string): { tenantId: string; invoiceId: string } | undefined {
    try {
      const said = Buffer.from(this.keys.open(`${head}.${body}`, BINDING), 'base64url');
      if (said.readUInt32BE(SAID_BYTES - 4) * HOUR_MS <= this.clock.now().getTime()) return undefined;
      const [tenantId, invoiceId] = [uuidOf(said.subarray(0, 16)), uuidOf(said.subarray(16, 32))];
      return isId(tenantId) && isId(invoiceId) ? { tenantId, invoiceId } : undefined;
    } catch {
      return undefined;
    }
  }
}

const uuidOf = (bytes: Buffer): string => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
