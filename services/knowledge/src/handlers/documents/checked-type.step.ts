import { Problem } from '#service-kit';
import { detectType } from '../../domain/documents/detect-type.js';
import { DocumentProblem } from '../../domain/documents/document-problem.js';
import { MAX_DOCUMENT_BYTES, type ReadableType } from '../../domain/documents/document.js';
import { sizeOf, type SourceFile } from '../../domain/documents/source-file.js';

const STATUS_OF: Readonly<Record<string, number>> = { unsupported_type: 415, document_too_large: 413, document_empty: 422 };

/** The type of a file. @throws {Problem} for one that is obviously wrong: too large, empty, damaged, or of an unknown type */
export function checkedType(file: SourceFile & { contentType?: string; fileName?: string }): ReadableType {
  try {
    if (sizeOf(file) > MAX_DOCUMENT_BYTES) {
      throw new DocumentProblem(
        'document_too_large',
        `The document has ${sizeOf(file)} bytes; at most ${MAX_DOCUMENT_BYTES} (50 MB) are allowed.`,
      );
    }
    if ('bytes' in file && file.bytes.every((byte) => byte <= 0x20))
      throw new DocumentProblem('document_empty', 'The document is empty. Send one that holds text.');
    return detectType(file, file.contentType, file.fileName);
  } catch (error) {
    if (error instanceof DocumentProblem) throw new Problem(STATUS_OF[error.code] ?? 422, error.code, error.message);
    throw error;
  }
}
