import '@fastify/multipart';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { Problem } from '#service-kit';
import type { SourceFile } from '../../domain/documents/source-file.js';
import type { NewDocument } from '../../handlers/documents/add-document.handler.js';
import type { Receive } from '../../handlers/documents/document-files.handler.js';
import type { DocumentChange } from '../../handlers/documents/change-document.handler.js';
import { ChangeDocumentDto } from './document-contents.dto.js';
import { AddDocumentDto, AddWebDocumentDto } from './documents.dto.js';

/** Reads a document from a form with a file, or from a JSON body with text or an address. @throws {Problem} when the request is neither, or wrong */
export async function readUpload(request: FastifyRequest, receive: Receive): Promise<NewDocument | AddWebDocumentDto> {
  const { body } = request;
  if (typeof body === 'object' && body !== null && 'url' in body) return validated(AddWebDocumentDto, body);
  return request.isMultipart() ? fromForm(request, receive) : fromJson(request.body);
}

/** Reads a change of a document from a form with a file, or from a JSON body. @throws {Problem} when the request is neither, or wrong */
export async function readChange(request: FastifyRequest, receive: Receive): Promise<DocumentChange> {
  if (request.isMultipart()) {
    const { file, title } = await partsOf(request, receive);
    const named = title === undefined ? {} : await validated(ChangeDocumentDto, { title });
    return { ...(named.title === undefined ? {} : { title: named.title }), file };
  }
  const { title, content, pairs } = await validated(ChangeDocumentDto, request.body);
  if (content !== undefined && pairs !== undefined)
    throw Problem.invalid([{ field: 'pairs', message: 'give the content or the pairs, not both' }]);
  if (title === undefined && content === undefined && pairs === undefined)
    throw Problem.invalid([{ field: 'title', message: 'give a title, the content or pairs' }]);
  return {
    ...(title === undefined ? {} : { title }),
    ...(content === undefined ? {} : { content }),
    ...(pairs === undefined ? {} : { pairs }),
  };
}

async function fromForm(request: FastifyRequest, receive: Receive): Promise<NewDocument> {
  const { file, title } = await partsOf(request, receive);
  const named = await validated(AddDocumentDto, { title: title ?? (nameOf(file.fileName) || 'Untitled'), content: '' });
  return { title: named.title, ...file };
}

type UploadedFile = SourceFile & { fileName: string; contentType: string };

async function partsOf(request: FastifyRequest, receive: Receive): Promise<{ file: UploadedFile; title: string | undefined }> {
  let file: UploadedFile | undefined;
  let title: string | undefined;
  try {
    for await (const part of request.parts()) {
      if (part.type === 'file' && part.fieldname === 'file') {
        file = { ...(await receive(part.file)), fileName: part.filename ?? '', contentType: part.mimetype };
      } else if (part.type === 'file') part.file.resume();
      else if (part.fieldname === 'title' && typeof part.value === 'string') title = part.value;
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(
      400,
      'invalid_form',
      `The form cannot be read (${(error as Error).message}). Send one part named "file" and, optionally, "title".`,
    );
  }
  if (!file) throw Problem.invalid([{ field: 'file', message: 'the form needs a part named "file" with the document' }]);
  return { file, title };
}

async function fromJson(body: unknown): Promise<NewDocument> {
  const { title, content, contentType = 'text/plain' } = await validated(AddDocumentDto, body);
  if (/^application\/((x-)?pdf|vnd\.)/i.test(contentType)) {
    const detail = 'A PDF or an office document does not fit into JSON. Send it as the part "file" of multipart/form-data.';
    throw new Problem(415, 'unsupported_type', detail);
  }
  return { title, contentType, bytes: Buffer.from(content, 'utf8') };
}

/** Validates as the global pipe does; that pipe cannot, because this route takes two content types. */
async function validated<Body extends object>(kind: new () => Body, body: unknown): Promise<Body> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Problem(415, 'unsupported_media_type', 'Send application/json, or multipart/form-data with a file.');
  }
  const document = plainToInstance(kind, body);
  const errors = await validate(document, { whitelist: true, forbidNonWhitelisted: true });
  if (errors.length === 0) return document;
  throw Problem.invalid(
    errors.flatMap(({ property, constraints, children }) =>
      // Of a list, what is wrong is in its items.
      (constraints ? Object.values(constraints) : [`each of the ${children?.length ?? 0} items must have a question and an answer`]).map(
        (message) => ({
          field: property,
          message,
        }),
      ),
    ),
  );
}

/** "C:\docs\Opening hours.md" -> "Opening hours" */
const nameOf = (fileName: string): string =>
  fileName
    .replace(/^.*[\\/]/, '')
    .replace(/\.[A-Za-z0-9]{1,8}$/, '')
    .replace(/\p{Cc}/gu, '')
    .trim()
    .slice(0, 300);
