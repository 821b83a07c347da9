/** Orders, where other pages name them. */
export const ordersEn = {} as const;
