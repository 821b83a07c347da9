import { Injectable, type OnModuleInit } from '@nestjs/common';
import { OpenApiDocuments } from '../../clients/api/openapi-documents.js';
import { mergedDocument } from '../../domain/api/merged-document.js';
import { RouteTable, type ApiDocument, type RouteMatch } from '../../domain/api/route-table.js';

/** The public API document and the route table, made at start from the services' OpenAPI documents. */
@Injectable()
export class ApiCatalog implements OnModuleInit {
  #routes: RouteTable | undefined;
  #document: Buffer | undefined;

  constructor(private readonly documents: OpenApiDocuments) {}

  /** @throws when there are no documents, or two services claim one route: the gateway does not start then. */
  onModuleInit(): void {
    const documents = this.documents.read() as Map<string, ApiDocument>;
    this.#routes = new RouteTable(documents);
    this.#document = Buffer.from(JSON.stringify(mergedDocument(documents)));
  }

  /** The public OpenAPI 3.1 document as JSON, one buffer for all readers. */
  get document(): Buffer {
    return this.#document!;
  }

  /** @param path without query */
  match(method: string, path: string): RouteMatch {
    return this.#routes!.match(method, path);
  }
}
