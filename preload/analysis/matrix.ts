/** A raw importance matrix, row-major: entry (n, m) lies at `data[n * columns + m]`. */
export interface Matrix {
  /** [rows, columns] */
  readonly data: Float32Array | Float64Array
  readonly rows: number
  readonly columns: number
}

/** Throws RangeError when a matrix' length is not rows × columns. */
export function checkShape(
  name: string,
  { data, rows, columns }: { data: ArrayLike<number>; rows: number; columns: number }
): void {
  if (!Number.isInteger(rows) || !Number.isInteger(columns) || rows < 0 || columns < 0) {
    throw new RangeError(`${name} has shape [${rows}, ${columns}], expected two counts`)
  }
  if (data.length !== rows * columns) {
    throw new RangeError(
      `${name} has ${data.length} entries, expected ${rows} × ${columns} = ${rows * columns}`
    )
  }
}
