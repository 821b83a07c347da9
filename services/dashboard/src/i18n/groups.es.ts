import type { groupsEn } from './groups.en';

export const groupsEs: Record<keyof typeof groupsEn, string> = {
  'group.mark': 'Grupo',
  'group.people': 'Participantes ({count})',
  'group.left': 'Salió del grupo',
  'group.nobody': 'Nadie ha escrito todavía.',
  'rules.groups': 'Grupos',
  'rules.inGroups': 'Quién responde en los grupos',
  'rules.inGroupsText': 'Las respuestas van al grupo, donde todos las ven.',
  'rules.groupsPeople': 'Personas',
  'rules.groupsBot': 'Primero el asistente',
};
