import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import type { Media } from '../../domain/media/media.js';
import { MediaRepository } from '../../persistence/media/media.repository.js';

@Injectable()
export class GetMediaHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly media: MediaRepository,
  ) {}

  /** @throws {Problem} not_found */
  async execute(tenantId: string, id: string): Promise<Media> {
    const media = await this.database.forTenant(tenantId, (tx) => this.media.find(tx, id));
    if (!media) throw Problem.notFound('file');
    return media;
  }
}
