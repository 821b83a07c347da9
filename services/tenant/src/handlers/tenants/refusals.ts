import { Problem } from '#service-kit';

export const slugTaken = (slug: string): Problem =>
  new Problem(409, 'slug_taken', `The slug ${slug} is taken; choose another.`, [
    { field: 'slug', message: 'slug is taken; choose another' },
  ]);
