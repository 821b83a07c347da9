/**
 * How Node is told to run us, everywhere. Left alone, its young generation grows to 128 MB in a process that needs 8, and stays there.
 */
export const NODE_ARGUMENTS = ['--enable-source-maps', '--max-semi-space-size=8'] as const;
