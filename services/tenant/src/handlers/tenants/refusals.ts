import { Problem } from '#service-kit';

export const slugTaken = (slug: string): Problem =>
  new Problem(409, 'slug_taken', `Another tenant has the slug ${slug}; choose one that is free.`, [
    { field: 'slug', message: 'slug is taken; choose another' },
  ]);
