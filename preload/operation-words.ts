const units = ['FLOP', 'kFLOP', 'MFLOP', 'GFLOP', 'TFLOP', 'PFLOP', 'EFLOP']

/** Counted operations with three significant digits: `1.24 GFLOP`. */
export function operationWords(operations: number): string {
  let rest = operations
  let unit = 0
  while (rest >= 999.5 && unit < units.length - 1) {
    rest /= 1000
    unit++
  }
  return `${unit === 0 ? rest : Number(rest.toPrecision(3))} ${units[unit]}`
}
