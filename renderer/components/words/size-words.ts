/** Sizes and counts in words that fit a narrow column. */

const byteUnits = ['B', 'KB', 'MB', 'GB', 'TB']
const countUnits = ['', ' K', ' M', ' B', ' T']

/** Decimal bytes with three significant digits: `538 MB`. */
export function byteWords(sizeBytes: number): string {
  return scaled(
    sizeBytes,
    byteUnits.map((unit) => ` ${unit}`)
  )
}

/** Counts with three significant digits: `135 M`. */
export function countWords(count: number): string {
  return scaled(count, countUnits)
}

/** Whole numbers with thin groups: `49 152`. */
export function groupedWords(count: number): string {
  return Math.round(count)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, '\u2009')
}

function scaled(value: number, units: readonly string[]): string {
  let rest = value
  let unit = 0
  // 999.5 would print as 1000 in three digits.
  while (rest >= 999.5 && unit < units.length - 1) {
    rest /= 1000
    unit++
  }
  const digits = unit === 0 ? 0 : rest < 9.995 ? 2 : rest < 99.95 ? 1 : 0
  const text = rest.toFixed(digits)
  return `${text.includes('.') ? text.replace(/\.?0+$/, '') : text}${units[unit]}`
}
