/** The texts of the pages of documents. */
export const knowledgeEn = {
  'knowledge.unpublished': 'Unpublished changes',
  'changes.title': 'Unpublished changes',
  'changes.text': 'Customers get answers from the published version. Publish to use these documents.',
  'changes.added': 'Added: {count}',
  'changes.replaced': 'Replaced: {count}',
  'changes.removed': 'Removed, out of answers already: {count}',
  'changes.more': 'and {count} more',
  'upload.list': 'Uploads',
  'upload.waiting': 'Waiting',
  'upload.done': 'Uploaded',
  'upload.drop': 'Take {name} from the list',
  'upload.clear': 'Clear uploaded files',
  'upload.leaveTitle': 'Leave while files are being uploaded?',
  'upload.leaveText': 'Files that are not uploaded yet are lost. Stay on this page until they are done.',
  'upload.leave': 'Leave',
} as const;
