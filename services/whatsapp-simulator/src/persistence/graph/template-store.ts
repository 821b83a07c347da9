import { Injectable } from '@nestjs/common';
import { seedTemplates, type Template } from '../../domain/graph/template.js';

/** Message templates by account; an account gets the seeds when it is first asked for. In memory. */
@Injectable()
export class TemplateStore {
  private readonly wabas = new Map<string, Template[]>();
  private nextId = 1_000_000_000_000_001;

  ofWaba(wabaId: string): Template[] {
    let templates = this.wabas.get(wabaId);
    if (!templates) {
      templates = seedTemplates().map((template) => ({ ...template, id: this.newId() }));
      this.wabas.set(wabaId, templates);
    }
    return templates;
  }

  find(wabaId: string, name: string, language: string): Template | undefined {
    return this.ofWaba(wabaId).find((template) => template.name === name && template.language === language);
  }

  hasName(wabaId: string, name: string): boolean {
    return this.ofWaba(wabaId).some((template) => template.name === name);
  }

  byId(id: string): { wabaId: string; template: Template } | undefined {
    for (const [wabaId, templates] of this.wabas) {
      const template = templates.find((candidate) => candidate.id === id);
      if (template) return { wabaId, template };
    }
    return undefined;
  }

  add(wabaId: string, definition: Omit<Template, 'id'>): Template {
    const template = { ...definition, id: this.newId() };
    this.ofWaba(wabaId).push(template);
    return template;
  }

  /** Removes a template by name (all languages), or one id of that name. @returns how many were removed */
  remove(wabaId: string, name: string, id?: string): number {
    const templates = this.ofWaba(wabaId);
    const kept = templates.filter((template) => template.name !== name || (id !== undefined && template.id !== id));
    this.wabas.set(wabaId, kept);
    return templates.length - kept.length;
  }

  reset(): void {
    this.wabas.clear();
  }

  private newId(): string {
    return String(this.nextId++);
  }
}
