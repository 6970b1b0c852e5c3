import type { AttentionStep } from '../ops/attention.ts'
import { attention } from '../ops/attention.ts'
import type { GatedSiluStep } from '../ops/gated-silu.ts'
import { gatedSilu } from '../ops/gated-silu.ts'
import type { LinearStep } from '../ops/linear.ts'
import { linear } from '../ops/linear.ts'
import type { RmsNormStep } from '../ops/rms-norm.ts'
import { rmsNorm } from '../ops/rms-norm.ts'
import type { RotaryStep } from '../ops/rotary.ts'
import { rotary } from '../ops/rotary.ts'
import type { ScaleStep } from '../ops/scale.ts'
import { scale } from '../ops/scale.ts'
import type { Rules } from '../op.ts'

/** One call of an op in a layer: named wires in, a named wire out. */
export type Step = LinearStep | RmsNormStep | ScaleStep | RotaryStep | AttentionStep | GatedSiluStep

type StepOf<Name extends Step['op']> = Extract<Step, { readonly op: Name }>

/** Every op's rules; an op without them does not compile. */
const rules: { readonly [Name in Step['op']]: Rules<StepOf<Name>> } = {
  linear,
  'rms-norm': rmsNorm,
  scale,
  rotary,
  attention,
  'gated-silu': gatedSilu
}

/** Every op there is, from the table of rules. */
export const opNames = Object.keys(rules) as readonly Step['op'][]

/** The rules of a step's op. */
export function rulesOf<Name extends Step['op']>(step: StepOf<Name>): Rules<StepOf<Name>> {
  // The table's type says that key and step agree; TypeScript cannot follow it through an index.
  return rules[step.op as Name]
}

/** A layer as data: steps in order; wire `x` comes in, wire `y` goes out. */
export interface Layer {
  readonly steps: readonly Step[]
  readonly width: number
  /** Width of a row of keys (and of values). */
  readonly kvWidth: number
}

/** The name under which a step's saved value leaves the primal graph and enters the others. */
export function savedName(step: Step, name: string): string {
  return `${step.id}.${name}`
}

/** All values that the primal saves for the derivatives, with their widths. */
export function savedPorts(layer: Layer): { readonly name: string; readonly width: number }[] {
  return layer.steps.flatMap((step) =>
    rulesOf(step)
      .saves(step)
      .map(({ name, width }) => ({ name: savedName(step, name), width }))
  )
}
