/** The channel over which the window for logging in hands the code to the form. */
export const CHANNEL = "dilemma.inloggen";
