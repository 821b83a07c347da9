export interface KnowledgeBase {
  id: string;
  name: string;
  description: string;
  /** BCP 47; decides how words are stemmed. */
  language: string;
  /** Null until the first publish: nothing of the base answers customers. */
  publishedVersion: number | null;
  createdAt: string;
  updatedAt: string;
  documents: { queued: number; processing: number; ready: number; failed: number };
}

/** What people say of a base. */
export const described = ({ name, description, language }: KnowledgeBase): Pick<KnowledgeBase, 'name' | 'description' | 'language'> => ({
  name,
  description,
  language,
});

export interface BaseVersion {
  version: number;
  /** Documents of the version that were not deleted since. */
  documents: number;
  published: boolean;
  createdAt: string;
  createdBy: string;
}

/** Whether two versions would answer from the same documents. */
export const sameDocuments = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && new Set([...a, ...b]).size === a.length;
