/** Reasons of Meta that people can do something about; the others are shown as they came. */
export const FAILURE_HINTS: Record<number, 'closed' | 'unreachable' | 'limited' | 'template' | 'media'> = {
  131026: 'unreachable',
  131047: 'closed',
  131049: 'limited',
  131048: 'limited',
  131056: 'limited',
  130429: 'limited',
  131051: 'media',
  131052: 'media',
  131053: 'media',
  132000: 'template',
  132001: 'template',
  132015: 'template',
};
