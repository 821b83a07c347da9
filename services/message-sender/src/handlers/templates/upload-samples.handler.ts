import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { ObjectStore } from '#object-store';
import { Problem } from '#service-kit';
import type { TemplatePart } from '#whatsapp';
import { TemplateGraph } from '../../clients/templates/template-graph.js';
import { graphProblem } from '../../domain/templates/graph-problem.js';
import { OwnMediaRepository } from '../../persistence/media/own-media.repository.js';
import type { GraphAccess } from './graph-access.step.js';

/** Samples that a definition names by a file of ours are brought to WhatsApp: a definition there names them by a handle. */
@Injectable()
export class UploadSamplesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly ownMedia: OwnMediaRepository,
    private readonly store: ObjectStore,
    private readonly graph: TemplateGraph,
  ) {}

  /**
   * @returns the parts with `example.header_handle` in place of `example.mediaId`
   * @throws {Problem} validation_failed for a file that is not stored, whatsapp_…
   */
  async execute(tenantId: string, access: GraphAccess, parts: readonly TemplatePart[], at = 'components'): Promise<TemplatePart[]> {
    const done: TemplatePart[] = [];
    for (const [index, part] of parts.entries()) {
      const field = `${at}[${index}]`;
      const mediaId = part.example?.mediaId;
      if (typeof mediaId === 'string') {
        const handle = await this.#handle(tenantId, access, mediaId.toLowerCase(), `${field}.example.mediaId`);
        done.push({ ...part, example: { header_handle: [handle] } });
      } else if (part.cards) {
        const cards = [];
        for (const [place, card] of part.cards.entries()) {
          cards.push({ ...card, components: await this.execute(tenantId, access, card.components, `${field}.cards[${place}].components`) });
        }
        done.push({ ...part, cards });
      } else {
        done.push(part);
      }
    }
    return done;
  }

  async #handle(tenantId: string, { accessToken }: GraphAccess, mediaId: string, field: string): Promise<string> {
    const media = await this.database.forTenant(tenantId, async (tx) => (await this.ownMedia.stored(tx, [mediaId])).get(mediaId));
    const object = media && (await this.store.get({ tenantId, id: mediaId }));
    if (!media || !object) throw Problem.invalid([{ field, message: `there is no stored file ${mediaId}` }]);
    try {
      const result = await this.graph.uploadSample({
        accessToken,
        mimeType: media.contentType,
        filename: media.filename ?? `sample.${media.contentType.split('/').at(-1)}`,
        body: { length: object.sizeBytes, chunks: () => object.body as AsyncIterable<Uint8Array> },
      });
      if (result.outcome === 'ok') return result.value;
      const { status, code, detail } = graphProblem(result, accessToken)!;
      throw new Problem(status, code, detail);
    } finally {
      object.body.destroy();
    }
  }
}
