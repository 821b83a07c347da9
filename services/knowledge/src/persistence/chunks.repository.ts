import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { Chunk } from '../domain/documents/chunk-document.js';

export interface StoredChunk extends Chunk {
  id: string;
}

/** A chunk as `searchWords` gave it. */
export interface IndexedChunk {
  id: string;
  title: string;
  heading: string;
  text: string;
}

@Injectable()
export class ChunksRepository {
  async insert(tx: Transaction, documentId: string, chunks: readonly StoredChunk[]): Promise<void> {
    await tx.execute(
      `insert into knowledge.chunks (tenant_id, id, document_id, position, heading, text)
       select $1, (c.value->>'id')::uuid, $2, c.position, array(select jsonb_array_elements_text(c.value->'heading')), c.value->>'text'
       from jsonb_array_elements($3::jsonb) with ordinality as c (value, position)`,
      [tx.tenantId, documentId, JSON.stringify(chunks)],
    );
  }

  /**
   * Enters chunks of one document into the inverted index. Words of headings and of the title count double: they say what a passage is about.
   * @returns the sum of the lengths of the chunks, in words that are indexed
   */
  async index(tx: Transaction, documentId: string, configuration: string, chunks: readonly IndexedChunk[]): Promise<number> {
    const [row] = await tx.query<{ words: number }>(
      `with lexemes as (
         select (c.value->>'id')::uuid as chunk_id, l.lexeme, cardinality(l.positions) as occurrences,
           (select sum(case weight when 'A' then 2 when 'B' then 2 else 1 end) from unnest(l.weights) as weight) as frequency
         from jsonb_array_elements($4::jsonb) as c,
           unnest(setweight(to_tsvector($3::text::regconfig, c.value->>'title'), 'A')
             || setweight(to_tsvector($3::text::regconfig, c.value->>'heading'), 'B')
             || to_tsvector($3::text::regconfig, c.value->>'text')) as l),
       measured as (
         select chunk_id, lexeme, least(frequency, 32767) as frequency, least(sum(occurrences) over (partition by chunk_id), 32767) as length from lexemes),
       entered as (
         insert into knowledge.postings (tenant_id, term, chunk_id, document_id, frequency, length)
         select $1, lexeme, chunk_id, $2, frequency, length from measured)
       select coalesce(sum(length), 0) as words from (select distinct chunk_id, length from measured) as lengths`,
      [tx.tenantId, documentId, configuration, JSON.stringify(chunks)],
    );
    return row!.words;
  }

  async ofDocument(tx: Transaction, documentId: string): Promise<StoredChunk[]> {
    return tx.query<StoredChunk>(`select id, heading, text from knowledge.chunks where document_id = $1 order by position`, [documentId]);
  }

  /** Takes passages out of answers and erases them. */
  async deleteOf(tx: Transaction, documentIds: readonly string[]): Promise<void> {
    await this.unindex(tx, documentIds);
    await tx.execute(`delete from knowledge.chunks where document_id = any($1::uuid[])`, [documentIds]);
  }

  async unindex(tx: Transaction, documentIds: readonly string[]): Promise<void> {
    await tx.execute(`delete from knowledge.postings where document_id = any($1::uuid[])`, [documentIds]);
  }
}
