import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { ObjectStore, ObjectTooLarge, withHead } from '#object-store';
import { Problem } from '#service-kit';
import { contentTypeOf, HEAD_BYTES, MEDIA_KINDS, MEDIA_LIMITS, mediaKindOf } from '#whatsapp';
import { v7 } from 'uuid';
import { cleanFilename, type Media } from '../../domain/media/media.js';
import { MediaRepository } from '../../persistence/media/media.repository.js';

@Injectable()
export class UploadMediaHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly media: MediaRepository,
    private readonly store: ObjectStore,
  ) {}

  /**
   * Keeps a file that the team is about to send.
   *
   * @param file.contentType as its sender declares it; the bytes have the last word
   * @throws {Problem} unsupported_media_type, media_too_large, validation_failed
   */
  async execute(
    tenantId: string,
    file: { chunks: AsyncIterable<Buffer>; contentType: string; filename: string | undefined },
  ): Promise<Media> {
    const { head, all } = await withHead(file.chunks, HEAD_BYTES);
    if (head.length === 0) throw Problem.invalid([{ field: 'file', message: 'the file is empty' }]);
    const contentType = await contentTypeOf(head, file.contentType);
    const kind = mediaKindOf(contentType);
    if (!kind) {
      const types = MEDIA_KINDS.flatMap((name) => MEDIA_LIMITS[name].types).join(', ');
      throw new Problem(415, 'unsupported_media_type', `WhatsApp does not accept ${contentType}. Accepted types: ${types}.`);
    }
    const id = v7();
    const filename = cleanFilename(file.filename);
    const { maxBytes } = MEDIA_LIMITS[kind];
    try {
      const { sizeBytes, sha256 } = await this.store.put({ tenantId, id }, all, { maxBytes });
      await this.database.forTenant(tenantId, (tx) => this.media.addUpload(tx, { id, contentType, filename, sizeBytes, sha256 }));
      return {
        id,
        status: 'stored',
        contentType,
        filename: filename ?? null,
        size: sizeBytes,
        sha256,
        error: null,
        messageId: null,
        createdAt: new Date().toISOString(),
      };
    } catch (error) {
      if (error instanceof ObjectTooLarge) {
        throw new Problem(413, 'media_too_large', `Files of type ${contentType} may have at most ${maxBytes} bytes.`);
      }
      // Bytes that no row knows would stay for ever.
      await this.store.delete({ tenantId, id }).catch(() => undefined);
      throw error;
    }
  }
}
