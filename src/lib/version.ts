/** The program's version, equal to package.json's; it is part of every validator, as a new version may write other bytes. */
export const VERSION = "0.2.0";
