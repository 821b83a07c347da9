import type { ParameterFormat, TemplatePart } from '#whatsapp';
import type { ParameterSource } from './parameters.js';

/** A template as it is shown. */
export interface TemplateView {
  id: string;
  wabaId: string;
  graphId: string | null;
  name: string;
  language: string;
  category: string;
  previousCategory: string | null;
  nextCategory: string | null;
  nextCategoryAt: string | null;
  status: string;
  quality: string;
  rejectionReason: string | null;
  recommendation: string | null;
  parameterFormat: ParameterFormat;
  components: TemplatePart[];
  parameters: ParameterSource[];
  version: number;
  createdAt: string;
  updatedAt: string;
}

/** How far the reading of an account's templates is, as it is shown. */
export interface TemplateSyncView {
  wabaId: string;
  state: 'running' | 'done' | 'failed';
  found: number;
  detail: string | null;
  startedAt: string;
  finishedAt: string | null;
}
