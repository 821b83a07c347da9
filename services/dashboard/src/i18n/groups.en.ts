export const groupsEn = {
  'group.mark': 'Group',
  'group.people': 'Participants ({count})',
  'group.left': 'Has left',
  'group.nobody': 'Nobody has written yet.',
  'rules.groups': 'Groups',
  'rules.inGroups': 'Who answers in groups',
  'rules.inGroupsText': 'Answers go into the group, where everybody sees them.',
  'rules.groupsPeople': 'People',
  'rules.groupsBot': 'The assistant first',
};
