import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { ObjectStore } from '#object-store';
import { Problem } from '#service-kit';
import type { LogoType } from '../../domain/branding/logo.js';
import { BrandingRepository } from '../../persistence/branding/branding.repository.js';

/** Serves a logo to anybody: a sign-in page shows it before it knows who comes. */
@Injectable()
export class OpenLogoHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly branding: BrandingRepository,
    private readonly store: ObjectStore,
  ) {}

  /** @throws {Problem} not_found: also for one that was replaced */
  async execute(tenantId: string, logoId: string): Promise<{ type: LogoType; sizeBytes: number; body: Readable }> {
    const branding = await this.database.forTenant(tenantId, (tx) => this.branding.find(tx));
    const logo = branding?.logo?.id === logoId ? branding.logo : undefined;
    const object = logo && (await this.store.get({ tenantId, id: logoId }));
    if (!logo || !object) throw Problem.notFound('logo');
    return { type: logo.type, ...object };
  }
}
