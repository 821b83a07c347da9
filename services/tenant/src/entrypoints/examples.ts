/** Example values of the API document. */
export const EXAMPLE_ID = '0198c0de-7f3a-7c51-9b1e-3d2f5a6b7c8d';
export const EXAMPLE_TIME = '2026-11-20T09:30:00.000Z';
export const EXAMPLE_PAGE = 'WyIwMTk4YzBkZS03ZjNhLTdjNTEtOWIxZS0zZDJmNWE2YjdjOGQiXQ';
