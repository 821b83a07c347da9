import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase } from '#database';
import { Problem, Wake, type Actor } from '#service-kit';
import { WebClient } from '../../clients/web/web.client.js';
import { looksLikeSitemap } from '../../clients/web/read-sitemap.js';
import type { DocumentRecord } from '../../domain/documents/document.js';
import { fingerprintOf, titleOfPage } from '../../domain/documents/web-page.js';
import { DEFAULT_HOURS, MAX_SOURCES, untilNextLook, WebProblem, type WebPage, type WebSource } from '../../domain/documents/web-source.js';
import { KnowledgeBasesRepository } from '../../persistence/bases/knowledge-bases.repository.js';
import { WebSourcesRepository } from '../../persistence/documents/web-sources.repository.js';
import { Audit } from '../audit.step.js';
import { AddDocumentHandler } from './add-document.handler.js';
import { checkedType } from './checked-type.step.js';

/** A web address waits to be looked at. */
@Injectable()
export class WebSignal extends Wake {}

/** The web addresses whose pages are documents of a base. */
@Injectable()
export class WebSourcesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly bases: KnowledgeBasesRepository,
    private readonly sources: WebSourcesRepository,
    private readonly client: WebClient,
    private readonly addDocument: AddDocumentHandler,
    private readonly signal: WebSignal,
    private readonly audit: Audit,
  ) {}

  /** @throws {Problem} not_found, web_address_refused, too_many, web_source_exists */
  async create(
    tenantId: string,
    baseId: string,
    given: { url: string; everyHours: number; maxPages: number },
    by: Actor,
  ): Promise<WebSource> {
    const url = this.#read(given.url);
    const { everyHours, maxPages } = given;
    return this.database.forTenant(tenantId, async (tx) => {
      if ((await this.bases.share(tx, [baseId])).length === 0) throw Problem.notFound('knowledge base');
      if ((await this.sources.count(tx)) >= MAX_SOURCES) {
        throw new Problem(422, 'too_many', `A company may have ${MAX_SOURCES} web addresses. Remove one first, or name a sitemap.`);
      }
      const id = v7();
      if (!(await this.sources.insert(tx, { id, baseId, url, everyHours, maxPages }))) {
        throw new Problem(409, 'web_source_exists', 'The knowledge base has this address already.');
      }
      this.audit.append(tx, by, 'created', { type: 'web_source', id }, null, { baseId, url, everyHours, maxPages });
      tx.afterCommit(() => this.signal.wake());
      return (await this.sources.find(tx, id))!;
    });
  }

  /**
   * Makes a document of a page at once, and looks at it again as at any web address.
   *
   * @throws {Problem} not_found, quota_exceeded, what a page cannot be had for, and what a file is refused with
   */
  async addPage(
    tenantId: string,
    baseId: string,
    given: { url: string; title?: string },
    by: Actor,
  ): Promise<Pick<DocumentRecord, 'id' | 'status'>> {
    // Nothing is fetched for a base that is not there.
    await this.list(tenantId, baseId);
    const url = this.#read(given.url);
    const fetched = await this.client.fetch(url).catch(refuse);
    if (looksLikeSitemap(fetched.bytes)) {
      throw new Problem(422, 'web_refused', 'The address is a sitemap. Add it as a web address: POST /knowledge-bases/{id}/web-sources.');
    }
    const { bytes, etag, lastModified } = fetched;
    const contentType = checkedType({ bytes, contentType: fetched.contentType, fileName: new URL(fetched.url).pathname });
    const isHtml = contentType === 'text/html';
    const title = given.title ?? titleOfPage(bytes, isHtml, fetched.url);
    return this.database.forTenant(tenantId, async (tx) => {
      if ((await this.bases.share(tx, [baseId])).length === 0) throw Problem.notFound('knowledge base');
      const document = await this.addDocument.addTo(tx, baseId, { title, contentType, bytes }, by);
      const id = v7();
      const source = { id, baseId, url, everyHours: DEFAULT_HOURS, maxPages: 1 };
      // A company that has all the addresses that it may have gets the page once.
      if ((await this.sources.count(tx)) < MAX_SOURCES && (await this.sources.insert(tx, source))) {
        const page = {
          sourceId: id,
          id: v7(),
          url,
          documentId: document.id,
          etag,
          lastModified,
          fingerprint: fingerprintOf(bytes, isHtml),
        };
        await this.sources.setFetched(tx, page, untilNextLook(DEFAULT_HOURS, Math.random())!);
        this.audit.append(tx, by, 'created', { type: 'web_source', id }, null, { baseId, url });
      }
      return document;
    });
  }

  /** @returns all of a base, newest first @throws {Problem} not_found */
  async list(tenantId: string, baseId: string): Promise<WebSource[]> {
    return this.database.forTenant(tenantId, async (tx) => {
      if (!(await this.bases.find(tx, baseId))) throw Problem.notFound('knowledge base');
      return this.sources.list(tx, baseId);
    });
  }

  /** @throws {Problem} not_found */
  async get(tenantId: string, id: string): Promise<WebSource> {
    const source = await this.database.forTenant(tenantId, (tx) => this.sources.find(tx, id));
    if (!source) throw Problem.notFound('web address');
    return source;
  }

  /** @returns up to `limit + 1` pages @throws {Problem} not_found */
  async pages(tenantId: string, id: string, limit: number, after: string | undefined): Promise<WebPage[]> {
    return this.database.forTenant(tenantId, async (tx) => {
      if (!(await this.sources.find(tx, id))) throw Problem.notFound('web address');
      return this.sources.pages(tx, id, limit, after);
    });
  }

  /** Looks at an address, and at each of its pages, as soon as possible. @throws {Problem} not_found */
  async check(tenantId: string, id: string): Promise<WebSource> {
    return this.database.forTenant(tenantId, async (tx) => {
      if (!(await this.sources.lookNow(tx, id))) throw Problem.notFound('web address');
      tx.afterCommit(() => this.signal.wake());
      return (await this.sources.find(tx, id))!;
    });
  }

  /** Looks at an address no more. The documents that came of it stay. @throws {Problem} not_found */
  async delete(tenantId: string, id: string, by: Actor): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      const source = await this.sources.find(tx, id);
      if (!source) throw Problem.notFound('web address');
      await this.sources.delete(tx, { id });
      this.audit.append(tx, by, 'deleted', { type: 'web_source', id }, { baseId: source.baseId, url: source.url }, null);
    });
  }

  #read(address: string): string {
    try {
      return this.client.read(address).href;
    } catch (error) {
      return refuse(error);
    }
  }
}

function refuse(error: unknown): never {
  if (error instanceof WebProblem) throw new Problem(422, error.code, error.message);
  throw error;
}
