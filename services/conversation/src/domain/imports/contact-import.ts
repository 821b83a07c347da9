import type { Consent } from '../contacts/contact.js';

/** A file of customers that is taken into the book, and how far it is. */
export interface ContactImport {
  id: string;
  status: 'running' | 'done' | 'failed' | 'cancelled';
  fileName: string | null;
  sizeBytes: number;
  headers: string[];
  /** An `ImportMapping`. */
  mapping: unknown;
  encoding: string;
  separator: string | null;
  defaultCountry: string | null;
  consent: Consent;
  consentSource: string | null;
  /** The `Actor` who began it. */
  by: unknown;
  /** Records of the file that are done, blank ones too. */
  position: number;
  bytesDone: number;
  rows: number;
  created: number;
  updated: number;
  rejected: number;
  error: string | null;
  undo: 'none' | 'running' | 'done';
  undone: number;
  createdAt: string;
  finishedAt: string | null;
}
