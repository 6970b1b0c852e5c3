/** Prints a measured figure beside the tests: a busy machine must not fail them, and nobody should guess. */
export function reportFigure(what: string, value: number, unit: string, wanted: string): void {
  const text = value >= 100 ? value.toFixed(0) : value.toPrecision(3)
  process.stdout.write(`measured: ${what}: ${text} ${unit} (wanted ${wanted})\n`)
}
