import { Inject, Injectable } from '@nestjs/common';
import { isDatabaseUnavailable } from '#database';
import { Logger } from '#service-kit';
import { Embeddings } from '../../clients/embedding/embeddings.js';
import { markOf, VECTOR_INDEX, type Meant, type VectorIndex } from '../../domain/vectors/vector-index.js';

/** Passages that take part by what they mean; those further down cannot win. */
export const MOST_NEAR = 50;

/** After a failure of the home of the vectors questions do not wait for it for so long. */
const REST_MS = 5_000;

/** Finds the passages that are near to questions by what they mean. */
@Injectable()
export class FindMeanings {
  #restsUntil = 0;

  constructor(
    private readonly embeddings: Embeddings,
    @Inject(VECTOR_INDEX) private readonly index: VectorIndex,
    private readonly logger: Logger,
  ) {}

  /**
   * @returns up to {@link MOST_NEAR} passages for each question; undefined without an encoder, where there are no vectors, and when the encoder or the
   * home of the vectors does not answer: words decide alone then
   */
  async execute(tenantId: string, questions: readonly string[]): Promise<Meant | undefined> {
    const { model } = this.embeddings;
    if (model === undefined || performance.now() < this.#restsUntil) return undefined;
    const vectors = await this.embeddings.ofQuestions(tenantId, questions);
    if (!vectors) return undefined;
    try {
      const near = await this.index.nearest(tenantId, model, vectors, MOST_NEAR);
      return near.some(({ length }) => length > 0) ? { mark: markOf(this.index, model), near } : undefined;
    } catch (error) {
      this.#restsUntil = performance.now() + REST_MS;
      // Postgres away: the search itself says so.
      if (!isDatabaseUnavailable(error)) this.logger.warn('words decide alone, because the vectors cannot be searched', error as Error);
      return undefined;
    }
  }
}
