import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { SimulatedClock } from '../../clients/control/simulated-clock.js';
import { checkUpload, UPLOADED_MEDIA_MS, type Media } from '../../domain/graph/media.js';
import { MediaStore } from '../../persistence/graph/media-store.js';

/** Keeps a file for a number. `livesMs`: how long its id is good. */
@Injectable()
export class UploadMediaHandler {
  constructor(
    private readonly clock: SimulatedClock,
    private readonly media: MediaStore,
  ) {}

  /** Throws GraphError 100 for a type or size that WhatsApp does not take. */
  execute(phoneNumberId: string, file: { bytes: Buffer; mimeType: string; filename?: string }, livesMs = UPLOADED_MEDIA_MS): Media {
    checkUpload(file.mimeType, file.bytes.length);
    const sha256 = createHash('sha256').update(file.bytes).digest('base64');
    return this.media.add({ ...file, phoneNumberId, sha256, expiresAt: this.clock.now() + livesMs });
  }
}
