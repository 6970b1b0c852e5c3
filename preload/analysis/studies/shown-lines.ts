/**
 * The lines of a table that are worth reading: with a single group, all groups together are that group again,
 * so its line stands alone. Files keep both, so that every table of theirs ends alike.
 *
 * @param groupOf  of a line: null for all groups together
 */
export function shownLines<Line>(
  lines: readonly Line[],
  groupOf: (line: Line) => string | null
): readonly Line[] {
  const named = lines.filter((line) => groupOf(line) !== null)
  return new Set(named.map(groupOf)).size === 1 ? named : lines
}
