export interface KnowledgeBase {
  id: string;
  name: string;
  description: string;
  /** BCP 47; sets how words are stemmed. */
  language: string;
  /** Null until the first publish; until then the base answers no customers. */
  publishedVersion: number | null;
  createdAt: string;
  updatedAt: string;
  documents: { queued: number; processing: number; ready: number; failed: number };
}

/** The fields of a base that people set, for the audit log. */
export const described = ({ name, description, language }: KnowledgeBase): Pick<KnowledgeBase, 'name' | 'description' | 'language'> => ({
  name,
  description,
  language,
});

export interface BaseVersion {
  version: number;
  /** Documents of the version that still exist. */
  documents: number;
  published: boolean;
  createdAt: string;
  createdBy: string;
}

/** Whether two versions hold the same documents. */
export const sameDocuments = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && new Set([...a, ...b]).size === a.length;
