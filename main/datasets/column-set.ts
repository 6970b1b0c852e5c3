/** A file of objects with ever new keys has no columns. */
const mostColumns = 1_000
/** As long as a mapping may name. */
const longestName = 1_000

/** Adds names to the columns of a data set, in the order they appear; what no mapping could name stays out. */
export function addColumns(columns: Set<string>, names: Iterable<string>): void {
  for (const name of names) {
    if (columns.size < mostColumns && name.length <= longestName) columns.add(name)
  }
}
