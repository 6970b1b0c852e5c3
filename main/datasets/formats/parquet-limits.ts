import type { FileMetaData, RowGroup } from 'hyparquet'

/** A row group is decoded whole, so it must fit into memory; writers make them of 1 to 128 MiB. */
const largestGroupBytes = 2 ** 30
const mostRows = 2 ** 22
const mostValues = 2 ** 25

/**
 * Holds what the footer says of row groups to the file and to limits, before anything is allocated for it
 * (trust.md PAR-02).
 *
 * @throws RangeError that says what was found and expected
 */
export function assertReadableGroups(metadata: FileMetaData, sizeBytes: number): void {
  let nRows = 0
  for (const [index, group] of metadata.row_groups.entries()) {
    const problem = groupProblem(group, sizeBytes)
    if (problem !== null) throw new RangeError(`row group ${index + 1} has ${problem}`)
    nRows += Number(group.num_rows)
  }
  if (nRows !== Number(metadata.num_rows)) {
    throw new RangeError(`${metadata.num_rows} rows, its row groups have ${nRows}`)
  }
}

function groupProblem({ num_rows, columns }: RowGroup, sizeBytes: number): string | null {
  const nRows = Number(num_rows)
  if (!isWithin(nRows, mostRows)) return `${nRows} rows, expected at most ${mostRows}`
  let groupBytes = 0
  for (const { meta_data: column } of columns) {
    if (column === undefined) return 'a column without metadata, expected it in the footer'
    const name = JSON.stringify(column.path_in_schema.join('.'))
    const nValues = Number(column.num_values)
    const isFlat = column.path_in_schema.length === 1
    if (isFlat ? nValues !== nRows : nValues < nRows || !isWithin(nValues, mostValues)) {
      return `${nValues} values in column ${name} for ${nRows} rows`
    }
    if (!isWithin(Number(column.total_compressed_size), sizeBytes)) {
      return `${column.total_compressed_size} bytes in column ${name}, the file has ${sizeBytes}`
    }
    groupBytes += Number(column.total_uncompressed_size)
  }
  if (isWithin(groupBytes, largestGroupBytes)) return null
  return `${groupBytes} bytes unpacked, expected at most ${largestGroupBytes}`
}

function isWithin(value: number, limit: number): boolean {
  return value >= 0 && value <= limit
}
