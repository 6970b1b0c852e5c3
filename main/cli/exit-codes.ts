/** What a command ends with; scripts rely on it, so a number never changes its meaning. */
export const exitCodes = {
  success: 0,
  /** Something went wrong while working: a bad file, prompt or device, a full disk. */
  failure: 1,
  /** The words of the command line make no sense: see `--help`. */
  wrongUse: 2,
  /** Done, but not all of it: computed and not stored, or shown and not verified. */
  partial: 3,
  /** Ended by Ctrl+C, as shells number it. */
  interrupted: 130
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]
