/** Statistics in few characters. */
import type { SalienceSettings } from '../../../../../preload/analysis/salience-settings.ts'
import { fixedWords } from '../../../../components/words/number-words.ts'

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
