/** Which texts are checked. */

/** Files, and texts that have no file yet. */
export const texts = ['markdown', 'mdx'].flatMap((language) =>
  ['file', 'untitled'].map((scheme) => ({ scheme, language })),
);
