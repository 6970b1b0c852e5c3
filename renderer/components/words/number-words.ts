/** Numbers as they are read beside a picture: short, with a true minus and no trailing noise. */

/** Three significant digits; very small or large ones with a power of ten. */
export function valueWords(value: number): string {
  if (value === 0) return '0'
  const magnitude = Math.abs(value)
  const sign = value < 0 ? '−' : ''
  if (magnitude >= 0.001 && magnitude < 10_000) {
    return sign + Number(magnitude.toPrecision(3)).toString()
  }
  return sign + magnitude.toExponential(1).replace('e-', 'e−').replace('e+', 'e')
}

/** Fixed digits, so that numbers under each other line up: `0.503`. */
export function fixedWords(value: number | null, digits = 3): string {
  return value === null ? '–' : value.toFixed(digits).replace('-', '−')
}

/** With its sign always there: `+0.130`. */
export function changeWords(value: number, digits = 3): string {
  const text = Math.abs(value).toFixed(digits)
  return Number(text) === 0 ? text : `${value < 0 ? '−' : '+'}${text}`
}

/** For an axis: no digits that are all 0. */
export function percentTick(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`
}

export function percentWords(share: number | null): string {
  return share === null ? '–' : `${(share * 100).toFixed(share < 0.0995 ? 1 : 0)} %`
}
