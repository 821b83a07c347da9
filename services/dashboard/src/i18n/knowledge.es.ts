import type { knowledgeEn } from './knowledge.en';
export const knowledgeEs: Record<keyof typeof knowledgeEn, string> = {
  'knowledge.unpublished': 'Cambios sin publicar',
  'changes.title': 'Cambios sin publicar',
  'changes.text': 'Los clientes reciben respuestas de la versión publicada. Publique para usar estos documentos.',
  'changes.added': 'Añadidos: {count}',
  'changes.replaced': 'Reemplazados: {count}',
  'changes.removed': 'Eliminados, ya fuera de las respuestas: {count}',
  'changes.more': 'y {count} más',
  'upload.list': 'Subidas',
  'upload.waiting': 'En espera',
  'upload.done': 'Subido',
  'upload.drop': 'Quitar {name} de la lista',
  'upload.clear': 'Quitar los archivos subidos',
  'upload.leaveTitle': '¿Salir mientras se suben archivos?',
  'upload.leaveText': 'Los archivos que aún no se han subido se pierden. Quédese en esta página hasta que terminen.',
  'upload.leave': 'Salir',
};
