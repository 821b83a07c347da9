import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase, type Transaction } from '#database';
import { ObjectStore } from '#object-store';
import { Problem, requireFeature } from '#service-kit';
import type { Actor } from '../../domain/audit/audit.js';
import { DEFAULT_BRANDING, type Branding } from '../../domain/branding/branding.js';
import { LOGO_BYTES, LOGO_PIXELS, readLogo, type LogoFault, type LogoType } from '../../domain/branding/logo.js';
import { BrandingRepository } from '../../persistence/branding/branding.repository.js';
import { TenantsRepository } from '../../persistence/directory/tenants.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';

const FAULTS: Record<LogoFault, string> = {
  svg: 'an SVG may hold scripts; send a PNG, JPEG or WebP',
  not_a_picture: 'the file is not a PNG, JPEG or WebP',
  broken: 'the picture breaks off; save it again',
  too_small: `the picture must have at least ${LOGO_PIXELS.least} pixels on each side`,
  too_large: `the picture may have at most ${LOGO_PIXELS.most} pixels on each side`,
};

/** Takes a logo in, and away. The bytes are stored before anything names them, and deleted when nothing does any more. */
@Injectable()
export class ChangeLogoHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tenants: TenantsRepository,
    private readonly branding: BrandingRepository,
    private readonly store: ObjectStore,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws {Problem} feature_not_in_plan, unsupported_media_type, logo_too_large, logo_refused */
  async put(tenantId: string, file: AsyncIterable<Buffer>, by: Actor): Promise<Branding> {
    const bytes = await whole(file);
    const read = readLogo(bytes);
    if ('fault' in read) throw refused(read.fault);
    const id = v7();
    await this.store.put({ tenantId, id }, once(bytes), { maxBytes: LOGO_BYTES });
    try {
      return await this.#change(tenantId, { id, type: read.type }, by);
    } catch (error) {
      await this.store.delete({ tenantId, id }).catch(() => undefined);
      throw error;
    }
  }

  async remove(tenantId: string, by: Actor): Promise<Branding> {
    return this.#change(tenantId, null, by);
  }

  async #change(tenantId: string, logo: { id: string; type: LogoType } | null, by: Actor): Promise<Branding> {
    const { before, after } = await this.database.forTenant(tenantId, async (tx) => {
      if (!(await this.tenants.find(tx, tenantId))) throw Problem.notFound('tenant');
      if (logo !== null) await requireFeature(tx, tenantId, 'branding');
      await this.branding.lock(tx);
      const present = (await this.branding.find(tx)) ?? DEFAULT_BRANDING;
      return { before: present, after: await this.#save(tx, tenantId, present, logo, by) };
    });
    if (before.logo && before.logo.id !== after.logo?.id) await this.store.delete({ tenantId, id: before.logo.id });
    return after;
  }

  async #save(tx: Transaction, tenantId: string, present: Branding, logo: Branding['logo'], by: Actor): Promise<Branding> {
    // Nothing to take away is taken away already.
    if (logo === null && present.logo === null && present.logoUrl === null) return present;
    const changed = { ...present, logo, logoUrl: null };
    const version = await this.branding.save(tx, changed);
    const facts = ({ logo: own, logoUrl }: Branding) => ({ logo: own?.id ?? logoUrl });
    const change = { targetType: 'branding', targetId: tenantId, before: facts(present), after: facts(changed) };
    await this.audit.record(tx, by, { action: 'branding.changed', ...change });
    return { ...changed, version };
  }
}

async function whole(file: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of file) {
    length += part.length;
    if (length > LOGO_BYTES) throw new Problem(413, 'logo_too_large', `A logo may have at most ${LOGO_BYTES / 1024} KB.`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

function refused(fault: LogoFault): Problem {
  const message = FAULTS[fault];
  const detail = `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
  if (fault === 'svg' || fault === 'not_a_picture') return new Problem(415, 'logo_type_refused', detail, [{ field: 'file', message }]);
  return new Problem(400, 'logo_refused', detail, [{ field: 'file', message }]);
}
