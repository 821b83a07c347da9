import type { VersionReport } from '../golden/draft-check.js';

/** How sure the bot has to be before it answers from a base: `sure` hands over rather than to be wrong, `more` answers more and is wrong more often. */
export const ANSWERING = ['sure', 'more'] as const;
export type Answering = (typeof ANSWERING)[number];

export interface KnowledgeBase {
  id: string;
  name: string;
  description: string;
  /** BCP 47; sets how words are stemmed. */
  language: string;
  answering: Answering;
  /** Null until the first publish; until then the base answers no customers. */
  publishedVersion: number | null;
  /** Whether its ready documents are others than those of the published version; false before the first publish. */
  hasUnpublishedChanges: boolean;
  createdAt: string;
  updatedAt: string;
  documents: { queued: number; processing: number; ready: number; failed: number };
}

/** The fields of a base that people set, for the audit log. */
export const described = ({
  name,
  description,
  language,
  answering,
}: KnowledgeBase): Pick<KnowledgeBase, 'name' | 'description' | 'language' | 'answering'> => ({ name, description, language, answering });

export interface BaseVersion {
  version: number;
  /** Documents of the version that still exist. */
  documents: number;
  published: boolean;
  createdAt: string;
  createdBy: string;
}

/** A version, with what it has otherwise than the one before it. */
export interface VersionDetails extends BaseVersion {
  documentChanges: UnpublishedChanges;
  /** Null where nothing was asked of it. */
  report: VersionReport | null;
}

export interface UnpublishedChange {
  /** `replaced`: a new document with the title of one that was removed. */
  kind: 'added' | 'replaced' | 'removed';
  documentId: string;
  title: string;
}

/** What publishing would change in the published version. */
export interface UnpublishedChanges {
  added: number;
  replaced: number;
  removed: number;
  /** The first of each kind, by title. */
  items: UnpublishedChange[];
}
