/** Statistics in few characters. */
import type { SalienceSettings } from '../../../../../preload/analysis/salience-settings.ts'
import { fixedWords } from '../../../../components/words/number-words.ts'

/** p that counts as a finding, before or after Holm. */
export const alpha = 0.05

/** p-values: three digits, and below 0.001 with their power of ten: `1.92e−5`. */
export function chanceWords(p: number): string {
  if (p >= 0.0005) return p.toFixed(3)
  // The smallest float64 above 0 is no p-value that one should print.
  return p < 1e-300 ? '< 1e−300' : p.toExponential(2).replace('e-', 'e−')
}

/** For a sentence: `p = 0.012`, `p < 1e−300`. */
export function chanceText(p: number): string {
  const words = chanceWords(p)
  return words.startsWith('<') ? `p ${words}` : `p = ${words}`
}

/** `0.939 ± 0.483` */
export function spreadWords(mean: number | null, sd: number | null): string {
  return mean === null || sd === null ? '–' : `${fixedWords(mean)} ± ${fixedWords(sd)}`
}

/** `[−0.51, −0.16]` */
export function intervalWords(interval: readonly [number, number] | null): string {
  return interval === null ? '–' : `[${fixedWords(interval[0], 2)}, ${fixedWords(interval[1], 2)}]`
}

export function salienceWords({ levels, threshold, norm }: SalienceSettings): string {
  return `L ${levels}, b ${threshold}, p ${norm}`
}
