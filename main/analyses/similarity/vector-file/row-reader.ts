/** Reads rows out of blocks of a file. */
export interface RowReader {
  /**
   * Takes the whole rows at the front of `bytes`; what is left comes again, with more after it.
   *
   * @param atBytes  where `bytes` begins in the file
   * @param isLast   whether the file ends with them
   * @returns        bytes taken; all of them when `isLast`
   * @throws AppError `request/invalid` with line or byte where the rows are not sound
   */
  take(bytes: Buffer, atBytes: number, isLast: boolean): number
}
