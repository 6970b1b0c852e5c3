import type { OpCase } from '../../../../helpers/op-rules.ts'
import { noise } from '../../../../helpers/noise.ts'
import { linearReference } from '../../../../helpers/reference/linear.ts'

interface Variant {
  readonly hasBias?: boolean
  readonly hasGain?: boolean
  readonly hasResidual?: boolean
  readonly nPositions?: number
  readonly nDirections?: number
}

function linearCase(name: string, variant: Variant): OpCase {
  const { hasBias = false, hasGain = false, hasResidual = false } = variant
  const { nPositions = 4, nDirections = 3 } = variant
  const widthIn = 5
  const widthOut = 7
  const weight = noise(1, widthOut * widthIn)
  const bias = noise(2, widthOut)
  const gain = noise(3, widthIn, 2)
  const x = { width: widthIn, data: noise(4, nPositions * widthIn) }
  const residual = { width: widthOut, data: noise(5, nPositions * widthOut) }
  return {
    name,
    step: {
      op: 'linear',
      id: 'map',
      inputs: hasResidual ? ['x', 'r'] : ['x'],
      output: 'y',
      weight: 'w',
      bias: hasBias ? 'b' : null,
      gain: hasGain ? 'g' : null,
      widthIn,
      widthOut
    },
    nPositions,
    nDirections,
    variables: hasResidual ? [x, residual] : [x],
    widthOut,
    weights: {
      w: { shape: [widthOut, widthIn], data: weight },
      b: { shape: [widthOut], data: bias },
      g: { shape: [widthIn], data: gain }
    },
    reference([input, added]) {
      const weights = { weight, ...(hasBias && { bias }), ...(hasGain && { gain }) }
      const y = linearReference(input!, widthIn, weights)
      return added ? y.map((value, i) => value + added[i]!) : y
    }
  }
}

export const linearCases: readonly OpCase[] = [
  linearCase('the weight alone', {}),
  linearCase('with a bias', { hasBias: true }),
  linearCase('with a gain', { hasGain: true }),
  linearCase('with a residual', { hasResidual: true }),
  linearCase('with a bias and a residual', { hasBias: true, hasResidual: true }),
  linearCase('with everything', { hasBias: true, hasGain: true, hasResidual: true }),
  linearCase('one position', { hasResidual: true, nPositions: 1 }),
  linearCase('one position, one direction', { hasBias: true, nPositions: 1, nDirections: 1 })
]
