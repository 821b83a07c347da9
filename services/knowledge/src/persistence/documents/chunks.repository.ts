import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { Chunk } from '../../domain/documents/chunk-document.js';
import { VectorsRepository } from '../vectors/vectors.repository.js';

export interface StoredChunk extends Chunk {
  id: string;
  documentId: string;
}

/** A passage and its place in its document, from 1. */
export interface ShownChunk extends Omit<Chunk, 'page'> {
  position: number;
  page: number | null;
}

/** A chunk as `searchWords` gave it. */
export interface IndexedChunk {
  id: string;
  documentId: string;
  title: string;
  heading: string;
  text: string;
  /** Parts of its words, from `searchParts`: those of headings and title twice. */
  parts: string[];
}

/** What a document's chunks add up to in the index. */
export interface IndexedLengths {
  words: number;
  parts: number;
}

@Injectable()
export class ChunksRepository {
  constructor(private readonly vectors: VectorsRepository) {}

  /** @param chunks of any number of documents, each document's in order */
  async insert(tx: Transaction, chunks: readonly StoredChunk[]): Promise<void> {
    await tx.execute(
      `insert into knowledge.chunks (tenant_id, id, document_id, position, heading, text, page)
       select $1, c.id, c.document_id, row_number() over (partition by c.document_id order by c.number),
         array(select jsonb_array_elements_text(c.heading::jsonb)), c.text, c.page
       from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::integer[]) with ordinality
         as c (id, document_id, heading, text, page, number)`,
      [
        tx.tenantId,
        chunks.map(({ id }) => id),
        chunks.map(({ documentId }) => documentId),
        chunks.map(({ heading }) => JSON.stringify(heading)),
        chunks.map(({ text }) => text),
        chunks.map(({ page }) => page ?? null),
      ],
    );
  }

  /**
   * Adds chunks to the inverted index. Words of headings and of the title count double, since they say what a passage is about.
   * Inserts sorted by word, as the index is, so that words that many passages share go to one place.
   *
   * @returns the number of indexed words and parts of each document; documents without any are left out
   */
  async index(
    tx: Transaction,
    configuration: string,
    chunks: readonly IndexedChunk[],
  ): Promise<({ documentId: string } & IndexedLengths)[]> {
    return tx.query<{ documentId: string } & IndexedLengths>(
      `with lexemes as (
         select c.id as chunk_id, c.document_id, l.lexeme, cardinality(l.positions) as occurrences,
           (select sum(case weight when 'A' then 2 when 'B' then 2 else 1 end) from unnest(l.weights) as weight) as frequency
         from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[]) as c (id, document_id, title, heading, text),
           unnest(setweight(to_tsvector($2::text::regconfig, c.title), 'A')
             || setweight(to_tsvector($2::text::regconfig, c.heading), 'B')
             || to_tsvector($2::text::regconfig, c.text)) as l),
       measured as (
         select chunk_id, document_id, lexeme, least(frequency, 32767) as frequency,
           least(sum(occurrences) over (partition by chunk_id), 32767) as length
         from lexemes),
       parts as (
         select c.id as chunk_id, c.document_id, p.part, least(count(*), 32767) as frequency,
           least(sum(count(*)) over (partition by c.id), 32767) as length
         from unnest($3::uuid[], $4::uuid[], $8::text[]) as c (id, document_id, parts), string_to_table(nullif(c.parts, ''), ' ') as p (part)
         group by c.id, c.document_id, p.part),
       entered as (
         insert into knowledge.postings (tenant_id, term, chunk_id, document_id, frequency, length)
         select $1, term, chunk_id, document_id, frequency, length from (
           select lexeme as term, chunk_id, document_id, frequency, length from measured
           union all select part, chunk_id, document_id, frequency, length from parts) as terms
         order by term collate "C", chunk_id)
       select document_id as "documentId", sum(words)::integer as words, sum(parts)::integer as parts
       from (select distinct chunk_id, document_id, length as words, 0 as parts from measured
         union all select distinct chunk_id, document_id, 0, length from parts) as lengths group by document_id`,
      [
        tx.tenantId,
        configuration,
        chunks.map(({ id }) => id),
        chunks.map(({ documentId }) => documentId),
        chunks.map(({ title }) => title),
        chunks.map(({ heading }) => heading),
        chunks.map(({ text }) => text),
        chunks.map(({ parts }) => parts.join(' ')),
      ],
    );
  }

  /** @returns up to `limit + 1` passages of a document after a position */
  async page(tx: Transaction, documentId: string, limit: number, after: number): Promise<ShownChunk[]> {
    return tx.query<ShownChunk>(
      `select position, heading, text, page from knowledge.chunks where tenant_id = $1 and document_id = $2 and position > $3 order by position limit $4`,
      [tx.tenantId, documentId, after, limit + 1],
    );
  }

  /** @returns the chunks of documents, each document's in order */
  async ofDocuments(tx: Transaction, documentIds: readonly string[]): Promise<StoredChunk[]> {
    return tx.query<StoredChunk>(
      `select id, document_id as "documentId", heading, text from knowledge.chunks
       where tenant_id = $1 and document_id = any($2::uuid[]) order by document_id, position`,
      [tx.tenantId, documentIds],
    );
  }

  /** Erases the passages of documents; no answer uses them any more. */
  async deleteOf(tx: Transaction, documentIds: readonly string[]): Promise<void> {
    await this.unindex(tx, documentIds);
    await this.vectors.deleteOf(tx, documentIds);
    await tx.execute(`delete from knowledge.chunks where tenant_id = $1 and document_id = any($2::uuid[])`, [tx.tenantId, documentIds]);
  }

  async unindex(tx: Transaction, documentIds: readonly string[]): Promise<void> {
    await tx.execute(`delete from knowledge.postings where tenant_id = $1 and document_id = any($2::uuid[])`, [tx.tenantId, documentIds]);
  }
}
