// Limits of what a person writes about a dossier, as the core has them.

/** Most characters of a name. */
export const NAME_MOST = 80;
