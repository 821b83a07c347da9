import { Injectable, type OnModuleInit } from '@nestjs/common';
import { OpenApiDocuments } from '../../clients/api/openapi-documents.js';
import { mergedDocument } from '../../domain/api/merged-document.js';
import { RouteTable, type ApiDocument, type RouteMatch } from '../../domain/api/route-table.js';

/** What the services' OpenAPI documents say together: the public document and the route table, made once at start. */
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

  /** The OpenAPI 3.1 document of everything public, as JSON: the same bytes for all who read it, fast or slowly. */
  get document(): Buffer {
    return this.#document!;
  }

  /** @param path without query */
  match(method: string, path: string): RouteMatch {
    return this.#routes!.match(method, path);
  }
}
