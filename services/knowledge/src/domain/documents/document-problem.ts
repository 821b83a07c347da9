/** Why a document cannot be used. Stable codes, shown as `error.code`, on which clients may switch. */
export type DocumentProblemCode =
  | 'unsupported_type'
  | 'document_empty'
  | 'document_too_large'
  | 'document_too_long'
  | 'document_timeout'
  | 'document_unreadable'
  | 'csv_malformed'
  | 'office_damaged'
  | 'office_encrypted'
  | 'pdf_damaged'
  | 'pdf_encrypted'
  | 'pdf_no_text'
  | 'processing_failed';

/** A fault of the document itself: reading it again would fail in the same way. */
export class DocumentProblem extends Error {
  readonly code: DocumentProblemCode;

  /** @param detail what is wrong and what would be right, for the person who uploaded it */
  constructor(code: DocumentProblemCode, detail: string) {
    super(detail);
    this.code = code;
  }
}
